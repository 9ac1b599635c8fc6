import type { Rule } from './compile.ts'
import type { Condition } from './condition.ts'
import { UNKNOWN, type Ask, type Fact } from './facts.ts'
import { isNamed } from './principal-pattern.ts'
import { matchPrincipal, matchResource } from './rule-match.ts'
import { triOf, type Tri } from './tri.ts'

/** One part of a statement, and how it fares with a request. */
export interface Tested {
  readonly part: 'principal' | 'action' | 'resource' | 'condition'
  readonly holds: Tri
  /** What the part lists. */
  readonly written: readonly string[]
  /** Whether it lists what it leaves out. */
  readonly excludes: boolean
  /** What it is compared with. */
  readonly value: string
  /** One line: the part and the value it met. */
  readonly detail: () => string
}

/** The parts of a statement, in the order in which they are named. */
export const partsOf = (rule: Rule, ask: Ask): readonly Tested[] => [
  principalPart(rule, ask),
  actionPart(rule, ask),
  resourcePart(rule, ask),
  ...rule.conditions.map(condition => conditionPart(condition, ask)),
]

const principalPart = (rule: Rule, ask: Ask): Tested => {
  const written = (rule.principals ?? rule.notPrincipals ?? []).map(entry => entry.value)
  const holds = isNamed(matchPrincipal(rule, ask))
  return against('principal', holds, written, rule.notPrincipals !== undefined, ask.request.principal)
}

const actionPart = (rule: Rule, ask: Ask): Tested => {
  const { actions, notActions = [] } = rule.written ?? {}
  const holds = triOf(rule.coversAction(ask.action))
  return against('action', holds, actions ?? notActions, actions === undefined, ask.request.action)
}

const resourcePart = (rule: Rule, ask: Ask): Tested => {
  const written = rule.written?.resources ?? rule.written?.notResources ?? []
  return against('resource', matchResource(rule, ask), written, rule.excludesResources, ask.resource)
}

const ELEMENTS = { principal: 'Principal', action: 'Action', resource: 'Resource' } as const

const against = (
  part: keyof typeof ELEMENTS,
  holds: Tri,
  written: readonly string[],
  excludes: boolean,
  value: string,
): Tested => {
  const detail = (): string => `${excludes ? 'Not' : ''}${ELEMENTS[part]} ${shown(written)} against ${value}`
  return { part, holds, written, excludes, value, detail }
}

const conditionPart = (condition: Condition, ask: Ask): Tested => {
  const { operator, key, values } = condition.written
  const value = shownFact(ask.fact(key))
  return {
    part: 'condition',
    holds: condition.test(ask),
    written: values,
    excludes: /not|null/i.test(operator),
    value,
    detail: () => `${operator} ${key} ${shown(values)} against ${value}`,
  }
}

const shownFact = (fact: Fact): string => {
  if (fact === UNKNOWN) return 'a value that is not known'
  return fact === undefined ? 'no value' : shown(fact)
}

/** A list in one line: the first few, and how many more there are. */
const shown = (texts: readonly string[]): string => {
  const some = texts.slice(0, 3).join(', ')
  return texts.length <= 3 ? some : `${some} and ${texts.length - 3} more`
}
