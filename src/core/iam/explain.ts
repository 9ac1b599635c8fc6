import type { Rule } from './compile.ts'
import type { Condition } from './condition.ts'
import { UNKNOWN, type Ask, type Fact } from './facts.ts'
import { answerOf, refOf, type LayerPolicies } from './layer.ts'
import type { PolicyLayers } from './policy-layers.ts'
import { isNamed } from './principal-pattern.ts'
import { matchPrincipal, matchResource } from './rule-match.ts'
import { triOf, type Tri } from './tri.ts'
import type { LayerOutcome, Policy, StatementOutcome, Verdict } from './types.ts'

/** What each layer says of a request, statement by statement. */
export const explain = (ask: Ask, layers: PolicyLayers): readonly LayerOutcome[] =>
  [
    ...layers.scps,
    ...(layers.resource ? [layers.resource] : []),
    layers.identity,
    ...layers.boundaries,
    ...(layers.session ? [layers.session] : []),
  ].map(layer => explainLayer(layer, ask))

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
  const { holds, part, detail } = found
  return { matches: holds, part, detail: detail() }
}

interface Tested {
  readonly holds: Tri
  readonly part: 'principal' | 'action' | 'resource' | 'condition'
  detail(): string
}

const partsOf = (rule: Rule, ask: Ask): readonly Tested[] => [
  {
    holds: isNamed(matchPrincipal(rule, ask)),
    part: 'principal',
    detail: () =>
      against(rule.notPrincipals ? 'NotPrincipal' : 'Principal', principalsOf(rule), ask.request.principal),
  },
  {
    holds: triOf(rule.coversAction(ask.action)),
    part: 'action',
    detail: () => {
      const { actions, notActions } = rule.written ?? {}
      return against(actions ? 'Action' : 'NotAction', actions ?? notActions ?? [], ask.request.action)
    },
  },
  {
    holds: matchResource(rule, ask),
    part: 'resource',
    detail: () => {
      const texts = rule.resources?.map(pattern => pattern.written) ?? []
      return against(rule.excludesResources ? 'NotResource' : 'Resource', texts, ask.resource)
    },
  },
  ...rule.conditions.map(condition => ({
    holds: condition.test(ask),
    part: 'condition' as const,
    detail: () => conditionDetail(condition, ask),
  })),
]

const principalsOf = ({ principals, notPrincipals }: Rule): readonly string[] =>
  (principals ?? notPrincipals ?? []).map(entry => entry.value)

const against = (element: string, written: readonly string[], value: string): string =>
  `${element} ${shown(written)} against ${value}`

const conditionDetail = ({ written: { operator, key, values } }: Condition, ask: Ask): string =>
  `${operator} ${key} ${shown(values)} against ${shownFact(ask.fact(key))}`

const shownFact = (fact: Fact): string => {
  if (fact === UNKNOWN) return 'a value that is not known'
  return fact === undefined ? 'no value' : shown(fact)
}

/** A list in one line: the first few, and how many more there are. */
const shown = (texts: readonly string[]): string => {
  const [first, second, third, ...more] = texts
  const some = [first, second, third].filter(text => text !== undefined).join(', ')
  return more.length === 0 ? some : `${some} and ${more.length} more`
}
