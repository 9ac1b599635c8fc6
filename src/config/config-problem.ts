import type { ErrorObject } from 'ajv'
import { didYouMean } from '../core/words/did-you-mean.ts'
import type { JsonPath } from './commented-json.ts'

/** What is wrong with a config, and where. */
export interface ConfigProblem {
  readonly path: JsonPath
  /** What is expected and what stands there, in words. */
  readonly problem: string
  /** The key within the place that it is about, where it is about one. */
  readonly key?: string
}

/** A path as people write it: `waivers[0].until`; empty for the whole. */
export const pathText = (path: JsonPath): string =>
  path.map((part, at) => (typeof part === 'number' ? `[${part}]` : `${at > 0 ? '.' : ''}${part}`)).join('')

/** A value that is not as it should be. */
export const notAsExpected = (
  path: JsonPath,
  expected: string,
  value: unknown,
  hint = '',
): ConfigProblem => ({ path, problem: `expected ${expected}, got ${shown(value)}${hint}` })

const SHOWN = 60

const shown = (value: unknown): string => {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}

/** The one of a schema's complaints that says most: a misspelt key explains one that is missing. */
export const schemaProblem = (errors: readonly ErrorObject[]): ConfigProblem => {
  const unknown = errors.find(({ keyword }) => keyword === 'additionalProperties')
  const [first] = unknown ? [unknown] : errors
  if (!first) return { path: [], problem: 'it does not look like a config' }
  return problemOf(first)
}

const problemOf = (error: ErrorObject): ConfigProblem => {
  const { keyword, params } = error
  const path = pathOf(error)
  if (keyword === 'additionalProperties') return unknownKey(path, String(params['additionalProperty']), error)
  if (keyword === 'required')
    return { path, problem: `the key ${JSON.stringify(params['missingProperty'])} is missing` }
  const schema = schemaOf(error)
  return notAsExpected(path, expectedBy(schema), error.data, nearWord(schema, error.data))
}

/** A JSON pointer as a path; indices of lists become numbers. */
const pathOf = ({ instancePath }: ErrorObject): JsonPath =>
  instancePath
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map(part => (/^\d+$/.test(part) ? Number(part) : part))

const unknownKey = (path: JsonPath, key: string, error: ErrorObject): ConfigProblem => {
  const known = Object.keys(schemaOf(error).properties ?? {})
  const hint = didYouMean(key, known, `the keys are ${known.join(', ')}`)
  return { path, key, problem: `there is no key ${JSON.stringify(key)} here${hint}` }
}

/** What a schema says of one value. */
interface ValueSchema {
  readonly properties?: Readonly<Record<string, unknown>>
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly patternErrorMessage?: string
}

const schemaOf = ({ parentSchema }: ErrorObject): ValueSchema => (parentSchema ?? {}) as ValueSchema

const wordsOf = ({ enum: options = [] }: ValueSchema): readonly string[] => [...new Set(options.map(String))]

const expectedBy = (schema: ValueSchema): string => {
  const { enum: options, minimum, maximum, minItems, patternErrorMessage } = schema
  if (options)
    return wordsOf(schema)
      .join(', ')
      .replace(/, ([^,]*)$/, ' or $1')
  if ('const' in schema) return JSON.stringify(schema.const)
  const range = minimum === undefined ? '' : ` from ${minimum} to ${maximum}`
  const filled = minItems === undefined ? '' : ' with something in it'
  return `${patternErrorMessage ?? typeWords(schema.type)}${range}${filled}`
}

const TYPES: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
  boolean: 'true or false',
}

const typeWords = (type: ValueSchema['type'] = []): string =>
  [type]
    .flat()
    .map(one => TYPES[one] ?? one)
    .join(' or ')

const nearWord = (schema: ValueSchema, value: unknown): string =>
  typeof value === 'string' ? didYouMean(value, wordsOf(schema)) : ''
