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
  const config = shaped(found)
  const problem = senseProblem(config, known)
  if (problem) throw wrong(found, problem)
  return { config, file: found.file }
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
  throw wrong(found, schemaProblem(validate.errors ?? []))
}

const validator = (): ValidateFunction<Config> => {
  const schema: unknown = JSON.parse(readFileSync(new URL('config.schema.json', import.meta.url), 'utf8'))
  if (typeof schema !== 'object' || schema === null) throw new Error('the schema of configs is no object')
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, verbose: true })
  // An editor's word for what a pattern stands for, and ours.
  ajv.addKeyword('patternErrorMessage')
  return ajv.compile<Config>(schema)
}

const wrong = ({ file, json, under }: FoundConfig, { path, key, problem }: ConfigProblem): UsageError => {
  const whole: JsonPath = [...under, ...path]
  const line = json.lineOf(key === undefined ? whole : [...whole, key])
  const where = [`line ${line}`, ...(whole.length > 0 ? [pathText(whole)] : [])].join(', ')
  return new UsageError(`reading ${file}: ${where}: ${problem}`)
}
