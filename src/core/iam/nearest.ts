import type { Rule } from './compile.ts'
import { askOf } from './decide.ts'
import type { Ask } from './facts.ts'
import { globDistance } from './glob-distance.ts'
import { answerOf, refOf, type LayerPolicies } from './layer.ts'
import { allLayers, layersOf } from './policy-layers.ts'
import { isNamed } from './principal-pattern.ts'
import { partsOf, type Tested } from './statement-parts.ts'
import type { AccessRequest, Policy, PolicySet, StatementOutcome, StatementRef } from './types.ts'

/** A statement that would allow a request but for one part of it. */
export interface NearMiss {
  readonly statement: StatementRef
  readonly part: NonNullable<StatementOutcome['part']>
  /** Of what the part lists, what comes nearest. */
  readonly pattern: string
  /** What it was compared with. */
  readonly value: string
  /** One line: the part and the value it met. */
  readonly detail: string
  /** How far the value is from the pattern, in characters; infinite where that cannot be told. */
  readonly distance: number
}

/**
 * The Allow statements that miss a request in one part only, nearest first, of the layers that do not allow it.
 * Empty for a request that is allowed.
 */
export const nearest = (request: AccessRequest, policies: PolicySet): readonly NearMiss[] => {
  const layers = layersOf(policies)
  const ask = askOf(request, layers)
  return allLayers(layers)
    .filter(layer => isNamed(answerOf(layer, ask).allow) !== 'yes')
    .flatMap(layer => missesOf(layer, ask))
    .toSorted((a, b) => a.distance - b.distance)
}

const missesOf = (layer: LayerPolicies, ask: Ask): readonly NearMiss[] =>
  layer.policies.flatMap(({ policy, compiled }) =>
    compiled.rules.flatMap(rule => missOf(layer, policy, rule, ask) ?? []),
  )

const missOf = ({ layer }: LayerPolicies, policy: Policy, rule: Rule, ask: Ask): NearMiss | undefined => {
  if (rule.effect === 'Deny' || rule.fault !== undefined) return undefined
  const missing = partsOf(rule, ask).filter(part => part.holds !== 'yes')
  const [only] = missing
  if (!only || missing.length > 1) return undefined
  const { part, value } = only
  const [pattern, distance] = nearestOf(only)
  return { statement: refOf(layer, policy, rule), part, pattern, value, detail: only.detail(), distance }
}

const nearestOf = ({ written, excludes, value, part }: Tested): readonly [string, number] => {
  const fold = (text: string): string => (part === 'action' ? text.toLowerCase() : text)
  const ranked = written.map(
    pattern => [pattern, excludes ? Infinity : globDistance(fold(pattern), fold(value))] as const,
  )
  return ranked.toSorted((a, b) => a[1] - b[1])[0] ?? ['', Infinity]
}
