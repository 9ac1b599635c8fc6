import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import { UsageError } from '../core/errors.ts'
import type { JsonPath } from './commented-json.ts'
import { pathText, schemaProblem, type ConfigProblem } from './config-problem.ts'
import { senseProblem, type Known } from './config-sense.ts'
import type { Config } from './config.ts'
import { findConfig, type FoundConfig } from './find-config.ts'

/** A config and the file that it was read from; without a file it says nothing. */
export interface ReadConfig {
  readonly config: Config
  readonly file?: string
  /** Where in the file it stands: nowhere deeper, or under a key. */
  readonly under?: readonly string[]
  /** The line, from 1, of what a path in the config leads to, or of the nearest that holds it. */
  readonly lineOf?: (path: JsonPath) => number
}

/**
 * Finds and reads the config of a folder, or the one that was named.
 * @param known what names in it may stand for
 * @throws UsageError in one line: the file, the place in it, what is expected and what stands there
 */
export const readConfig = (folder: string, named: string | undefined, known: Known): ReadConfig => {
  const found = findConfig(folder, named)
  if (!found) return { config: {} }
  refuseTwice(found)
  const { file, json, under } = found
  const config = shaped(found)
  const read = { config, file, under, lineOf: (path: JsonPath) => json.lineOf([...under, ...path]) }
  assertSense(read, known)
  return read
}

/**
 * Makes sure that the names in a config stand for something.
 * @throws UsageError for the first that does not
 */
export const assertSense = ({ config, file, under = [], lineOf }: ReadConfig, known: Known): void => {
  if (file === undefined || !lineOf) return
  const problem = senseProblem(config, known)
  if (problem) throw wrong({ file, under, lineOf }, problem)
}

/** The rest of a package.json is not ours to judge. */
const refuseTwice = ({ file, json: { twice }, under }: FoundConfig): void => {
  if (!twice || under.some((key, at) => twice.path[at] !== key)) return
  throw new UsageError(
    `reading ${file}: line ${twice.line}, ${pathText(twice.path)}: the key stands here twice`,
  )
}

const shaped = (found: FoundConfig): Config => {
  const validate = validator()
  if (validate(found.value)) return found.value
  const { file, under, json } = found
  const lineOf = (path: JsonPath): number => json.lineOf([...under, ...path])
  throw wrong({ file, under, lineOf }, schemaProblem(validate.errors ?? []))
}

const validator = (): ValidateFunction<Config> => {
  const schema: unknown = JSON.parse(readFileSync(new URL('config.schema.json', import.meta.url), 'utf8'))
  if (typeof schema !== 'object' || schema === null) throw new Error('the schema of configs is no object')
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, verbose: true })
  // An editor's word for what a pattern stands for, and ours.
  ajv.addKeyword('patternErrorMessage')
  return ajv.compile<Config>(schema)
}

type Place = Required<Pick<ReadConfig, 'file' | 'under' | 'lineOf'>>

const wrong = ({ file, under, lineOf }: Place, { path, key, problem }: ConfigProblem): UsageError => {
  const line = lineOf(key === undefined ? path : [...path, key])
  const whole: JsonPath = [...under, ...path]
  const where = [`line ${line}`, ...(whole.length > 0 ? [pathText(whole)] : [])].join(', ')
  return new UsageError(`reading ${file}: ${where}: ${problem}`)
}
