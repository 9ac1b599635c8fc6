import {
  declaredPreferences,
  defineCheck,
  editOf,
  valueOf,
  type Preferences,
  type PreferencesVersion,
  type Problem,
  type Scope,
} from '../../src/core/index.ts'
import { FIELD_CAUSES, inVersions, shownIn } from './in-versions.ts'
import { ifCertain, setting } from './setting.ts'

/** A timeout, and what holds where it is not set. */
interface Timeout {
  readonly field: 'maxSessionDuration' | 'idleSessionTimeout'
  readonly severity: 'low' | 'info'
  readonly absent: string
  readonly range: string
}

/** aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-max-timeout.html */
const TIMEOUTS: readonly Timeout[] = [
  {
    field: 'maxSessionDuration',
    severity: 'low',
    absent: 'a session that is in use never ends by itself',
    range: '1 to 1440',
  },
  {
    field: 'idleSessionTimeout',
    severity: 'info',
    absent: 'idle sessions end after 20 minutes, the default of AWS',
    range: '1 to 60',
  },
]

export default defineCheck({
  id: 'preferences/timeouts-set',
  title: 'sessions end by themselves',
  why: 'A session keeps the rights with which it was opened. One without an end outlives the reason for it, and the person’s access.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-max-timeout.html',
  severity: 'low',
  fix: 'review',
  asks: ['set-preferences'],
  each: 'preferences',
  needs: ['declared'],
  after: ['preferences/document-exists'],
  mayFollow: FIELD_CAUSES,
  run(preferences, { declared }, scope) {
    const wanted = declaredPreferences(declared['config'] ?? {}, scope)
    return TIMEOUTS.flatMap(timeout => problemOf(timeout, preferences, wanted, scope) ?? [])
  },
})

const problemOf = (
  { field, severity, absent, range }: Timeout,
  preferences: Preferences,
  wanted: PreferencesVersion | undefined,
  scope: Scope,
): Problem | undefined => {
  const found = inVersions(
    preferences,
    field,
    ({ inputs, faults }) => !inputs[field] && !faults.some(fault => fault.field === field),
  )
  if (!found) return undefined
  // How long a session may last is for people to say.
  const edits = wanted && valueOf(wanted, field) !== undefined ? [editOf(wanted, field)] : []
  const text = `set ${field} to minutes, ${range}, as a string, in the newest version and make that the default`
  return ifCertain({
    message: `${field} is not set${found.where}: ${absent}`,
    about: field,
    severity,
    ...found.verdict,
    because: found.because,
    evidence: shownIn(found, field, () => 'not set'),
    ...setting(preferences, text, edits, scope),
  })
}
