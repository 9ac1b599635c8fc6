import type { Rule } from './compile.ts'
import type { Ask } from './facts.ts'
import { isNamed, namedBy, NAMED_DIRECTLY, NOT_NAMED, type Named } from './principal-pattern.ts'
import { matchText } from './text-pattern.ts'
import { and, not, or, type Tri } from './tri.ts'

/** Whether a rule that covers the action applies to the request, by the way in which it names the principal. */
export const matchRule = (rule: Rule, ask: Ask): Named => {
  if (rule.fault !== undefined) return MAY_SAY_ANYTHING
  const before = ask.lacking.length
  const match = matchParts(rule, ask)
  // Only what leaves the rule undecided is lacking.
  if (ask.lacking.length > before && isNamed(match) !== 'unknown') ask.lacking.length = before
  return match
}

const MAY_SAY_ANYTHING: Named = { ...NOT_NAMED, direct: 'unknown' }

const matchParts = (rule: Rule, ask: Ask): Named => {
  const named = matchPrincipal(rule, ask)
  if (isNamed(named) === 'no') return NOT_NAMED
  const resource = matchResource(rule, ask)
  if (resource === 'no') return NOT_NAMED
  const rest = and(resource, matchConditions(rule, ask))
  if (rest === 'no') return NOT_NAMED
  return rest === 'yes' ? named : weakened(named)
}

const weakened = ({ direct, role, account }: Named): Named => ({
  direct: and(direct, 'unknown'),
  role: and(role, 'unknown'),
  account: and(account, 'unknown'),
})

export const matchPrincipal = (rule: Rule, ask: Ask): Named => {
  if (rule.principals) return namedBy(rule.principals, ask)
  return rule.notPrincipals ? notNamed(rule, ask) : NAMED_DIRECTLY
}

/**
 * Everyone but those listed. An account stands in the list for its root user, not for its users and roles. A Deny
 * reaches every principal with a permissions boundary, listed or not.
 *
 * aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
const notNamed = ({ notPrincipals = [], effect }: Rule, ask: Ask): Named => {
  if (effect === 'Deny' && ask.bounded) return NAMED_DIRECTLY
  const { direct, role, account } = namedBy(notPrincipals, ask)
  const excepted = or(direct, ask.principal.kind === 'root' ? account : role)
  return { ...NOT_NAMED, direct: not(excepted) }
}

export const matchResource = ({ resources, excludesResources }: Rule, ask: Ask): Tri => {
  if (!resources) return 'yes'
  let found: Tri = 'no'
  for (const pattern of resources) {
    found = or(found, matchText(pattern, ask.resource, ask))
    if (found === 'yes') break
  }
  return excludesResources ? not(found) : found
}

const matchConditions = ({ conditions }: Rule, ask: Ask): Tri => {
  let found: Tri = 'yes'
  for (const condition of conditions) {
    found = and(found, condition.test(ask))
    if (found === 'no') return found
  }
  return found
}
