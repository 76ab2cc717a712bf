import type { Ask } from './client.js'
import { graphql } from './generated/index.js'
import type { ContributorsQuery } from './generated/graphql.js'
import type { Cursor, PartialDate } from './scalars.js'

const Contributors = graphql(`
  query Contributors($axis: String!, $asOf: PartialDate, $after: Cursor) {
    axis(by: { code: $axis }) {
      contributors(first: 2, after: $after, asOf: $asOf) {
        nodes {
          partner {
            name
          }
          confirmed
          chains {
            rule
            links {
              ...Link
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }

  fragment Link on Claim {
    __typename
    wording
    citations(first: 1) {
      nodes {
        quote
        locator
        source {
          name
        }
      }
    }
    ... on Contribution {
      role
      amount
      partner {
        name
      }
    }
    ... on Alignment {
      alignmentKind
      action {
        name
      }
    }
  }
`)

export type Contributor = NonNullable<NonNullable<ContributorsQuery['axis']>['contributors']>['nodes'][number]

/** Who contributes to an axis, all of them, page by page as they are needed. */
export async function* contributors(ask: Ask, contract: string, code: string, asOf: PartialDate | null = null): AsyncGenerator<Contributor> {
  for (let after: Cursor | null = null; ; ) {
    const answer: ContributorsQuery = await ask(Contributors, { axis: `${contract}/${code}`, asOf, after })
    const page = answer.axis?.contributors
    if (!page) throw new Error(`there is no axis ${contract}/${code}`)
    yield* page.nodes
    if (!page.pageInfo.hasNextPage) return
    after = page.pageInfo.endCursor
  }
}

/** One contributor, and on whose word, in lines for people. */
export function evidence({ partner, confirmed, chains }: Contributor): string[] {
  const lines = [`${partner?.name ?? 'somebody'}: ${confirmed ? 'confirmed' : 'not confirmed'}`]
  for (const { rule, links } of chains) {
    for (const link of links) {
      const citation = link.citations?.nodes[0]
      const what = link.__typename === 'Contribution' ? link.role : link.__typename === 'Alignment' ? link.alignmentKind : link.__typename
      lines.push(`  ${rule} ${what}` + (citation ? ` « ${citation.quote ?? '…'} », ${citation.source.name}, ${citation.locator}` : ''))
    }
  }
  return lines
}
