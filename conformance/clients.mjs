// Runs a query, a subscription and an unsubscribe through the reference clients
// of graphql-transport-ws and graphql-sse, and prints what they received as JSON,
// a line each.
//
//   npm ci
//   node clients.mjs http://localhost:8080/graphql [token]
//
// QUERY, SUBSCRIPTION and VARIABLES (JSON, of the subscription) say what to ask;
// EVENTS how many results to wait for before unsubscribing; PATIENCE how many
// milliseconds. It fails when a query gives no result or a stream breaks.
import { createClient as overSSE } from 'graphql-sse'
import { createClient as overWebSocket } from 'graphql-ws'
import WebSocket from 'ws'

const [url, token] = process.argv.slice(2)
if (!url) {
  console.error('usage: node clients.mjs <url> [token]')
  process.exit(2)
}
const query = { query: process.env.QUERY ?? '{ __typename }' }
const subscription = {
  query: process.env.SUBSCRIPTION ?? 'subscription { __typename }',
  variables: JSON.parse(process.env.VARIABLES ?? '{}'),
}
const wanted = Number(process.env.EVENTS ?? 2)
const patience = Number(process.env.PATIENCE ?? 10_000)
const authorization = token && `Bearer ${token}`

let failed = false
const print = (client, step, what) => console.log(JSON.stringify({ client, step, ...what }))
const shown = (error) =>
  Array.isArray(error) ? error : error.code ? { code: error.code, reason: error.reason } : { message: error.message ?? String(error) }

// run asks for one operation, and unsubscribes after some results or some time.
const run = (name, client, step, operation, count) =>
  new Promise((resolve) => {
    let seen = 0
    let unsubscribe
    const stop = (why) => {
      print(name, step, { unsubscribed: why })
      clearTimeout(timer)
      unsubscribe?.()
    }
    const timer = setTimeout(() => stop(`after ${patience} ms`), patience)
    const end = (what) => {
      clearTimeout(timer)
      print(name, step, what)
      resolve(seen)
    }
    unsubscribe = client.subscribe(operation, {
      next: (result) => {
        print(name, step, { next: result })
        if (++seen === count) queueMicrotask(() => stop(`after ${seen} results`))
      },
      error: (error) => {
        failed = true
        end({ error: shown(error) })
      },
      complete: () => end({ complete: true }),
    })
  })

const clients = {
  'graphql-ws': overWebSocket({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    lazy: true,
    retryAttempts: 0,
    keepAlive: 1_000, // the client pings, and leaves when no pong comes
    connectionParams: authorization ? { Authorization: authorization } : undefined,
    on: {
      connected: () => print('graphql-ws', 'socket', { connected: true }),
      pong: (received) => received && print('graphql-ws', 'socket', { pong: true }),
      closed: ({ code, reason }) => print('graphql-ws', 'socket', { closed: { code, reason } }),
    },
  }),
  'graphql-sse': overSSE({
    url,
    singleConnection: false,
    retryAttempts: 0,
    headers: authorization ? { Authorization: authorization } : undefined,
  }),
}

for (const [name, client] of Object.entries(clients)) {
  if ((await run(name, client, 'query', query, Infinity)) !== 1) failed = true
  await run(name, client, 'subscription', subscription, wanted)
  await run(name, client, 'query after unsubscribing', query, Infinity)
  await client.dispose()
}
process.exitCode = failed ? 1 : 0
