// Takes all connections that an address may have, and asks one more question by
// the reference client of graphql-transport-ws, which is to try again until one
// is free. It prints what happened as JSON, a line for each way to hold them.
//
//   node crowded.mjs http://localhost:8080/graphql
import { createClient } from 'graphql-ws'
import WebSocket from 'ws'

const [url] = process.argv.slice(2)
if (!url) {
  console.error('usage: node crowded.mjs <url>')
  process.exit(2)
}
const address = url.replace(/^http/, 'ws')
const allowed = 20

// hold opens a socket; one that is initialised is ready when the hub says so.
const hold = (initialised) =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(address, 'graphql-transport-ws')
    socket.on('error', reject)
    socket.on('open', () => (initialised ? socket.send('{"type":"connection_init"}') : resolve(socket)))
    socket.on('message', () => resolve(socket))
  })

for (const initialised of [false, true]) {
  const held = await Promise.all(Array.from({ length: allowed }, () => hold(initialised)))
  let refusals = 0
  const client = createClient({
    url: address,
    webSocketImpl: WebSocket,
    retryAttempts: 10,
    retryWait: async () => {
      if (++refusals === 1) held.forEach((socket) => socket.close())
      await new Promise((resolve) => setTimeout(resolve, 200))
    },
  })
  const answered = await new Promise((resolve) => {
    let data
    client.subscribe({ query: '{ __typename }' }, { next: (result) => (data = result.data), error: () => resolve(false), complete: () => resolve(!!data) })
  })
  await client.dispose()
  held.forEach((socket) => socket.close())
  console.log(JSON.stringify({ initialised, refusals, answered }))
}
