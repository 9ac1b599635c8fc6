import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { UsageError } from '../core/errors.ts'
import { readCommentedJson, type CommentedJson } from './commented-json.ts'
import { reasonOf } from './write-file.ts'

/** The file in which a config stands by itself. */
export const OWN_FILE = 'ssm-doctor.json'
const PACKAGE_FILE = 'package.json'
/** The key of a package.json under which a config may stand. */
const PACKAGE_KEY = 'ssm-doctor'

/** A config as it stands in its file, not yet held against what one looks like. */
export interface FoundConfig {
  /** The file, as it was named or found. */
  readonly file: string
  readonly json: CommentedJson
  /** Where in the file the config stands: nowhere deeper, or under its key. */
  readonly under: readonly string[]
  readonly value: unknown
}

/**
 * Finds the config: the named file, else `ssm-doctor.json` of the folder, else the key of its `package.json`.
 * @returns undefined where none was named and there is none
 * @throws UsageError in one line where the file cannot be read or is no JSON, or where there are two
 */
export const findConfig = (folder: string, named?: string): FoundConfig | undefined => {
  if (named !== undefined) return namedConfig(named)
  const own = existsSync(join(folder, OWN_FILE))
  const inPackage = packageConfig(folder)
  if (own && inPackage)
    throw new UsageError(
      `reading the config: there are two, ${OWN_FILE} and the key "${PACKAGE_KEY}" of ${PACKAGE_FILE}; keep one, or name one with --config`,
    )
  return own ? wholeFile(OWN_FILE, join(folder, OWN_FILE)) : inPackage
}

/** Whether the `package.json` of a folder holds a config. @throws UsageError where it seems to, and is no JSON */
export const isInPackage = (folder: string): boolean => packageConfig(folder) !== undefined

const namedConfig = (file: string): FoundConfig => {
  if (basename(file) !== PACKAGE_FILE) return wholeFile(file, file)
  const found = keyOf(file, readJson(file, textOf(file, file)))
  if (found) return found
  throw new UsageError(`reading ${file}: it has no key "${PACKAGE_KEY}" with a config`)
}

const wholeFile = (file: string, path: string): FoundConfig => {
  const json = readJson(file, textOf(file, path))
  return { file, json, under: [], value: json.value }
}

/** A package.json that does not speak of us is none of our business, malformed or not. */
const packageConfig = (folder: string): FoundConfig | undefined => {
  const path = join(folder, PACKAGE_FILE)
  const text = existsSync(path) ? textOf(PACKAGE_FILE, path) : ''
  return text.includes(`"${PACKAGE_KEY}"`) ? keyOf(PACKAGE_FILE, readJson(PACKAGE_FILE, text)) : undefined
}

const keyOf = (file: string, json: CommentedJson): FoundConfig | undefined => {
  const { value } = json
  if (typeof value !== 'object' || value === null || !(PACKAGE_KEY in value)) return undefined
  return { file, json, under: [PACKAGE_KEY], value: value[PACKAGE_KEY] }
}

const textOf = (file: string, path: string): string => {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  } catch (cause) {
    throw new UsageError(`reading ${file}: ${reasonOf(cause)}`, { cause })
  }
}

const readJson = (file: string, text: string): CommentedJson => {
  const json = readCommentedJson(text)
  if ('problem' in json) throw new UsageError(`reading ${file}: line ${json.line}: ${json.problem}`)
  return json
}
