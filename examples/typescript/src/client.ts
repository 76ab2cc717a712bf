import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print } from 'graphql'

/** What the hub answers under `extensions` of an error: docs/errors.md. */
export type Refusal = {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions: {
    readonly code: string
    readonly requestId: string
    readonly argument?: readonly (string | number)[]
  }
}

/** An operation that did not give all that was asked. Decide by the code. */
export class HubError extends Error {
  constructor(readonly refusals: readonly [Refusal, ...Refusal[]]) {
    super(refusals.map(({ message, extensions }) => `${extensions.code}: ${message}`).join('\n'))
  }
  get code() {
    return this.refusals[0].extensions.code
  }
  /** Whether the same may work a little later. */
  get passes() {
    return this.code === 'UNAVAILABLE' || this.code === 'TIMEOUT'
  }
}

export type Options = {
  url: string
  token?: string | undefined
  /** How to reach the hub; `fetch` unless something else is wanted. */
  fetch?: typeof fetch
  /** The language of messages for people: French unless the hub is told. */
  language?: string
}

export type Ask = <Result, Variables>(document: TypedDocumentNode<Result, Variables>, variables: Variables) => Promise<Result>

/** A function that asks the hub one operation, typed by its document. */
export const client =
  ({ url, token, fetch: reach = fetch, language = 'en' }: Options): Ask =>
  async (document, variables) => {
    const response = await reach(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        // Then an answer that is not 200 is still GraphQL's.
        Accept: 'application/graphql-response+json',
        'Accept-Language': language,
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query: print(document), variables }),
    })
    const answer = (await response.json()) as { data?: unknown; errors?: [Refusal, ...Refusal[]] }
    if (answer.errors) throw new HubError(answer.errors)
    return answer.data as never
  }

/**
 * Does something again for as long as it fails in a way that passes: no answer, or
 * one that says so. Only what may be done twice, as a mutation under a key.
 */
export async function again<T>(attempt: () => Promise<T>, { times = 5, pause = 100 } = {}): Promise<T> {
  for (let n = 1; ; n++) {
    try {
      return await attempt()
    } catch (cause) {
      const passes = cause instanceof HubError ? cause.passes : cause instanceof TypeError // of fetch: no answer
      if (!passes || n === times) throw cause
      await new Promise((resolve) => setTimeout(resolve, pause * 2 ** n * Math.random()))
    }
  }
}
