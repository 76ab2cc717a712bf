import { print } from 'graphql'
import { createClient as createEvents } from 'graphql-sse'
import { createClient as createSocket } from 'graphql-ws'
import WebSocket from 'ws'
import { HubError, type Options, type Refusal } from './client.js'
import { graphql } from './generated/index.js'
import type { ChangedSubscription } from './generated/graphql.js'
import type { Cursor } from './scalars.js'

const Changed = graphql(`
  subscription Changed($record: ID, $after: Cursor) {
    changed(filter: { recordId: $record }, after: $after) {
      cursor
      node {
        operation
        recordType
        recordId
        version
        fields {
          field
          before {
            text
            date
            number
            amount
            flag
            texts
            recordId
          }
          after {
            text
            date
            number
            amount
            flag
            texts
            recordId
          }
        }
      }
    }
  }
`)

export type Line = ChangedSubscription['changed']
export type What = { record?: string; after?: Cursor }
type Way = (options: Options, what: What) => AsyncGenerator<Line, void>

/**
 * Follows changes until the loop is left, and goes on after a break where it was.
 * The libraries would subscribe again too, but as at first: what happened in
 * between would be missed. So they do not, and the last cursor is kept here.
 */
export async function* follow(way: Way, options: Options, { record, after }: What, pause = 1000): AsyncGenerator<Line, void> {
  for (let failures = 0; ; ) {
    try {
      for await (const line of way(options, { ...(record && { record }), ...(after && { after }) })) {
        yield line
        after = line.cursor
        failures = 0
      }
      return
    } catch (cause) {
      if (isRefusal(cause) || ++failures > 5) throw cause
      await new Promise((resolve) => setTimeout(resolve, pause * 2 ** (failures - 1) * (0.5 + Math.random())))
    }
  }
}

/** Whether asking again would be refused again: of a WebSocket by its close code, of HTTP by the status. */
const isRefusal = (cause: unknown): boolean => {
  if (cause instanceof HubError) return !cause.passes
  const { code, response } = cause as { code?: unknown; response?: { status?: number } }
  const status = response?.status ?? (typeof code === 'number' ? code - 4000 : 0) // 4403 is 403's
  return status >= 400 && status < 500 && status !== 408 && status !== 429
}

/** One WebSocket, by graphql-ws. */
export async function* overSocket({ url, token }: Options, what: What): AsyncGenerator<Line, void> {
  const client = createSocket({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(token === undefined ? {} : { connectionParams: { Authorization: `Bearer ${token}` } }),
  })
  try {
    yield* lines(client.iterate<ChangedSubscription>({ query: print(Changed), variables: what }))
  } finally {
    await client.dispose()
  }
}

/** Server-Sent Events, by graphql-sse: plain HTTP, which every proxy lets through. */
export async function* overHTTP({ url, token }: Options, what: What): AsyncGenerator<Line, void> {
  const client = createEvents({
    url,
    retryAttempts: 0,
    ...(token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } }),
  })
  try {
    yield* lines(client.iterate<ChangedSubscription>({ query: print(Changed), variables: what }))
  } finally {
    client.dispose()
  }
}

type Answer = { data?: ChangedSubscription | null | undefined; errors?: unknown }

async function* lines(answers: AsyncIterable<Answer>): AsyncGenerator<Line, void> {
  for await (const { data, errors } of answers) {
    // The types of the libraries do not know what the hub puts into an error.
    if (errors) throw new HubError(errors as [Refusal, ...Refusal[]])
    if (data) yield data.changed
  }
}
