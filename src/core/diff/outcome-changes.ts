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
    if (!outcome || (old && now && aspectsOf(old) === aspectsOf(now))) return []
    const { accountId, region, node, name } = outcome
    return [
      {
        accountId,
        region,
        node,
        ...(name !== undefined && { name }),
        ...(old && { before: old }),
        ...(now && { after: now }),
      },
    ]
  })
}

const keyOf = ({ accountId, region, node }: Outcome): string => `${accountId} ${region} ${node}`

const aspectsOf = ({ canConnect, recorded, encrypted, userSees }: Outcome): string =>
  JSON.stringify([canConnect, recorded.cloudwatch, recorded.s3, encrypted, userSees])
