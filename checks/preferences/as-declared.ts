import {
  defineCheck,
  namedKey,
  parsePreferences,
  type Declared,
  type Key,
  type Preferences,
  type PreferencesVersion,
  type Problem,
  type Scope,
} from '../../src/core/index.ts'
import { editDocument } from './edit-document.ts'
import { FIELD_CAUSES, inVersions, shownIn } from './in-versions.ts'

export default defineCheck({
  id: 'preferences/as-declared',
  title: 'the preferences are as the config declares them',
  why: 'What the config declares was agreed on. A field that differs was changed by somebody, in the console or by other code, and every session of the Region follows it.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html',
  severity: 'medium',
  fix: 'none',
  each: 'preferences',
  needs: ['declared', 'keys'],
  after: ['preferences/document-exists'],
  mayFollow: FIELD_CAUSES.filter(id => id !== 'preferences/as-declared'),
  run(preferences, { declared, keys }, scope) {
    const expected = expectedOf(declared['config'] ?? {}, scope)
    return [...expected].flatMap(
      ([field, value]) => problemOf(preferences, { field, value }, keys, scope) ?? [],
    )
  },
})

/** The declared fields as the agent would read them; those within the shell profile by their path. */
const expectedOf = ({ preferences = {} }: Declared, { region, accountId }: Scope): Map<string, string> => {
  const filled = JSON.stringify(preferences)
    .replaceAll('${region}', region)
    .replaceAll('${account}', accountId)
  const content = `{"schemaVersion":"1.0","sessionType":"Standard_Stream","inputs":${filled}}`
  const wanted = parsePreferences('default', { version: 'config', content })
  const fields = Object.keys(preferences).flatMap(field =>
    field === 'shellProfile' ? ['shellProfile.linux', 'shellProfile.windows'] : [field],
  )
  return new Map(fields.map(field => [field, valueOf(wanted, field)]))
}

const valueOf = ({ inputs }: PreferencesVersion, field: string): string => {
  const { shellProfile, ...flat } = inputs
  const values = new Map<string, string | boolean>([
    ...Object.entries(flat),
    ['shellProfile.linux', shellProfile.linux],
    ['shellProfile.windows', shellProfile.windows],
  ])
  return String(values.get(field) ?? '')
}

interface Expected {
  readonly field: string
  readonly value: string
}

const problemOf = (
  preferences: Preferences,
  expected: Expected,
  keys: Readonly<Record<string, Key>>,
  scope: Scope,
): Problem | undefined => {
  const { field, value } = expected
  const inSome = (...answers: readonly Same[]) =>
    inVersions(preferences, field, version =>
      answers.includes(isSame(expected, valueOf(version, field), keys, scope)),
    )
  const drifted = inSome('no')
  const found = drifted ?? inSome('unknown')
  if (!found) return undefined
  const [first] = found.versions
  return {
    message: `${field} is ${shown(valueOf(first, field))}${found.where}, and the config declares ${value === '' ? 'that it is not set' : value}`,
    about: field,
    ...(drifted ? found.verdict : { verdict: 'unknown' as const }),
    because: found.because.filter(cause => cause.check !== 'preferences/as-declared'),
    evidence: [
      ...shownIn(found, field, version => shown(valueOf(version, field))),
      { label: 'declared', value: shown(value), source: 'config' },
    ],
    remedy: {
      text: `write ${field} as it is declared into the newest version and make that the default; or change what the config declares`,
      commands: editDocument(preferences, scope),
    },
  }
}

type Same = 'yes' | 'no' | 'unknown'

/**
 * Whether two values of a field mean the same. Of keys only the one that the preferences name was looked up: an alias of
 * theirs without a key is not there, and one that is declared may name any key.
 */
const isSame = (
  { field, value }: Expected,
  actual: string,
  keys: Readonly<Record<string, Key>>,
  scope: Scope,
): Same => {
  const sure = (same: boolean): Same => (same ? 'yes' : 'no')
  if (field === 's3KeyPrefix') return sure(joined(actual) === joined(value))
  if (field !== 'kmsKeyId' || actual === '' || value === '' || actual === value) return sure(actual === value)
  const [one, other] = [actual, value].map(ref => keyArn(ref, keys, scope))
  if (one === undefined) return 'no'
  return other === undefined ? 'unknown' : sure(one === other)
}

/** A key may be named by its id, its ARN or an alias: of an alias that was not looked up nobody knows the key. */
const keyArn = (ref: string, keys: Readonly<Record<string, Key>>, scope: Scope): string | undefined => {
  const known = namedKey(ref, keys, scope)?.arn
  if (known !== undefined || ref.includes('alias/')) return known
  const { partition, region, accountId } = scope
  return ref.startsWith('arn:') ? ref : `arn:${partition}:kms:${region}:${accountId}:key/${ref}`
}

/** Slashes that are doubled or last make no other key; one at the beginning does. */
const joined = (prefix: string): string => prefix.replaceAll(/\/+/g, '/').replace(/(?<=.)\/$/, '')

const shown = (value: string): string => (value === '' ? 'not set' : value)
