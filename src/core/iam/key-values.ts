import type { PolicyCondition } from './statements.ts'
import { instantOf } from './instant.ts'
import { addressText, ipRangeOf, lastAddress, type IpRange } from './ip-range.ts'
import { globMatches, hasWildcard } from './pattern.ts'

/** Values of one context key that stand for all that it may have, as far as some conditions can tell them apart. */
export interface KeyValues {
  /** `null`: the key is absent. */
  readonly values: readonly (readonly string[] | null)[]
  /** Whether every value that the key may have is told apart by the conditions as one of these is. */
  readonly complete: boolean
}

const MOST_SUBSETS_OF = 5
const MOST_PATTERNS = 40
/** Characters that no policy may hold, so that they stand for text that no pattern spells out. */
const [SOME_TEXT, SOME_CHARACTER, OTHER] = ['\u0101', '\u0102', '\u0103']

/** The values of a key, or the sets of values of a list, that some conditions on it can tell apart. */
export const valuesFor = (conditions: readonly PolicyCondition[], isList: boolean): KeyValues => {
  const families = conditions.map(condition => familyOf(condition.operator))
  const plain = new Set(families.filter(family => family !== 'null'))
  const written = (family: Family): string[] =>
    conditions.flatMap((condition, index) => (families[index] === family ? condition.values : []))
  const single = [
    ...textValues([...written('text'), ...written('arn')], conditions.some(ignoresCase)),
    ...between(written('numeric').map(Number).filter(Number.isFinite)).map(String),
    ...between(written('date').flatMap(text => instantOf(text) ?? [])).map(ms => String(ms / 1000)),
    ...written('ip').flatMap(text => edgesOf(ipRangeOf(text))),
    ...(plain.has('ip') ? ['0.0.0.0', '::'] : []),
    ...(plain.has('bool') ? ['true', 'false'] : []),
    ...(plain.size === 0 || plain.has('text') || plain.has('arn') ? [OTHER] : []),
  ]
  const distinct = [...new Set(single)]
  const complete =
    conditions.length > 0 &&
    plain.size <= 1 &&
    !conditions.some(hasVariable) &&
    showsCase(conditions, written('text')) &&
    isLaminar(written('text'), written('arn'))
  return isList ? subsets(distinct, complete) : singles(distinct, complete)
}

const singles = (values: readonly string[], complete: boolean): KeyValues => ({
  values: [null, ...values.map(value => [value])],
  complete,
})

const subsets = (values: readonly string[], complete: boolean): KeyValues => {
  const members = values.slice(0, MOST_SUBSETS_OF)
  const sets = Array.from({ length: 2 ** members.length - 1 }, (_, number) =>
    members.filter((_, at) => ((number + 1) >> at) % 2 === 1),
  )
  return { values: [null, ...sets], complete: complete && members.length === values.length }
}

type Family = 'text' | 'arn' | 'numeric' | 'date' | 'ip' | 'bool' | 'null'

const FAMILIES: readonly (readonly [string, Family])[] = [
  ['arn', 'arn'],
  ['numeric', 'numeric'],
  ['date', 'date'],
  ['bool', 'bool'],
  ['null', 'null'],
  ['ipaddress', 'ip'],
  ['notipaddress', 'ip'],
]

const familyOf = (operator: string): Family => {
  const name = operator.toLowerCase().replace(/^for(?:all|any)values?:/, '')
  return FAMILIES.find(([start]) => name.startsWith(start))?.[1] ?? 'text'
}

const ignoresCase = ({ operator }: PolicyCondition): boolean => /ignorecase/i.test(operator)
const hasVariable = ({ values }: PolicyCondition): boolean => values.some(value => value.includes('${'))

/** Each text itself, in other letter case where that may matter, and as something that its wildcards match. */
const textValues = (texts: readonly string[], caseless: boolean): readonly string[] =>
  texts.flatMap(text => [
    text,
    ...(caseless ? otherCases(text) : []),
    ...(hasWildcard(text) ? [text.replaceAll('*', SOME_TEXT).replaceAll('?', SOME_CHARACTER)] : []),
  ])

const otherCases = (text: string): readonly string[] => {
  const [lower, upper] = [text.toLowerCase(), text.toUpperCase()]
  const mixed = Array.from(lower, (character, at) => (at % 2 === 0 ? character : upper.charAt(at))).join('')
  return [lower, upper, mixed]
}

/** Where some conditions count case and others do not, a text must be seen in a case that no condition writes. */
const showsCase = (conditions: readonly PolicyCondition[], texts: readonly string[]): boolean => {
  const caseless = conditions.filter(ignoresCase)
  if (caseless.length === 0 || caseless.length === conditions.length) return true
  const written = new Set(texts)
  return texts.every(text => !hasWildcard(text) && otherCases(text).some(other => !written.has(other)))
}

/** Patterns that hold one another or have nothing in common: then every mixture of matches is seen in one instance. */
const isLaminar = (texts: readonly string[], arns: readonly string[]): boolean => {
  const patterns = [...new Set([...texts, ...arns])].filter(hasWildcard)
  if (patterns.length > MOST_PATTERNS || (arns.some(hasWildcard) && texts.length > 0)) return false
  return patterns.every((a, index) => patterns.slice(index + 1).every(b => isApart(a, b)))
}

const isApart = (a: string, b: string): boolean => {
  if (a.includes('?') || b.includes('?')) return false
  if (globMatches(a, b) || globMatches(b, a)) return true
  const [headA, headB] = [a.slice(0, a.indexOf('*')), b.slice(0, b.indexOf('*'))]
  return !headA.startsWith(headB) && !headB.startsWith(headA)
}

/** The numbers, and one below, between and above them. */
const between = (numbers: readonly number[]): readonly number[] => {
  const sorted = [...new Set(numbers)].toSorted((a, b) => a - b)
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (first === undefined || last === undefined) return []
  const gaps = sorted.slice(1).map((number, index) => (number + (sorted[index] as number)) / 2)
  return [first - 1000, ...sorted, ...gaps, last + 1000]
}

/** The first and last address of a range, and those before and behind it. */
const edgesOf = (range: IpRange | undefined): readonly string[] => {
  if (!range) return []
  const size = 1n << BigInt(range.bits)
  const last = lastAddress(range)
  const first = (last >> BigInt(range.bits - range.prefix)) << BigInt(range.bits - range.prefix)
  return [first - 1n, first, last, last + 1n]
    .filter(address => address >= 0n && address < size)
    .map(address => addressText(address, range.bits))
}
