import type { Raised } from './fold.ts'
import { byWeight } from './by-weight.ts'

/**
 * Findings that belong to the account are made in the world of each of its Regions: the worst of equal ones is left,
 * with the nodes that any of them hurts.
 */
export const oncePerAccount = (raised: readonly Raised[]): readonly Raised[] => {
  const global = new Map<string, Raised[]>()
  for (const one of raised.filter(({ finding }) => finding.region === 'global')) {
    const known = global.get(one.finding.fingerprint)
    if (known) known.push(one)
    else global.set(one.finding.fingerprint, [one])
  }
  const left = [...global.values()].map(worst)
  return [...raised.filter(({ finding }) => finding.region !== 'global'), ...left]
}

/** What fails is worse than what could not be decided. */
const worst = (equal: readonly Raised[]): Raised => {
  const [first] = equal.toSorted(
    (a, b) =>
      Number(a.finding.verdict === 'unknown') - Number(b.finding.verdict === 'unknown') ||
      byWeight(a.finding, b.finding),
  ) as [Raised]
  const affects = [...new Set(equal.flatMap(({ finding }) => finding.affects))]
  return { ...first, finding: { ...first.finding, affects } }
}
