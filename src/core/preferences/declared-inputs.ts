import { ifReadable } from '../access.ts'
import type { Declared, DocumentVersion, Key } from '../records.ts'
import type { Scope } from '../snapshot.ts'
import { namedKey } from '../session/session-key.ts'
import { parsePreferences, type PreferencesVersion } from './preferences.ts'

/** A field of the preferences, and the value that the config declares of it, as the agent would read it. */
export interface DeclaredInput {
  readonly field: string
  /** Empty: it shall not be set. */
  readonly value: string
}

/** Whether two values of a field mean the same; `unknown` where what is declared could not be looked up. */
export type Agreement = 'yes' | 'no' | 'unknown'

/** The fields that the config declares; those within the shell profile by their path. */
export const declaredInputs = ({ preferences = {} }: Declared): readonly DeclaredInput[] => {
  const content = JSON.stringify({
    schemaVersion: '1.0',
    sessionType: 'Standard_Stream',
    inputs: preferences,
  })
  const wanted = parsePreferences('default', { version: 'config', content })
  return Object.entries(preferences)
    .flatMap(([field, value]) => (field === 'shellProfile' ? profileFields(value) : [field]))
    .map(field => ({ field, value: inputValue(wanted, field) }))
}

const profileFields = (profile: unknown): readonly string[] =>
  typeof profile === 'object' && profile !== null
    ? ['linux', 'windows'].filter(shell => shell in profile).map(shell => `shellProfile.${shell}`)
    : []

/** The value of a field in a version, as the agent reads it; empty where it is not set. */
export const inputValue = ({ inputs }: PreferencesVersion, field: string): string => {
  const { shellProfile, ...flat } = inputs
  const values = new Map<string, string | boolean>([
    ...Object.entries(flat),
    ['shellProfile.linux', shellProfile.linux],
    ['shellProfile.windows', shellProfile.windows],
  ])
  return String(values.get(field) ?? '')
}

/** Whether a version has a field as it is declared, in meaning: what the node fills in at the start is not known. */
export const agrees = (
  { field, value }: DeclaredInput,
  version: PreferencesVersion,
  keys: Readonly<Record<string, Key>>,
  scope: Scope,
): Agreement => {
  const actual = inputValue(version, field)
  if (version.leftToNode.includes(field)) return 'unknown'
  if (field === 's3KeyPrefix') return joined(actual) === joined(value) ? 'yes' : 'no'
  if (actual === value) return 'yes'
  if (field !== 'kmsKeyId') return 'no'
  return ifReadable(() => sameKey(actual, value, keys, scope)) ?? 'unknown'
}

/** Slashes that are doubled or last make no other key; one at the beginning does. */
const joined = (prefix: string): string => prefix.replaceAll(/\/+/g, '/').replace(/(?<=.)\/$/, '')

/** Whether two names are of one key: an alias is the same as the ARN of its key. */
export const sameKey = (
  actual: string,
  declared: string,
  keys: Readonly<Record<string, Key>>,
  scope: Scope,
): Agreement => {
  if (actual === declared) return 'yes'
  if (actual === '' || declared === '') return 'no'
  const wanted = arnOf(declared, keys, scope)
  if (wanted === undefined) return 'unknown'
  return arnOf(actual, keys, scope) === wanted ? 'yes' : 'no'
}

const arnOf = (ref: string, keys: Readonly<Record<string, Key>>, scope: Scope): string | undefined =>
  namedKey(ref, keys, scope)?.arn ?? (ref.includes(':key/') ? ref : undefined)

/** Since which version a field is otherwise than declared. */
export interface Since {
  readonly version: DocumentVersion
  /** The version before it, which had the field as declared; absent where none of those that were read had. */
  readonly before?: DocumentVersion
}

/**
 * Walks back from a version to the one since which a field is otherwise than declared.
 * @param history versions of the document, newest first
 */
export const driftedSince = (
  input: DeclaredInput,
  from: string,
  history: readonly DocumentVersion[],
  keys: Readonly<Record<string, Key>>,
  scope: Scope,
): Since | undefined => {
  const start = history.findIndex(({ version }) => version === from)
  if (start < 0) return undefined
  const older = history.slice(start)
  const asDeclared = older.findIndex(
    one => agrees(input, parsePreferences('default', one), keys, scope) === 'yes',
  )
  if (asDeclared === 0) return undefined
  const version = older[asDeclared < 0 ? older.length - 1 : asDeclared - 1]
  const before = asDeclared < 0 ? undefined : older[asDeclared]
  return version && { version, ...(before && { before }) }
}
