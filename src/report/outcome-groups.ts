import type { Outcome } from '../core/report.ts'
import { someOf } from './layout.ts'
import { outcomeWords, type OutcomeWords } from './outcome-words.ts'

/** Nodes for which a session would do the same. */
export interface OutcomeGroup {
  readonly words: OutcomeWords
  readonly outcomes: readonly Outcome[]
}

/** More equal nodes than this share one line. */
const ALONE = 4
const NAMED = 2

/** Outcomes in the order worst first; equal ones together where they are many, each alone where `apart` asks for it. */
export const outcomeGroups = (outcomes: readonly Outcome[], apart: boolean): readonly OutcomeGroup[] => {
  return [...groupBy(outcomes).values()]
    .flatMap(group => (apart || group.length <= ALONE ? group.map(one => [one]) : [group]))
    .flatMap(group => groupOf(group))
    .toSorted((a, b) => badness(a) - badness(b))
}

const groupBy = (outcomes: readonly Outcome[]): ReadonlyMap<string, Outcome[]> => {
  const groups = new Map<string, Outcome[]>()
  for (const outcome of outcomes) {
    const key = keyOf(outcome)
    const group = groups.get(key) ?? []
    group.push(outcome)
    groups.set(key, group)
  }
  return groups
}

const keyOf = (outcome: Outcome): string => {
  const { accountId, region, canConnect, recorded, encrypted } = outcome
  return JSON.stringify([accountId, region, canConnect, recorded, encrypted, seenOnAny(outcome)])
}

/** The text that the user meets with the node's own id taken out of it. */
const seenOnAny = ({ userSees, node }: Outcome): string => (userSees ?? '').replaceAll(node, '<the node>')

const groupOf = (outcomes: readonly Outcome[]): OutcomeGroup[] => {
  const [first] = outcomes
  if (!first) return []
  const words = outcomeWords(first)
  if (outcomes.length === 1) return [{ words, outcomes }]
  const names = outcomes.map(({ node, name }) => (name === undefined ? node : `${node} ${name}`))
  return [
    {
      words: { ...words, sees: seenOnAny(first), node: `${outcomes.length} nodes: ${someOf(names, NAMED)}` },
      outcomes,
    },
  ]
}

const RANK = { no: 0, unknown: 1, off: 2, yes: 3 } as const

const badness = ({ outcomes: [outcome] }: OutcomeGroup): number => {
  if (!outcome) return 0
  const { canConnect, recorded, encrypted } = outcome
  const rest = Math.min(RANK[recorded.cloudwatch], RANK[recorded.s3]) * 4 + RANK[encrypted]
  return RANK[canConnect] * 16 + rest
}
