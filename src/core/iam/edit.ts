import type { GrantStatement } from '../changes/change.ts'
import { globMatches } from './pattern.ts'

type Json = Record<string, unknown>

/** What is appended to a statement: only what it does not cover yet. */
export interface Additions {
  readonly actions?: readonly string[]
  readonly resources?: readonly string[]
}

/**
 * Appends actions and resources to the statement at a position; everything else stays as it is and where it is.
 * Gives the text unchanged where nothing is new. Throws a SyntaxError where the text is not JSON, and a RangeError
 * where there is no such statement or it lists what it leaves out (NotAction, NotResource).
 */
export const appendToStatement = (text: string, index: number, additions: Additions): string => {
  const document = JSON.parse(text) as Json
  const statement = statementAt(document, index)
  const changes = [
    append(statement, 'Action', additions.actions ?? []),
    append(statement, 'Resource', additions.resources ?? []),
  ]
  return changes.includes(true) ? write(document, text) : text
}

/** Adds a statement behind the others. Throws a SyntaxError where the text is not JSON. */
export const addStatement = (text: string, statement: GrantStatement): string => {
  const document = JSON.parse(text) as Json
  document['Statement'] = [...listOf(document['Statement']), statementJson(statement)]
  return write(document, text)
}

/** The text of a new policy with these statements. */
export const newPolicy = (statements: readonly GrantStatement[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements.map(statementJson) }, undefined, 2)

/**
 * The size of a policy as IAM counts it against its quotas: characters without white space.
 *
 * aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const policySize = (text: string): number => text.replaceAll(/\s/g, '').length

const listOf = (value: unknown): unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as unknown[]) : [value]

const statementAt = (document: Json, index: number): Json => {
  const statement = listOf(document['Statement'])[index]
  if (typeof statement !== 'object' || statement === null)
    throw new RangeError(`editing a policy: there is no statement ${index + 1}`)
  return statement as Json
}

/** Appends what is missing to a list that may be written as a single text; says whether anything was. */
const append = (statement: Json, element: 'Action' | 'Resource', added: readonly string[]): boolean => {
  const written = listOf(statement[element])
  const missing = [...new Set(added)].filter(one => !written.some(has => covers(element, has, one)))
  if (missing.length === 0) return false
  if (`Not${element}` in statement)
    throw new RangeError(`editing a policy: its statement lists what it leaves out in Not${element}`)
  statement[element] = [...written, ...missing]
  return true
}

/** Whether what is written stands for what would be added; a pattern in what would be added is taken as text. */
const covers = (element: string, written: unknown, added: string): boolean => {
  if (typeof written !== 'string' || written === added) return written === added
  if (element === 'Action') return globMatches(written.toLowerCase(), added.toLowerCase())
  return !/[?$]/.test(written) && globMatches(written, added)
}

const statementJson = ({ sid, actions, resources, condition }: GrantStatement): Json => ({
  Sid: sid,
  Effect: 'Allow',
  Action: [...actions],
  Resource: resources.length === 1 ? resources[0] : [...resources],
  ...(condition && { Condition: condition }),
})

/** Keeps the text's own indentation, so that a diff shows the edit alone. */
const write = (document: Json, text: string): string => {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1]
  return JSON.stringify(document, undefined, indent)
}
