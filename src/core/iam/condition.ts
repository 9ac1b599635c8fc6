import { UNKNOWN, type Ask, type Fact } from './facts.ts'
import { OPERATORS, type Meets } from './operators.ts'
import type { PolicyCondition } from './statements.ts'
import { and, not, or, triOf, type Tri } from './tri.ts'

/** A condition that can be asked. */
export interface Condition {
  readonly written: PolicyCondition
  test(ask: Ask): Tri
}

interface Form {
  readonly set?: 'all' | 'any'
  readonly ifExists: boolean
  readonly negated: boolean
  readonly meets: Meets
}

/** Compiles a condition; undefined where its operator does not exist. */
export const compileCondition = (written: PolicyCondition, version: string): Condition | undefined => {
  const name = written.operator.toLowerCase()
  if (name === 'null') return { written, test: ask => testNull(written, ask) }
  const set = setOf(name)
  const unprefixed = set ? name.slice(name.indexOf(':') + 1) : name
  const ifExists = unprefixed.endsWith('ifexists')
  const operator = OPERATORS.get(ifExists ? unprefixed.slice(0, -'ifexists'.length) : unprefixed)
  if (!operator) return undefined
  const meets = operator.compile(written.values, version)
  const form = { ifExists, negated: operator.negated, meets, ...(set && { set }) }
  return { written, test: ask => testForm(form, written.key, ask) }
}

const setOf = (name: string): Form['set'] => {
  if (name.startsWith('forallvalues:')) return 'all'
  return name.startsWith('foranyvalue:') ? 'any' : undefined
}

/** aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null */
const testNull = ({ key, values }: PolicyCondition, ask: Ask): Tri => {
  const fact = ask.fact(key)
  const wanted = new Set(values.map(value => value.toLowerCase()))
  if (wanted.has('true') && wanted.has('false')) return 'yes'
  if (fact === UNKNOWN) return lack(key, ask)
  return triOf(wanted.has(fact === undefined ? 'true' : 'false'))
}

const lack = (key: string, ask: Ask): Tri => {
  ask.lacking.push(key)
  return 'unknown'
}

const testForm = (form: Form, key: string, ask: Ask): Tri => {
  const fact = ask.fact(key)
  if (fact === UNKNOWN) return lack(key, ask)
  const values = form.set && isNullSet(fact) ? undefined : fact
  if (values === undefined) return triOf(whenAbsent(form))
  return testValues(form, values, ask)
}

/** aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html */
const isNullSet = (fact: Exclude<Fact, typeof UNKNOWN>): boolean =>
  fact !== undefined && fact.every(value => value === '')

/** aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists */
const whenAbsent = ({ set, ifExists, negated }: Form): boolean => {
  if (ifExists || set === 'all') return true
  return set === 'any' ? false : negated
}

const testValues = ({ set, negated, meets }: Form, values: readonly string[], ask: Ask): Tri => {
  if (values.length === 1 || !set) {
    const met = values.reduce<Tri>((found, value) => or(found, meets(value, ask)), 'no')
    return negated ? not(met) : met
  }
  const each = values.map(value => (negated ? not(meets(value, ask)) : meets(value, ask)))
  return set === 'all' ? each.reduce(and, 'yes') : each.reduce(or, 'no')
}
