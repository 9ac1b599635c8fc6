import type { Rule } from './compile.ts'
import { askOf } from './decide.ts'
import type { Ask } from './facts.ts'
import { globDistance } from './glob-distance.ts'
import { answerOf, refOf, type LayerPolicies } from './layer.ts'
import { allLayers, layersOf } from './policy-layers.ts'
import { isNamed } from './principal-pattern.ts'
import { partsOf, type Tested } from './statement-parts.ts'
import type { AccessRequest, Policy, PolicySet, StatementOutcome, StatementRef } from './types.ts'

/** One part in which a statement misses a request. */
export interface PartMiss {
  readonly part: NonNullable<StatementOutcome['part']>
  /** Of what the part lists, what comes nearest. */
  readonly pattern: string
  /** What it was compared with. */
  readonly value: string
  /** One line: the part and the value it met. */
  readonly detail: string
  /** How many characters lie between pattern and value; infinite where that cannot be told. */
  readonly distance: number
}

/** A statement that would allow a request but for one part of it, or a few. */
export interface NearMiss extends PartMiss {
  readonly statement: StatementRef
  /** The other parts in which it misses. */
  readonly also: readonly PartMiss[]
}

/**
 * The Allow statements that miss a request in at most so many parts, nearest first, of the layers that do not allow it.
 * Empty for a request that is allowed.
 */
export const nearest = (request: AccessRequest, policies: PolicySet, most = 1): readonly NearMiss[] => {
  const layers = layersOf(policies)
  const ask = askOf(request, layers)
  return allLayers(layers)
    .filter(layer => isNamed(answerOf(layer, ask).allow) !== 'yes')
    .flatMap(layer => missesOf(layer, ask, most))
    .toSorted((a, b) => a.also.length - b.also.length || a.distance - b.distance)
}

const missesOf = (layer: LayerPolicies, ask: Ask, most: number): readonly NearMiss[] =>
  layer.policies.flatMap(({ policy, compiled }) =>
    compiled.rules.flatMap(rule => missOf(layer, policy, rule, ask, most) ?? []),
  )

const missOf = (
  { layer }: LayerPolicies,
  policy: Policy,
  rule: Rule,
  ask: Ask,
  most: number,
): NearMiss | undefined => {
  if (rule.effect === 'Deny' || rule.fault !== undefined) return undefined
  const missing = partsOf(rule, ask).filter(part => part.holds !== 'yes')
  if (missing.length > most) return undefined
  const [first, ...also] = missing.map(partMiss)
  return first && { statement: refOf(layer, policy, rule), ...first, also }
}

const partMiss = (tested: Tested): PartMiss => {
  const [pattern, distance] = nearestOf(tested)
  return { part: tested.part, pattern, value: tested.value, detail: tested.detail(), distance }
}

const nearestOf = ({ written, excludes, value, part }: Tested): readonly [string, number] => {
  const fold = (text: string): string => (part === 'action' ? text.toLowerCase() : text)
  const ranked = written.map(
    pattern => [pattern, excludes ? Infinity : globDistance(fold(pattern), fold(value))] as const,
  )
  return ranked.toSorted((a, b) => a[1] - b[1])[0] ?? ['', Infinity]
}
