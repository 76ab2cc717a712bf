import { again, type Ask } from './client.js'
import type { CreateContributionInput, DeclareMutation } from './generated/graphql.js'
import { graphql } from './generated/index.js'

const Declare = graphql(`
  mutation Declare($input: CreateContributionInput!) {
    createContribution(input: $input) {
      contribution {
        id
        version
        status
        role
      }
      replayed
      userErrors {
        field
        code
        message
      }
    }
  }
`)

const Withdraw = graphql(`
  mutation Withdraw($id: ID!, $version: Int!) {
    deleteContribution(input: { id: $id, version: $version }) {
      recordId
      userErrors {
        code
        message
      }
    }
  }
`)

export type Declared = NonNullable<NonNullable<DeclareMutation['createContribution']>['contribution']> & { replayed: boolean }

/** What a person can mend, by the path of the field to mend. */
export class Mistakes extends Error {
  constructor(readonly mistakes: readonly { readonly field: readonly string[]; readonly code: string; readonly message: string }[]) {
    super(mistakes.map(({ message }) => message).join('\n'))
  }
}

/**
 * Declares a contribution once, however often the network fails in between: the
 * key tells the hub that it is the same.
 */
export async function declare(ask: Ask, what: Omit<CreateContributionInput, 'idempotencyKey' | 'basis'>, key = crypto.randomUUID()): Promise<Declared> {
  const input: CreateContributionInput = { ...what, basis: 'DECLARED', idempotencyKey: key }
  const { createContribution: done } = await again(() => ask(Declare, { input }))
  if (!done?.contribution) throw new Mistakes(done?.userErrors ?? [])
  return { ...done.contribution, replayed: done.replayed }
}

export async function withdraw(ask: Ask, { id, version }: { id: string; version: number }): Promise<void> {
  const { deleteContribution: done } = await ask(Withdraw, { id, version })
  if (done && done.userErrors.length > 0) throw new Mistakes(done.userErrors.map((e) => ({ ...e, field: [] })))
}
