import { createClient, type Client } from 'graphql-ws'
import {
  Environment,
  Network,
  Observable,
  RecordSource,
  Store,
  type GraphQLResponse,
  type RequestParameters,
  type Variables,
} from 'relay-runtime'

export type Hub = { environment: Environment; close: () => Promise<void> }

/**
 * A Relay environment on a hub: queries and mutations over HTTP, subscriptions
 * over one WebSocket, both with the same token.
 */
export function connect(url: string, token?: string, webSocketImpl: unknown = globalThis.WebSocket): Hub {
  const authorization = token === undefined ? undefined : { Authorization: `Bearer ${token}` }
  const socket = createClient({ url: url.replace(/^http/, 'ws'), connectionParams: authorization, webSocketImpl })

  const ask = async (operation: RequestParameters, variables: Variables): Promise<GraphQLResponse> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...authorization },
      body: JSON.stringify({ query: operation.text, variables }),
    })
    return (await response.json()) as GraphQLResponse
  }
  const environment = new Environment({
    network: Network.create(ask, (operation, variables) => follow(socket, operation, variables)),
    store: new Store(new RecordSource()),
  })
  return { environment, close: async () => await socket.dispose() }
}

const follow = (socket: Client, operation: RequestParameters, variables: Variables) =>
  Observable.create<GraphQLResponse>((sink) =>
    socket.subscribe(
      { query: operation.text!, variables },
      {
        next: (answer) => sink.next(answer as GraphQLResponse),
        error: (cause) => sink.error(cause instanceof Error ? cause : new Error(JSON.stringify(cause))),
        complete: () => sink.complete(),
      },
    ),
  )
