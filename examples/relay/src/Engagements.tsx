import { graphql, useFragment, useLazyLoadQuery, usePaginationFragment } from 'react-relay'
import type { EngagementsPageQuery } from './generated/EngagementsPageQuery.graphql'
import type { EngagementsQuery } from './generated/EngagementsQuery.graphql'
import type { Engagements_claim$key } from './generated/Engagements_claim.graphql'
import type { Engagements_partner$key } from './generated/Engagements_partner.graphql'

/** What one partner takes part in, page by page: each page is asked of `node`. */
export function Engagements({ code, size }: { code: string; size: number }) {
  const { partner } = useLazyLoadQuery<EngagementsQuery>(
    graphql`
      query EngagementsQuery($code: String!, $size: Int!) {
        partner(by: {code: $code}) {
          ...Engagements_partner @arguments(size: $size)
        }
      }
    `,
    { code, size },
  )
  return partner ? <List partner={partner} size={size} /> : <p>Nobody is called {code}</p>
}

function List({ partner, size }: { partner: Engagements_partner$key; size: number }) {
  const { data, hasNext, loadNext } = usePaginationFragment<EngagementsPageQuery, Engagements_partner$key>(
    graphql`
      fragment Engagements_partner on Partner
      @argumentDefinitions(size: { type: "Int!" }, cursor: { type: "Cursor" })
      @refetchable(queryName: "EngagementsPageQuery") {
        name
        contributions(first: $size, after: $cursor) @connection(key: "Engagements_contributions") {
          edges {
            node {
              id
              ...Engagements_claim
            }
          }
        }
      }
    `,
    partner,
  )
  return (
    <section>
      <h1>{data.name}</h1>
      <ul>
        {data.contributions?.edges.map(({ node }) => (
          <Claim key={node.id} claim={node} />
        ))}
      </ul>
      {hasNext && <button onClick={() => loadNext(size)}>More</button>}
    </section>
  )
}

/** Any kind of claim: what all have, and what it links. */
function Claim({ claim }: { claim: Engagements_claim$key }) {
  const data = useFragment(
    graphql`
      fragment Engagements_claim on Claim {
        __typename
        id
        status
        wording
        citations(first: 1) {
          edges {
            node {
              quote
              source {
                name
              }
            }
          }
        }
        ... on Contribution {
          role
          action {
            name
          }
          axis {
            name
          }
        }
        ... on Membership {
          group {
            name
          }
          collective {
            name
          }
        }
        ... on Relation {
          object {
            ... on Thing {
              name
            }
          }
          literal
        }
      }
    `,
    claim,
  )
  const citation = data.citations?.edges[0]?.node
  const of = data.action ?? data.axis ?? data.group ?? data.collective ?? data.object
  return (
    <li data-id={data.id} data-kind={data.__typename}>
      {data.role} {of?.name ?? data.literal} ({data.status}){citation && <q cite={citation.source.name}>{citation.quote}</q>}
    </li>
  )
}
