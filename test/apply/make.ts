import type { Context, Seen } from '../../src/apply/executor.ts'
import { carryOut } from '../../src/apply/executors.ts'
import type { Change } from '../../src/core/changes/change.ts'
import { ACCOUNT, DIGEST } from './changes.ts'
import type { AccountWire } from './account-wire.ts'

/** What an executor works with, without waiting. */
export const contextOf = ({ iam, at }: AccountWire): Context => ({
  iam,
  at,
  accountId: ACCOUNT,
  digest: DIGEST,
  pause: () => Promise.resolve(),
})

/** Carries a change out, and gives what it saw. */
export const make = async (wire: AccountWire, change: Change, seen?: Seen) => {
  let announced: Seen | undefined
  const context = { ...contextOf(wire), ...(seen && { seen }) }
  const outcome = await carryOut(change, context, now => {
    announced = now
  })
  return { outcome, seen: announced }
}
