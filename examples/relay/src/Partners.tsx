import { useState } from 'react'
import { graphql, useFragment, useLazyLoadQuery, useMutation, usePaginationFragment } from 'react-relay'
import type { PartnersAddMutation } from './generated/PartnersAddMutation.graphql'
import type { PartnersPageQuery } from './generated/PartnersPageQuery.graphql'
import type { PartnersQuery } from './generated/PartnersQuery.graphql'
import type { PartnersRemoveMutation } from './generated/PartnersRemoveMutation.graphql'
import type { Partners_list$key } from './generated/Partners_list.graphql'
import type { Partners_row$key } from './generated/Partners_row.graphql'

/**
 * A list that grows at both ends: it begins after a cursor, if one is given, and
 * is read on forwards and backwards from there.
 */
export function Partners({ size, after = null }: { size: number; after?: string | null }) {
  const data = useLazyLoadQuery<PartnersQuery>(
    graphql`
      query PartnersQuery($first: Int, $after: Cursor) {
        ...Partners_list @arguments(first: $first, after: $after)
      }
    `,
    { first: size, after },
  )
  return <List query={data} size={size} />
}

function List({ query, size }: { query: Partners_list$key; size: number }) {
  const { data, hasNext, hasPrevious, isLoadingNext, isLoadingPrevious, loadNext, loadPrevious } = usePaginationFragment<
    PartnersPageQuery,
    Partners_list$key
  >(
    graphql`
      fragment Partners_list on Query
      @argumentDefinitions(
        first: { type: "Int" }
        after: { type: "Cursor" }
        last: { type: "Int" }
        before: { type: "Cursor" }
      )
      @refetchable(queryName: "PartnersPageQuery") {
        partners(first: $first, after: $after, last: $last, before: $before) @connection(key: "Partners_partners") {
          __id
          edges {
            node {
              id
              ...Partners_row
            }
          }
        }
      }
    `,
    query,
  )
  const partners = data.partners! // null with an error alone, which the hub’s answer is refused for
  const connection = partners.__id
  return (
    <section>
      {hasPrevious && (
        <button disabled={isLoadingPrevious} onClick={() => loadPrevious(size)}>
          Before
        </button>
      )}
      <ul>
        {partners.edges.map(({ node }) => (
          <Row key={node.id} partner={node} connection={connection} />
        ))}
      </ul>
      {hasNext && (
        <button disabled={isLoadingNext} onClick={() => loadNext(size)}>
          More
        </button>
      )}
      <Add connection={connection} />
    </section>
  )
}

function Row({ partner, connection }: { partner: Partners_row$key; connection: string }) {
  const { id, name, version } = useFragment(
    graphql`
      fragment Partners_row on Partner {
        id
        name
        version
      }
    `,
    partner,
  )
  const [problem, setProblem] = useState<string>()
  const [remove, removing] = useMutation<PartnersRemoveMutation>(graphql`
    mutation PartnersRemoveMutation($id: ID!, $version: Int!, $connections: [ID!]!) {
      deletePartner(input: { id: $id, version: $version }) {
        recordId @deleteEdge(connections: $connections)
        userErrors {
          message
        }
      }
    }
  `)
  return (
    <li data-id={id}>
      {name}
      <button
        aria-label={`Delete ${name}`}
        disabled={removing}
        onClick={() =>
          remove({
            variables: { id, version, connections: [connection] },
            onCompleted: (answer) => setProblem(answer.deletePartner?.userErrors[0]?.message),
          })
        }
      >
        ×
      </button>
      {problem && <em role="alert">{problem}</em>}
    </li>
  )
}

/** What is added stands at the end of the list until it is read anew. */
function Add({ connection }: { connection: string }) {
  const [name, setName] = useState('')
  const [add, adding] = useMutation<PartnersAddMutation>(graphql`
    mutation PartnersAddMutation($input: CreatePartnerInput!, $connections: [ID!]!) {
      createPartner(input: $input) {
        partner @appendNode(connections: $connections, edgeTypeName: "PartnerEdge") {
          id
          ...Partners_row
        }
        userErrors {
          field
          message
        }
      }
    }
  `)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const code = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
        add({ variables: { input: { code, name }, connections: [connection] } })
      }}
    >
      <input aria-label="Name" value={name} onChange={(event) => setName(event.target.value)} />
      <button disabled={adding}>Add</button>
    </form>
  )
}
