import { ifReadable } from '../access.ts'
import type { Declared, DocumentVersion, Key } from '../records.ts'
import type { Scope } from '../snapshot.ts'
import { namedKey } from '../session/session-key.ts'
import type { PreferenceEdit } from '../changes/document-change.ts'
import { declaredPreferences, editOf, pathsIn, valueOf } from './declared.ts'
import { parsePreferences, type PreferencesVersion } from './preferences.ts'

type Keys = Readonly<Record<string, Key>>

/** Whether two values of a field mean the same; `unknown` where what is declared could not be looked up. */
export type Agreement = 'yes' | 'no' | 'unknown'

/** A field of the preferences of which the config declares something. */
export interface DeclaredField {
  /** Those within the shell profile by their path. */
  readonly field: string
  /** What is declared, in words. */
  readonly wanted: string
  /** What stands in a version, in words. */
  readonly actual: (version: PreferencesVersion) => string
  /** Whether a version has the field as declared, in meaning. */
  readonly agrees: (version: PreferencesVersion) => Agreement
  /** What writes the field as declared. */
  readonly edit: PreferenceEdit
}

/** The fields of which the config declares something; nothing is said of others. */
export const declaredFields = (declared: Declared, keys: Keys, scope: Scope): readonly DeclaredField[] => {
  const { idleSessionTimeout } = declared
  const exact = exactFields(declared, keys, scope)
  const isExact = exact.some(({ field }) => field === IDLE)
  return idleSessionTimeout && !isExact ? [...exact, idleField(idleSessionTimeout.atMost)] : exact
}

const exactFields = (declared: Declared, keys: Keys, scope: Scope): readonly DeclaredField[] => {
  const wanted = declaredPreferences(declared, scope)
  if (!wanted) return []
  return pathsIn(declared).map(field => {
    const value = textOf(wanted, field)
    return {
      field,
      wanted: value === '' ? 'that it is not set' : value,
      actual: version => textOf(version, field) || 'not set',
      agrees: version => agreement(field, value, version, keys, scope),
      edit: editOf(wanted, field),
    }
  })
}

/** The value of a field in a version, as the agent reads it; empty where it is not set. */
const textOf = (version: PreferencesVersion, field: string): string => String(valueOf(version, field) ?? '')

const agreement = (
  field: string,
  wanted: string,
  version: PreferencesVersion,
  keys: Keys,
  scope: Scope,
): Agreement => {
  const actual = textOf(version, field)
  // What the node fills in at the start of a session is not visible here.
  if (version.leftToNode.includes(field)) return 'unknown'
  if (field === 's3KeyPrefix') return joined(actual) === joined(wanted) ? 'yes' : 'no'
  if (actual === wanted) return 'yes'
  if (field !== 'kmsKeyId') return 'no'
  return ifReadable(() => sameKey(actual, wanted, keys, scope)) ?? 'unknown'
}

/** Slashes that are doubled or last make no other key; one at the beginning does. */
const joined = (prefix: string): string => prefix.replaceAll(/\/+/g, '/').replace(/(?<=.)\/$/, '')

/**
 * Whether two names are of one key. An alias that is in use was looked up: where it has no key, it is not there. One that
 * is declared, and that nobody looked up, may name any key.
 */
export const sameKey = (actual: string, declared: string, keys: Keys, scope: Scope): Agreement => {
  if (actual === declared) return 'yes'
  if (actual === '' || declared === '') return 'no'
  const [used, wanted] = [actual, declared].map(ref => keyArn(ref, keys, scope))
  if (used === undefined) return 'no'
  if (wanted === undefined) return 'unknown'
  return used === wanted ? 'yes' : 'no'
}

/** A key may be named by its id, its ARN or an alias: of an alias that was not looked up nobody knows the key. */
const keyArn = (ref: string, keys: Keys, scope: Scope): string | undefined => {
  const known = namedKey(ref, keys, scope)?.arn
  if (known !== undefined || ref.includes('alias/')) return known
  const { partition, region, accountId } = scope
  return ref.startsWith('arn:') ? ref : `arn:${partition}:kms:${region}:${accountId}:key/${ref}`
}

const IDLE = 'idleSessionTimeout'

/**
 * After how many idle minutes sessions end where nobody sets it.
 * aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-timeout.html
 */
export const USUAL_IDLE = 20

const idleField = (atMost: number): DeclaredField => ({
  field: IDLE,
  wanted: `at most ${atMost}`,
  actual: ({ inputs }) => inputs.idleSessionTimeout ?? `not set, which is ${USUAL_IDLE} minutes`,
  // What is no number of minutes is told by preferences/schema-valid.
  agrees: ({ inputs }) => (Number(inputs.idleSessionTimeout ?? USUAL_IDLE) > atMost ? 'no' : 'yes'),
  edit: { path: ['inputs', IDLE], value: String(atMost) },
})

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
  { agrees }: DeclaredField,
  from: string,
  history: readonly DocumentVersion[],
): Since | undefined => {
  const start = history.findIndex(({ version }) => version === from)
  const older = start < 0 ? [] : history.slice(start)
  const at = older.findIndex(one => agrees(parsePreferences('default', one)) === 'yes')
  const version = at < 0 ? older.at(-1) : older[at - 1]
  const before = older[at]
  return version && { version, ...(before && { before }) }
}
