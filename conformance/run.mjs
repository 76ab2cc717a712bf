// Holds a hub, which it starts with the demo data on a free port, against the
// audits of GraphQL over HTTP and the reference clients of subscriptions, and
// fails when one of either fails.
//
//   npm ci
//   node run.mjs ../maillage
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { serverAudits } from 'graphql-http'

const [program] = process.argv.slice(2)
if (!program) {
  console.error('usage: node run.mjs <maillage>')
  process.exit(2)
}

// start starts the hub, and gives its address once it answers.
const start = async () => {
  const hub = spawn(program, ['demo', '--addr', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(hub, 'exit').then(([code]) => Promise.reject(new Error(`the hub ended with code ${code}`)))
  const said = (async () => {
    for await (const line of createInterface({ input: hub.stdout })) {
      const address = line.match(/^Maillage is served at (\S+)$/)
      if (address) return address[1]
    }
    throw new Error('the hub announces no address')
  })()
  const address = await Promise.race([said, ended])
  hub.stdout.resume()
  ended.catch(() => {}) // it is told to, at last
  return { url: `${address}/graphql`, stop: () => hub.kill() }
}

const results = []
const note = (name, passed, reason) => {
  results.push(passed)
  console.log(`${passed ? 'ok  ' : 'FAIL'} ${name}${passed || !reason ? '' : `\n     ${reason}`}`)
}
const ask = async (url, query) => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  return (await response.json()).data
}

// A status of its own for each audit: a warning is one that failed.
const audit = async (url) => {
  for (const each of serverAudits({ url })) {
    const result = await each.fn()
    note(`${each.id} ${each.name}`, result.status === 'ok', result.reason)
  }
  return results.length
}

// crowded makes sure that the reference client tries again when an address has
// as many connections as it may.
const crowded = async (url) => {
  const running = spawn(process.execPath, [fileURLToPath(new URL('crowded.mjs', import.meta.url)), url], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(running, 'exit')
  const seen = []
  for await (const line of createInterface({ input: running.stdout })) seen.push(JSON.parse(line))
  await exited
  for (const initialised of [false, true]) {
    const one = seen.find((s) => s.initialised === initialised)
    const how = initialised ? 'after connection_init' : 'before the upgrade'
    note(`graphql-ws: a client that is refused ${how} tries again`, !!one?.answered && one.refusals >= 1, JSON.stringify(one))
  }
}

// clients runs both reference clients in a process of their own, and reads what
// they print: each asks, gets the changes after a cursor, unsubscribes, and asks
// again.
const clients = async (url) => {
  const { changes } = await ask(url, '{ changes(first: 1) { edges { cursor } } }')
  const running = spawn(process.execPath, [fileURLToPath(new URL('clients.mjs', import.meta.url)), url], {
    env: {
      ...process.env,
      SUBSCRIPTION: 'subscription ($after: Cursor!) { changed(after: $after) { cursor node { id } } }',
      VARIABLES: JSON.stringify({ after: changes.edges[0].cursor }),
      EVENTS: '2',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(running, 'exit')
  const seen = []
  for await (const line of createInterface({ input: running.stdout })) seen.push(JSON.parse(line))
  const [code] = await exited
  for (const client of ['graphql-ws', 'graphql-sse']) {
    const steps = (step) => seen.filter((s) => s.client === client && s.step === step)
    const gave = (step, count) => steps(step).filter((s) => s.next?.data && !s.next.errors).length >= count
    note(`${client}: a query is answered`, gave('query', 1) && steps('query').some((s) => s.complete))
    note(`${client}: a subscription resumes after a cursor`, gave('subscription', 2))
    note(`${client}: unsubscribing ends it`, steps('subscription').some((s) => /^after \d+ results$/.test(s.unsubscribed ?? '')))
    note(`${client}: a query after it is answered`, gave('query after unsubscribing', 1))
  }
  note('both clients end without an error', code === 0 && !seen.some((s) => s.error))
}

const hub = await start()
try {
  const audits = await audit(hub.url)
  const passed = results.filter(Boolean).length
  await clients(hub.url)
  await crowded(hub.url)
  const rest = results.slice(audits)
  console.log(`\n${passed} of ${audits} audits passed`)
  console.log(`${rest.filter(Boolean).length} of ${rest.length} checks of subscription clients passed`)
  process.exitCode = results.every(Boolean) ? 0 : 1
} finally {
  hub.stop()
}
