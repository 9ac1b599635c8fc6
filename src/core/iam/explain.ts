import type { Rule } from './compile.ts'
import type { Ask } from './facts.ts'
import { grantsAllow } from './grants.ts'
import { answerOf, refOf, type LayerPolicies } from './layer.ts'
import { allLayers, type PolicyLayers } from './policy-layers.ts'
import { isNamed } from './principal-pattern.ts'
import { partsOf } from './statement-parts.ts'
import type { Tri } from './tri.ts'
import type { LayerOutcome, Policy, StatementOutcome, Verdict } from './types.ts'

/** What each layer says of a request, statement by statement. */
export const explain = (ask: Ask, layers: PolicyLayers): readonly LayerOutcome[] => [
  ...allLayers(layers).map(layer => explainLayer(layer, ask)),
  ...(layers.grants === undefined ? [] : [explainGrants(layers.grants, ask)]),
]

const explainGrants = (grants: NonNullable<PolicyLayers['grants']>, ask: Ask): LayerOutcome => ({
  layer: 'grant',
  verdict: verdictOf(grantsAllow(grants, ask), 'no'),
  statements: [],
})

const explainLayer = (layer: LayerPolicies, ask: Ask): LayerOutcome => {
  const { allow, deny } = answerOf(layer, ask)
  const statements = layer.policies.flatMap(({ policy, compiled }) =>
    compiled.rules.map(rule => outcomeOf(layer, policy, rule, ask)),
  )
  return { layer: layer.layer, verdict: verdictOf(isNamed(allow), deny), statements }
}

const verdictOf = (allow: Tri, deny: Tri): Verdict => {
  if (deny === 'yes') return 'explicit-deny'
  if (allow === 'no') return 'implicit-deny'
  return allow === 'yes' && deny === 'no' ? 'allowed' : 'unknown'
}

const outcomeOf = ({ layer }: LayerPolicies, policy: Policy, rule: Rule, ask: Ask): StatementOutcome => {
  const statement = refOf(layer, policy, rule)
  const part = partThatMisses(rule, ask)
  return part
    ? { statement, effect: rule.effect, ...part }
    : { statement, effect: rule.effect, matches: 'yes' }
}

type Part = Pick<StatementOutcome, 'part' | 'detail'> & { readonly matches: 'no' | 'unknown' }

/** The first part that does not match; else the first that cannot be decided. */
const partThatMisses = (rule: Rule, ask: Ask): Part | undefined => {
  if (rule.fault !== undefined) return { matches: 'unknown', part: 'malformed', detail: rule.fault }
  const parts = partsOf(rule, ask)
  const found = parts.find(one => one.holds === 'no') ?? parts.find(one => one.holds === 'unknown')
  if (!found || found.holds === 'yes') return undefined
  return { matches: found.holds, part: found.part, detail: found.detail() }
}
