// What the tests share: a browser without pixels, and a hub with somebody who
// may write, whom MAILLAGE_URL and MAILLAGE_ADMINISTRATOR name.
import { JSDOM } from 'jsdom'
import WebSocket from 'ws'
import { connect } from './environment'

const dom = new JSDOM('<!doctype html><body></body>', { url: 'http://localhost/' })
const { window } = dom
for (const [name, value] of Object.entries({ window, document: window.document, navigator: window.navigator })) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
}

function given(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set: run \`make clients\``)
  return value
}
export const url = given('MAILLAGE_URL') + '/graphql'
const token = given('MAILLAGE_ADMINISTRATOR')

export const environment = () => connect(url, token, WebSocket)

/** Asks the hub beside Relay, as other people do meanwhile. */
export async function ask<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  })
  const answer = (await response.json()) as { data: T; errors?: unknown[] }
  if (answer.errors) throw new Error(JSON.stringify(answer.errors))
  return answer.data
}

export type Named = { id: string; name: string; version: number }

/** All partners, in the order of the list. */
export async function partners(): Promise<Named[]> {
  const all: Named[] = []
  for (let after: string | null = null; ; ) {
    const { page }: { page: { nodes: Named[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } } = await ask(
      'query ($after: Cursor) { page: partners(first: 100, after: $after) { nodes { id name version } pageInfo { hasNextPage endCursor } } }',
      { after },
    )
    all.push(...page.nodes)
    if (!page.pageInfo.hasNextPage) return all
    after = page.pageInfo.endCursor
  }
}

let made = 0

/** Makes a partner whose name comes just after another name in the list. */
export async function makeAfter(name: string): Promise<Named> {
  const input = { code: `relay-${process.pid}-${++made}`, name: `${name} ${made}` }
  const { createPartner } = await ask<{ createPartner: { partner: Named | null; userErrors: unknown[] } }>(
    'mutation ($input: CreatePartnerInput!) { createPartner(input: $input) { partner { id name version } userErrors { message } } }',
    { input },
  )
  if (!createPartner.partner) throw new Error(JSON.stringify(createPartner.userErrors))
  return createPartner.partner
}

/** Takes a partner away; one that others refer to stays, and is not said to have gone. */
export async function remove({ id, version }: Named): Promise<boolean> {
  const { deletePartner } = await ask<{ deletePartner: { userErrors: unknown[] } }>(
    'mutation ($id: ID!, $version: Int!) { deletePartner(input: {id: $id, version: $version}) { userErrors { message } } }',
    { id, version },
  )
  return deletePartner.userErrors.length === 0
}

/** The button that says so; null when there is none. Roles would be asked of jsdom slowly. */
export const button = (says: string) =>
  [...document.querySelectorAll('button')].find((b) => (b.getAttribute('aria-label') ?? b.textContent) === says) ?? null
