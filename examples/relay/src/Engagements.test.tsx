import { ask, button, environment, makeAfter, remove } from './hub'
import { cleanup, configure, fireEvent, render, waitFor } from '@testing-library/react'
import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { Suspense, type ReactNode } from 'react'
import { RelayEnvironmentProvider } from 'react-relay'
import { Engagements } from './Engagements'
import type { Hub } from './environment'
import { History } from './History'

configure({ asyncUtilTimeout: 20_000 })
afterEach(cleanup)

const lines = () => [...document.querySelectorAll('li')]
const ids = () => lines().map((line) => line.dataset.id!)

async function show(hub: Hub, what: ReactNode) {
  render(
    <RelayEnvironmentProvider environment={hub.environment}>
      <Suspense fallback="…">{what}</Suspense>
    </RelayEnvironmentProvider>,
  )
  await waitFor(() => assert.ok(lines().length > 0))
}

async function press(name: string) {
  const before = lines().length
  fireEvent.click(button(name)!)
  await waitFor(() => assert.ok(lines().length > before))
}

test('a list of one record is read on through node', async () => {
  await show(environment(), <Engagements code="cpam-hainaut" size={2} />)
  assert.equal(lines().length, 2)
  while (button('More')) await press('More')
  const { partner } = await ask<{ partner: { contributions: { nodes: { id: string }[] } } }>(
    '{ partner(by: {code: "cpam-hainaut"}) { contributions(first: 100) { nodes { id } } } }',
  )
  assert.deepEqual(ids(), partner.contributions.nodes.map(({ id }) => id))
  assert.deepEqual([...new Set(lines().map((line) => line.dataset.kind))], ['Contribution'])
  assert.ok(document.querySelector('q')?.textContent, 'no claim shows the words that it stands on')
})

test('the history is read backwards, and goes on by itself', async () => {
  const hub = environment()
  await show(hub, <History size={4} />)
  await press('Before')
  await press('Before')
  const { changes } = await ask<{ changes: { nodes: { id: string }[] } }>('{ changes(last: 12) { nodes { id } } }')
  assert.deepEqual(ids(), changes.nodes.map(({ id }) => id))

  const partner = await makeAfter('Zones humides')
  await waitFor(() => assert.match(lines().at(-1)!.textContent!, /^CREATE PARTNER Zones humides/))
  await remove(partner)
  await waitFor(() => assert.match(lines().at(-1)!.textContent!, /^DELETE PARTNER partner_/))
  assert.equal(lines().length, 14)
  cleanup() // unsubscribes
  await hub.close()
})
