import assert from 'node:assert/strict'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { test } from 'node:test'
import { again, client, HubError, type Options } from './client.js'
import { contributors, evidence, type Contributor } from './contributors.js'
import { declare, Mistakes, withdraw } from './declare.js'
import { follow, overHTTP, overSocket } from './follow.js'
import type { PartnersQuery } from './generated/graphql.js'
import { graphql } from './generated/index.js'
import { partialDate, type Cursor } from './scalars.js'

function given(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: run \`make clients\``)
  return value
}
const url = given('MAILLAGE_URL') + '/graphql'
const liaison: Options = { url, token: given('MAILLAGE_LIAISON') }
const ask = client(liaison)

const all = async (axis: string, asOf: Parameters<typeof contributors>[3] = null) => {
  const found: Contributor[] = []
  for await (const one of contributors(ask, 'valenciennes', axis, asOf)) found.push(one)
  return found
}
const refused = async (attempt: () => Promise<unknown>): Promise<HubError> => {
  try {
    await attempt()
  } catch (cause) {
    if (cause instanceof HubError) return cause
    throw cause
  }
  throw new Error('nothing was refused')
}

test('who contributes to an axis, and on whose word', async () => {
  const found = await all('axe-3')
  const cpam = found.find(({ partner }) => partner?.name.includes('CPAM'))
  assert.ok(cpam?.confirmed)
  assert.ok(found.length > 2, 'more than one page')
  const lines = evidence(cpam)
  assert.match(lines[0]!, /: confirmed$/)
  assert.match(lines.join('\n'), /BY_ACTION .* « .+ », .+, .+/)
})

test('a date of a source is an argument, and one that is none is named', async () => {
  assert.ok((await all('axe-3', partialDate('2016-06'))).length > 0)
  const error = await refused(() => all('axe-3', partialDate('2016-13')))
  assert.equal(error.code, 'BAD_USER_INPUT')
  assert.deepEqual(error.refusals[0].extensions.argument, ['asOf'])
  assert.ok(!error.passes)
})

const Partners = graphql(`
  query Partners($first: Int, $after: Cursor, $last: Int, $before: Cursor) {
    partners(first: $first, after: $after, last: $last, before: $before) {
      nodes {
        code
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`)

test('a list forwards is the list backwards', async () => {
  const forwards: string[] = []
  const backwards: string[] = []
  let at: Cursor | null = null
  do {
    const { partners: page }: PartnersQuery = await ask(Partners, { first: 25, after: at })
    forwards.push(...page!.nodes.map(({ code }) => code))
    at = page!.pageInfo.hasNextPage ? page!.pageInfo.endCursor : null
  } while (at)
  do {
    const { partners: page }: PartnersQuery = await ask(Partners, { last: 30, before: at })
    backwards.unshift(...page!.nodes.map(({ code }) => code))
    at = page!.pageInfo.hasPreviousPage ? page!.pageInfo.startCursor : null
  } while (at)
  assert.deepEqual(forwards, backwards)
  assert.ok(forwards.length > 50)
})

/** A network that loses the answer to the first requests, after the hub has done them. */
const losing = (answers: number): typeof fetch => {
  return async (input, init) => {
    const response = await fetch(input, init)
    if (answers-- > 0) throw new TypeError('fetch failed')
    return response
  }
}

test('a change is made once although its answer is lost twice', async () => {
  const unsteady = client({ ...liaison, fetch: losing(2) })
  const made = await declare(unsteady, { partner: 'cpam-hainaut', axis: 'valenciennes/axe-1', role: 'EXPERT', status: 'IN_DISCUSSION', wording: 'prête à conseiller' })
  assert.equal(made.version, 1)
  assert.ok(made.replayed, 'the third request was answered as the first')
  await withdraw(ask, made)
})

test('a network that never answers is given up', async () => {
  let asked = 0
  const nobody = client({ ...liaison, fetch: () => (asked++, Promise.reject(new TypeError('fetch failed'))) })
  await assert.rejects(again(() => nobody(Partners, {}), { times: 3, pause: 1 }), TypeError)
  assert.equal(asked, 3)
})

test('what a person can mend names the field, in their language', async () => {
  for (const [language, says] of [['en', /nobody/], ['fr', /« nobody »/]] as const) {
    const mistakes = await declare(client({ ...liaison, language }), { partner: 'nobody', axis: 'valenciennes/axe-1', role: 'EXPERT' }).catch((e: unknown) => e)
    assert.ok(mistakes instanceof Mistakes)
    assert.deepEqual(mistakes.mistakes.map(({ field, code }) => ({ field, code })), [{ field: ['partner'], code: 'UNKNOWN_RECORD' }])
    assert.match(mistakes.message, says)
  }
})

test('errors are told apart by their code', async () => {
  const unknown = await refused(() => client({ url, token: 'mlg_nobody' })(Partners, {}))
  assert.equal(unknown.code, 'UNAUTHENTICATED')
  assert.match(unknown.refusals[0].extensions.requestId, /./)
  const forged = await refused(() => ask(Partners, { first: 1, after: 'elsewhere' as Cursor }))
  assert.equal(forged.code, 'BAD_USER_INPUT')
  const nameless = await refused(() => declare(client({ url }), { partner: 'cpam-hainaut', axis: 'valenciennes/axe-1', role: 'EXPERT' }))
  assert.equal(nameless.code, 'UNAUTHENTICATED')
})

/** A way to the hub that can be cut: a proxy of TCP. */
async function wire() {
  const { hostname, port } = new URL(url)
  const open = new Set<Socket>()
  const proxy = createServer((near) => {
    const far = connect(Number(port), hostname)
    for (const [one, other] of [[near, far], [far, near]] as const) {
      open.add(one)
      one.on('error', () => {}).on('close', () => other.destroy()).pipe(other)
    }
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/graphql`,
    cut: () => open.forEach((socket) => socket.destroy()),
    close: () => proxy.close(),
  }
}

const contribution = { partner: 'cpam-hainaut', axis: 'valenciennes/axe-2', role: 'EXPERT', status: 'IN_DISCUSSION' } as const

const Newest = graphql(`
  query Newest {
    changes(last: 1) {
      pageInfo {
        endCursor
      }
    }
  }
`)

/** Makes a record and takes it away, and says which lines of the ledger that makes. */
async function comeAndGo(): Promise<string[]> {
  const made = await declare(ask, contribution)
  await withdraw(ask, made)
  return [`CREATE ${made.id}`, `DELETE ${made.id}`]
}

for (const [name, way] of Object.entries({ overSocket, overHTTP })) {
  test(`changes are followed ${name}, and through a break nothing is missed`, { timeout: 60_000 }, async () => {
    const { changes } = await ask(Newest, {})
    const line = await wire()
    const happened = await comeAndGo()
    const seen: string[] = []
    for await (const { node, cursor } of follow(way, { ...liaison, url: line.url }, { after: changes!.pageInfo.endCursor! }, 50)) {
      assert.ok(cursor)
      seen.push(`${node.operation} ${node.recordId}`)
      if (seen.length === 6) break
      if (seen.length % 2 === 0) {
        line.cut()
        happened.push(...(await comeAndGo())) // while nobody listens
      }
    }
    line.close()
    assert.deepEqual(seen, happened)
  })
}

test('a token that proves nothing follows nothing, and is not tried again', { timeout: 10_000 }, async () => {
  for (const way of [overSocket, overHTTP]) {
    await assert.rejects(follow(way, { url, token: 'mlg_nobody' }, {}).next())
  }
})
