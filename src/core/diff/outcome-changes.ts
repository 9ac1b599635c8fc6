import { turnsOf } from '../outcome/goodness.ts'
import type { Outcome } from '../report.ts'
import type { OutcomeChange } from './types.ts'

/** The nodes on which a session would do something else, or that are judged in one snapshot alone. */
export const outcomeChanges = (
  before: readonly Outcome[],
  after: readonly Outcome[],
): readonly OutcomeChange[] => {
  const [was, is] = [before, after].map(all => new Map(all.map(outcome => [keyOf(outcome), outcome])))
  return [...new Set([...before, ...after].map(keyOf))].flatMap(key => {
    const [old, now] = [was?.get(key), is?.get(key)]
    const outcome = now ?? old
    if (!outcome || (old && now && isSame(old, now))) return []
    const { accountId, region, node, name } = outcome
    return [
      {
        accountId,
        region,
        node,
        ...(name !== undefined && { name }),
        ...(old && { before: old }),
        ...(now && { after: now }),
        turns: old && now ? turnsOf(old, now) : [],
      },
    ]
  })
}

const keyOf = ({ accountId, region, node }: Outcome): string => `${accountId} ${region} ${node}`

const isSame = (old: Outcome, now: Outcome): boolean =>
  turnsOf(old, now).length === 0 && old.userSees === now.userSees
