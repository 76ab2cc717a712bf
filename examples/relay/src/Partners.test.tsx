import { ask, button, environment, makeAfter, partners, remove, type Named } from './hub'
import { cleanup, configure, fireEvent, render, screen, waitFor } from '@testing-library/react'
import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { Suspense } from 'react'
import { RelayEnvironmentProvider } from 'react-relay'
import { Partners } from './Partners'

configure({ asyncUtilTimeout: 20_000 })
afterEach(cleanup)

const shown = () => [...document.querySelectorAll('li')].map((line) => line.dataset.id!)
const enabled = (says: string) => {
  const it = button(says)
  return it?.disabled === false ? it : null
}

async function open(after: string | null, size = 5) {
  const hub = environment()
  render(
    <RelayEnvironmentProvider environment={hub.environment}>
      <Suspense fallback="…">
        <Partners size={size} after={after} />
      </Suspense>
    </RelayEnvironmentProvider>,
  )
  await waitFor(() => assert.ok(shown().length > 0))
}

/** Reads one page on, and tells whether there was one. */
async function turn(says: 'Before' | 'More'): Promise<boolean> {
  const it = enabled(says)
  if (!it) return false
  const before = shown().length
  fireEvent.click(it)
  await waitFor(() => assert.ok((shown().length !== before && enabled(says)) || !button(says)))
  return true
}

const cursorOf = async (place: number) => {
  const { partners } = await ask<{ partners: { pageInfo: { endCursor: string } } }>(
    'query ($first: Int!) { partners(first: $first) { pageInfo { endCursor } } }',
    { first: place },
  )
  return partners.pageInfo.endCursor
}

/** A generator of numbers below n, the same in every run (mulberry32). */
const numbers = (seed: number) => (n: number) => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) % n
}

for (const seed of [1, 2, 3]) {
  test(`pages both ways while others add and delete: nothing twice, nothing missing (seed ${seed})`, async () => {
    const random = numbers(seed)
    const atFirst = await partners()
    for (let i = 0; i < 12; i++) await makeAfter(atFirst[random(atFirst.length)]!.name) // that can be deleted
    const before = await partners()
    const own = before.filter((p) => !atFirst.some((q) => q.id === p.id))
    const gone = new Set<string>()
    const added: Named[] = []
    // Others also take away the very record that a page ended with.
    const meanwhile = async () => {
      const victim = random(2) ? own[random(own.length)]! : own.find((p) => shown().at(-1) === p.id || shown()[0] === p.id)
      if (victim && !gone.has(victim.id) && (await remove(victim))) gone.add(victim.id)
      added.push(await makeAfter(before[random(before.length)]!.name))
    }

    await open(await cursorOf(10 + random(before.length - 20)))
    for (let forwards = true, backwards = true; forwards || backwards; ) {
      await meanwhile()
      if (random(2)) forwards = await turn('More')
      else backwards = await turn('Before')
      if (!enabled('More')) forwards = false
      if (!enabled('Before')) backwards = false
    }

    const list = shown()
    const stayed = before.map((p) => p.id).filter((id) => !gone.has(id))
    assert.equal(new Set(list).size, list.length, 'a partner is shown twice')
    assert.deepEqual(list.filter((id) => stayed.includes(id)), stayed, 'what was there all through is shown once, in order')
    const now = (await partners()).map((p) => p.id)
    assert.deepEqual(
      list.filter((id) => now.includes(id)),
      now.filter((id) => list.includes(id)),
      'what was added meanwhile stands where the list has it',
    )
    assert.ok(added.some((p) => list.includes(p.id)), 'nothing that was added meanwhile was met')
    assert.ok(gone.size > 0, 'nothing was deleted meanwhile')
    for (const p of await partners()) if (!atFirst.some((q) => q.id === p.id)) await remove(p)
  })
}

test('what one adds and deletes comes and goes at once, and later pages do not repeat it', async () => {
  await open(null, 5)
  fireEvent.change(screen.getByLabelText('Name'), { target: { value: 'Amis de Relay' } })
  fireEvent.click(button('Add')!)
  await waitFor(() => assert.equal(shown().length, 6))
  while (await turn('More'));
  const all = (await partners()).map((p) => p.id)
  assert.deepEqual(shown().toSorted(), all.toSorted())

  fireEvent.click(button('Delete Amis de Relay')!)
  await waitFor(() => assert.equal(shown().length, all.length - 1))
  assert.equal(screen.queryByText('Amis de Relay'), null)
})

test('what others refer to stays, and the hub says why', async () => {
  await open(null, 100)
  const { partner } = await ask<{ partner: Named }>('{ partner(by: {code: "cpam-hainaut"}) { id name version } }')
  fireEvent.click(button(`Delete ${partner.name}`)!)
  await waitFor(() => assert.match(document.querySelector('em')?.textContent ?? '', /./))
  assert.ok(shown().includes(partner.id))
})
