import type { Ask } from './facts.ts'
import { compileArn, matchArn } from './arn-pattern.ts'
import { instantOf } from './instant.ts'
import { holdsAddress, ipRangeOf } from './ip-range.ts'
import { compileText, matchText, type TextForm } from './text-pattern.ts'
import { or, triOf, type Tri } from './tri.ts'

/** Whether a context value meets any of a condition's values. */
export type Meets = (value: string, ask: Ask) => Tri

/** A condition operator: how its values are compared, and whether it says the opposite. */
export interface Operator {
  readonly negated: boolean
  compile(values: readonly string[], version: string): Meets
}

const anyOf =
  <T>(compiled: readonly T[], meets: (one: T, value: string, ask: Ask) => Tri): Meets =>
  (value, ask) => {
    let found: Tri = 'no'
    for (const one of compiled) {
      found = or(found, meets(one, value, ask))
      if (found === 'yes') return found
    }
    return found
  }

const texts =
  (form: TextForm) =>
  (values: readonly string[], version: string): Meets =>
    anyOf(
      values.map(value => compileText(value, version, form)),
      matchText,
    )

const arns = (values: readonly string[], version: string): Meets =>
  anyOf(
    values.map(value => compileArn(value, version)),
    matchArn,
  )

/** Values that are parsed and compared: what cannot be parsed meets nothing. */
const parsed =
  <T>(parse: (text: string) => T | undefined, compare: (value: T, wanted: T) => boolean) =>
  (values: readonly string[]): Meets => {
    const wanted = values.map(parse).filter(one => one !== undefined)
    return text => {
      const value = parse(text)
      return triOf(value !== undefined && wanted.some(one => compare(value, one)))
    }
  }

const numberOf = (text: string): number | undefined =>
  /^\s*[-+.\d][-+.\deE]*\s*$/.test(text) && !Number.isNaN(Number(text)) ? Number(text) : undefined

const boolOf = (text: string): boolean | undefined => {
  const lower = text.toLowerCase()
  return lower === 'true' ? true : lower === 'false' ? false : undefined
}

const same = <T>(a: T, b: T): boolean => a === b
const less = (a: number, b: number): boolean => a < b
const atMost = (a: number, b: number): boolean => a <= b
const more = (a: number, b: number): boolean => a > b
const atLeast = (a: number, b: number): boolean => a >= b

const is = (compile: Operator['compile']): Operator => ({ negated: false, compile })
const isNot = (compile: Operator['compile']): Operator => ({ negated: true, compile })

const ordered = (name: string, parse: (text: string) => number | undefined): [string, Operator][] => [
  [`${name}equals`, is(parsed(parse, same))],
  [`${name}notequals`, isNot(parsed(parse, same))],
  [`${name}lessthan`, is(parsed(parse, less))],
  [`${name}lessthanequals`, is(parsed(parse, atMost))],
  [`${name}greaterthan`, is(parsed(parse, more))],
  [`${name}greaterthanequals`, is(parsed(parse, atLeast))],
]

const addresses = parsed(ipRangeOf, (value, range) => holdsAddress(range, value))

/**
 * The condition operators by name in lower case, without set prefix and `IfExists`.
 *
 * aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['stringequals', is(texts('literal'))],
  ['stringnotequals', isNot(texts('literal'))],
  ['stringequalsignorecase', is(texts('caseless'))],
  ['stringnotequalsignorecase', isNot(texts('caseless'))],
  ['stringlike', is(texts('wildcards'))],
  ['stringnotlike', isNot(texts('wildcards'))],
  ['arnequals', is(arns)],
  ['arnlike', is(arns)],
  ['arnnotequals', isNot(arns)],
  ['arnnotlike', isNot(arns)],
  ['bool', is(parsed(boolOf, same))],
  ['binaryequals', is(parsed(text => text, same))],
  ['ipaddress', is(addresses)],
  ['notipaddress', isNot(addresses)],
  ...ordered('numeric', numberOf),
  ...ordered('date', instantOf),
])
