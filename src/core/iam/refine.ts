import type { Rule } from './compile.ts'
import type { Ask } from './facts.ts'
import type { Judgement } from './judge.ts'
import { valuesFor, type KeyValues } from './key-values.ts'
import type { PolicyCondition } from './statements.ts'
import type { AccessRequest, Verdict } from './types.ts'

/** What an undecided answer comes to when the keys that it hangs on are tried with all values that differ. */
export interface Refined {
  readonly verdict: Verdict
  readonly lacking: readonly string[]
}

/** The most combinations, and the most comparisons, that may be spent on one undecided answer. */
const MOST_TRIES = 4096
const MOST_WORK = 100_000

/**
 * Tries every combination of values of the keys that an undecided answer hangs on. Statements may hang together by a
 * key: one allows where it is `a` and one where it is not, and together they allow always.
 */
export const refine = (
  ask: Ask,
  { answers, hangsOnGrants }: Judgement,
  isList: (key: string) => boolean,
  judgeWith: (context: AccessRequest['context']) => Verdict,
): Refined => {
  const names = namesOf(ask.lacking)
  const undecided = { verdict: 'unknown' as const, lacking: [...names.values()] }
  const weight = answers.reduce((sum, answer) => sum + answer.weight, 1)
  // Every key has two values at least: present and absent.
  if (names.size === 0 || hangsOnGrants || weight * 2 ** names.size > MOST_WORK) return undecided
  const rules = answers
    .flatMap(answer => answer.hits)
    .filter(hit => hit.holds === 'unknown')
    .map(hit => hit.rule)
  if (rules.some(rule => !hangsOnConditionsAlone(rule))) return undecided
  const keys = [...names.keys()].map(key => ({
    key,
    ...(choicesOf(ask.request, key) ?? valuesFor(conditionsOn(rules, key), isList(key))),
  }))
  const count = keys.reduce((product, { values }) => product * values.length, 1)
  if (count > MOST_TRIES || count * weight > MOST_WORK) return undecided
  const verdicts = Array.from({ length: count }, (_, index) =>
    judgeWith({ ...ask.request.context, ...assignment(keys, index) }),
  )
  if (verdicts.includes('unknown') || !keys.every(key => key.complete)) return undecided
  return summary(keys, verdicts, names)
}

/** The values of a key (in lower case) of which the request says that it has one. */
const choicesOf = ({ among = {} }: AccessRequest, key: string): KeyValues | undefined => {
  const values = Object.entries(among).find(([name]) => name.toLowerCase() === key)?.[1]
  return values && { values: values.map(value => [value]), complete: true }
}

/** The keys, each once: in lower case, and as it was written first. */
const namesOf = (lacking: readonly string[]): ReadonlyMap<string, string> => {
  const names = new Map<string, string>()
  for (const key of lacking) if (!names.has(key.toLowerCase())) names.set(key.toLowerCase(), key)
  return names
}

const hangsOnConditionsAlone = ({ fault, resources = [], principals, notPrincipals }: Rule): boolean =>
  fault === undefined &&
  resources.every(pattern => pattern.glob !== undefined) &&
  [...(principals ?? []), ...(notPrincipals ?? [])].every(
    ({ kind, value }) => kind === '*' || value === '*' || !isSessionOrId(value),
  )

/** Names that only aws:userid can resolve. */
const isSessionOrId = (value: string): boolean =>
  value.includes(':assumed-role/') || /^A[A-Z]{3}[A-Z0-9]+$/.test(value)

const conditionsOn = (rules: readonly Rule[], key: string): readonly PolicyCondition[] =>
  rules
    .flatMap(rule => rule.conditions.map(condition => condition.written))
    .filter(condition => condition.key.toLowerCase() === key)

type Keys = readonly (KeyValues & { readonly key: string })[]

/** The combination with a number: each key's value is a digit of it. */
const assignment = (keys: Keys, index: number): Record<string, readonly string[] | null> => {
  let rest = index
  return Object.fromEntries(
    keys.map(({ key, values }) => {
      const value = values[rest % values.length] ?? null
      rest = Math.floor(rest / values.length)
      return [key, value]
    }),
  )
}

const summary = (keys: Keys, verdicts: readonly Verdict[], names: ReadonlyMap<string, string>): Refined => {
  const [first] = verdicts as readonly [Verdict, ...Verdict[]]
  if (verdicts.every(verdict => verdict === first)) return { verdict: first, lacking: [] }
  if (!verdicts.includes('allowed')) return { verdict: 'implicit-deny', lacking: [] }
  let step = 1
  const deciding = keys.filter(({ values }) => {
    const [stride, span] = [step, step * values.length]
    step = span
    return verdicts.some((verdict, index) => {
      const start = index - (Math.floor(index / stride) % values.length) * stride
      return (verdict === 'allowed') !== (verdicts[start] === 'allowed')
    })
  })
  return { verdict: 'unknown', lacking: deciding.map(({ key }) => names.get(key) ?? key) }
}
