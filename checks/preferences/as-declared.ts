import {
  declaredFields,
  declaredPreferences,
  defineCheck,
  editsOf,
  lostFields,
  namedKey,
  valueOf,
  type Declared,
  type Key,
  type Preferences,
  type PreferencesVersion,
  type Problem,
  type Scope,
} from '../../src/core/index.ts'
import { FIELD_CAUSES, inVersions, shownIn } from './in-versions.ts'
import { ifCertain, setting } from './setting.ts'

export default defineCheck({
  id: 'preferences/as-declared',
  title: 'the preferences are as the config declares them',
  why: 'What the config declares was agreed on. A field that differs was changed by somebody, in the console or by other code, and every session of the Region follows it.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html',
  severity: 'medium',
  fix: 'review',
  each: 'preferences',
  needs: ['declared', 'keys'],
  after: ['preferences/document-exists'],
  mayFollow: FIELD_CAUSES.filter(id => id !== 'preferences/as-declared'),
  run(preferences, { declared, keys }, scope) {
    return expectedOf(declared['config'] ?? {}, scope).flatMap(
      expected => problemOf(preferences, expected, keys, scope) ?? [],
    )
  },
})

interface Expected {
  readonly field: string
  readonly value: string
  /** All that is declared. */
  readonly wanted: PreferencesVersion
}

const expectedOf = (config: Declared, scope: Scope): readonly Expected[] => {
  const wanted = declaredPreferences(config, scope)
  if (!wanted) return []
  return declaredFields(config).map(field => ({ field, value: textOf(wanted, field), wanted }))
}

const textOf = (version: PreferencesVersion, field: string): string => String(valueOf(version, field) ?? '')

const problemOf = (
  preferences: Preferences,
  expected: Expected,
  keys: Readonly<Record<string, Key>>,
  scope: Scope,
): Problem | undefined => {
  const { field, value } = expected
  const inSome = (...answers: readonly Same[]) =>
    inVersions(preferences, field, version =>
      answers.includes(isSame(expected, textOf(version, field), keys, scope)),
    )
  const drifted = inSome('no')
  const found = drifted ?? inSome('unknown')
  if (!found) return undefined
  const [first] = found.versions
  const edits = isGivingUp(found.versions, expected) ? [] : editsOf(expected.wanted, [field])
  const text = `write ${field} as it is declared into the newest version and make that the default; or change what the config declares`
  return ifCertain({
    message: `${field} is ${shown(textOf(first, field))}${found.where}, and the config declares ${value === '' ? 'that it is not set' : value}`,
    about: field,
    ...(drifted ? found.verdict : { verdict: 'unknown' as const }),
    because: found.because.filter(cause => cause.check !== 'preferences/as-declared'),
    evidence: [
      ...shownIn(found, field, version => shown(textOf(version, field))),
      { label: 'declared', value: shown(value), source: 'config' },
    ],
    ...setting(preferences, text, edits, scope),
  })
}

/** What keeps, encrypts or ends sessions is never taken from them by a repair. */
const isGivingUp = (versions: readonly PreferencesVersion[], { field, wanted }: Expected): boolean =>
  versions.some(({ inputs }) => lostFields(inputs, { ...inputs, [field]: valueOf(wanted, field) }).length > 0)

type Same = 'yes' | 'no' | 'unknown'

/**
 * Whether two values of a field mean the same. An alias that the preferences name and that has no key is not there; one
 * that is declared may be about to be made.
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
