import type { Ask } from './facts.ts'
import { compileText, matchText, type TextPattern } from './text-pattern.ts'
import { and, type Tri } from './tri.ts'

/** A pattern for ARNs: one per segment; undefined where it is not an ARN. */
export type ArnPattern = readonly TextPattern[] | undefined

/**
 * Compiles a pattern of ArnEquals, ArnLike and their opposites: each of the six segments is compared for itself.
 *
 * aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export const compileArn = (written: string, version: string): ArnPattern => {
  if (written === '*') return Array.from({ length: 6 }, () => compileText('*', version, 'wildcards'))
  const segments = segmentsOf(written)
  return segments?.map(segment => compileText(segment, version, 'wildcards'))
}

/** Whether a value is an ARN that matches. */
export const matchArn = (pattern: ArnPattern, value: string, ask: Ask): Tri => {
  const segments = segmentsOf(value)
  if (!pattern || !segments || segments[0] !== 'arn') return 'no'
  let found: Tri = 'yes'
  for (const [index, segment] of segments.entries()) {
    found = and(found, matchText(pattern[index] as TextPattern, segment, ask))
    if (found === 'no') return found
  }
  return found
}

/** The six segments of an ARN; the last keeps its colons. */
export const segmentsOf = (text: string): readonly string[] | undefined => {
  const segments = fieldsOf(text)
  return segments.length === 6 ? segments : undefined
}

/** How many of an ARN's six fields a text has. */
export const fieldCount = (text: string): number => fieldsOf(text).length

/** The fields of an ARN, at most six. Colons inside of a variable separate nothing. */
const fieldsOf = (text: string): readonly string[] => {
  const fields: string[] = []
  const lastBrace = text.lastIndexOf('}')
  let from = 0
  for (let at = 0; fields.length < 5 && at < text.length; at++) {
    if (at < lastBrace && text.startsWith('${', at)) at = text.indexOf('}', at)
    if (text[at] !== ':') continue
    fields.push(text.slice(from, at))
    from = at + 1
  }
  return [...fields, text.slice(from)]
}
