import type { CompiledPolicy, Rule } from './compile.ts'
import type { Ask } from './facts.ts'
import { isNamed, NOT_NAMED, type Named } from './principal-pattern.ts'
import { matchRule } from './rule-match.ts'
import { or, type Tri } from './tri.ts'
import type { Layer, Policy, StatementRef } from './types.ts'

/** Policies of one layer that stand together: any of them may allow. */
export interface LayerPolicies {
  readonly layer: Layer
  readonly policies: readonly { readonly policy: Policy; readonly compiled: CompiledPolicy }[]
  /** The rules of all of them that cover an action, given in lower case. */
  rulesFor(action: string): readonly PolicyRule[]
}

export interface PolicyRule {
  readonly policy: Policy
  readonly rule: Rule
}

/** A rule that applies, or may. */
export interface Hit {
  readonly layer: Layer
  readonly policy: Policy
  readonly rule: Rule
  readonly holds: Exclude<Tri, 'no'>
}

/** What a layer says: whether it allows, by the way in which the principal is named, and whether it denies. */
export interface LayerAnswer {
  readonly layer: Layer
  readonly allow: Named
  readonly deny: Tri
  readonly hits: readonly Hit[]
  /** How many texts had to be compared. */
  readonly weight: number
}

export const answerOf = (policies: LayerPolicies, ask: Ask): LayerAnswer => {
  const { layer } = policies
  const hits: Hit[] = []
  let allow = NOT_NAMED
  let deny: Tri = 'no'
  let weight = 0
  for (const { policy, rule } of policies.rulesFor(ask.action)) {
    const match = matchRule(rule, ask)
    weight += rule.weight
    if (match === NOT_NAMED) continue
    const holds = isNamed(match)
    if (holds === 'no') continue
    hits.push({ layer, policy, rule, holds })
    if (rule.effect === 'Deny') deny = or(deny, holds)
    else allow = either(allow, match)
  }
  return { layer, allow, deny, hits, weight }
}

const either = (a: Named, b: Named): Named => ({
  direct: or(a.direct, b.direct),
  role: or(a.role, b.role),
  account: or(a.account, b.account),
})

/** Where a rule stands. */
export const refOf = (layer: Layer, policy: Policy, rule: Rule): StatementRef => ({
  layer,
  policy: policy.name,
  ...(policy.arn !== undefined && { policyArn: policy.arn }),
  index: rule.index,
  ...(rule.sid !== undefined && { sid: rule.sid }),
})
