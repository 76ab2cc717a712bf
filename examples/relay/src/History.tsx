import { useMemo, useState } from 'react'
import { graphql, useFragment, useLazyLoadQuery, usePaginationFragment, useSubscription } from 'react-relay'
import { ConnectionHandler, type GraphQLSubscriptionConfig } from 'relay-runtime'
import type { HistoryPageQuery } from './generated/HistoryPageQuery.graphql'
import type { HistoryQuery } from './generated/HistoryQuery.graphql'
import type { HistorySubscription } from './generated/HistorySubscription.graphql'
import type { History_changes$key } from './generated/History_changes.graphql'
import type { History_line$key } from './generated/History_line.graphql'

/** What changed last, and before that; what changes now comes by itself. */
export function History({ size }: { size: number }) {
  const data = useLazyLoadQuery<HistoryQuery>(
    graphql`
      query HistoryQuery($size: Int!) {
        ...History_changes @arguments(size: $size)
      }
    `,
    { size },
  )
  return <Lines query={data} size={size} />
}

function Lines({ query, size }: { query: History_changes$key; size: number }) {
  const { data, hasPrevious, loadPrevious } = usePaginationFragment<HistoryPageQuery, History_changes$key>(
    graphql`
      fragment History_changes on Query
      @argumentDefinitions(size: { type: "Int!" }, cursor: { type: "Cursor" })
      @refetchable(queryName: "HistoryPageQuery") {
        changes(last: $size, before: $cursor) @connection(key: "History_changes") {
          __id
          edges {
            node {
              id
              ...History_line
            }
          }
          pageInfo {
            endCursor
          }
        }
      }
    `,
    query,
  )
  const changes = data.changes! // null with an error alone, which the hub’s answer is refused for
  const [end] = useState(changes.pageInfo.endCursor)
  useNews(changes.__id, end)
  return (
    <section>
      {hasPrevious && <button onClick={() => loadPrevious(size)}>Before</button>}
      <ol>
        {changes.edges.map(({ node }) => (
          <Line key={node.id} change={node} />
        ))}
      </ol>
    </section>
  )
}

/**
 * Follows the ledger from a page's end, so that nothing is missed in between, and
 * puts each line at the end of the connection.
 */
function useNews(connection: string, after: string | null | undefined) {
  const config = useMemo<GraphQLSubscriptionConfig<HistorySubscription>>(
    () => ({
      variables: { after },
      subscription: graphql`
        subscription HistorySubscription($after: Cursor) {
          changed(after: $after) {
            cursor
            node {
              id
              ...History_line
            }
          }
        }
      `,
      updater: (store) => {
        const lines = store.get(connection)
        const news = store.getRootField('changed')
        const known = lines?.getLinkedRecords('edges')?.some((e) => e?.getLinkedRecord('node') === news?.getLinkedRecord('node'))
        if (lines && news && !known) {
          ConnectionHandler.insertEdgeAfter(lines, ConnectionHandler.buildConnectionEdge(store, lines, news)!)
        }
      },
    }),
    [connection, after],
  )
  useSubscription(config)
}

function Line({ change }: { change: History_line$key }) {
  const data = useFragment(
    graphql`
      fragment History_line on Change {
        id
        operation
        recordType
        recordId
        record {
          id
          ... on Thing {
            name
          }
          ... on Claim {
            status
          }
        }
      }
    `,
    change,
  )
  return (
    <li data-id={data.id}>
      {data.operation} {data.recordType} {data.record?.name ?? data.record?.status ?? data.recordId}
    </li>
  )
}
