import type { Gap } from '../snapshot.ts'
import type { Factor, FactorKind, Reach, Way } from './types.ts'

/** What is said of one thing on the way, before it is known as what it stands there. */
export type Judged = Omit<Factor, 'kind'>

/** A way with all that stands on it. */
export interface Leg {
  readonly way: Way
  readonly factors: readonly Factor[]
  /** Whether anything leads there at all: what blocks a way that does not exist is no fault. */
  readonly leads: boolean
  readonly notes?: readonly string[]
}

/** One that blocks decides; else one that is not known. */
export const verdictOf = (factors: readonly { readonly verdict: Reach }[]): Reach => {
  if (factors.some(factor => factor.verdict === 'blocked')) return 'blocked'
  return factors.some(factor => factor.verdict === 'unknown') ? 'unknown' : 'open'
}

export const open = (kind: FactorKind, resource: string, rule?: string): Factor => ({
  kind,
  resource,
  verdict: 'open',
  ...(rule !== undefined && { rule }),
})

export const blocked = (kind: FactorKind, resource: string, reason: string, rule?: string): Factor => ({
  kind,
  resource,
  verdict: 'blocked',
  ...(rule !== undefined && { rule }),
  reason,
})

/** A thing of which only a failed read could tell. */
export const unread = (kind: FactorKind, resource: string, gap: Gap): Factor => ({
  kind,
  resource,
  verdict: 'unknown',
  reason: `${gap.kind}${gap.id === undefined ? '' : ` ${gap.id}`} could not be read`,
  gap,
})

/** A thing that AWS does not show, and what to look at in its stead. */
export const unclear = (
  kind: FactorKind,
  resource: string,
  reason: string,
  look: string,
  rule?: string,
): Factor => ({ kind, resource, verdict: 'unknown', ...(rule !== undefined && { rule }), reason, look })

/** What a factor is about, so that factors of several ways can be told to be one: endpoints with the same groups are. */
export const placeOf = ({ kind, resource, resources }: Factor): string =>
  kind === 'endpoint group' ? `${kind}/${(resources ?? [resource]).join()}` : `${kind}/${resource}`

/** What stands on the way to each of several interfaces of which any may be taken: one answer for each. */
export interface Stage {
  readonly kind: FactorKind
  readonly each: readonly Judged[]
}

/**
 * One factor per stage. All interfaces have to be reachable: which of them a name leads to is left to chance. Where
 * every one is blocked by something, whatever blocks one of them blocks.
 */
export const mergeStages = (stages: readonly Stage[]): readonly Factor[] => {
  const count = stages[0]?.each.length ?? 0
  const blocks = (at: number): boolean => stages.some(stage => stage.each[at]?.verdict === 'blocked')
  const alone = stages.some(stage => stage.each.every(one => one.verdict === 'blocked'))
  const together = !alone && Array.from({ length: count }, (_, at) => at).every(blocks)
  return stages.map(stage => mergeStage(stage, together))
}

const mergeStage = ({ kind, each }: Stage, together: boolean): Factor => {
  const shut = each.filter(one => one.verdict === 'blocked')
  const [first] = shut
  if (!first) return { kind, ...(each.find(one => one.verdict === 'unknown') ?? (each[0] as Judged)) }
  const resources = [...new Set(shut.map(one => one.resource))]
  const all = { ...first, ...(resources.length > 1 && { resources }) }
  if (shut.length === each.length) return { kind, ...all }
  const reason = `${shut.length} of ${each.length} interfaces: ${first.reason ?? 'blocked'}`
  if (together) return { kind, ...all, reason }
  return { kind, ...all, verdict: 'unknown', reason, look: 'which of the addresses the agent takes' }
}
