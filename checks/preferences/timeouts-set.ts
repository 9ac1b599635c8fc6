import { defineCheck, type Preferences, type Problem, type Scope } from '../../src/core/index.ts'
import { editDocument } from './edit-document.ts'
import { FIELD_CAUSES, inVersions, shownIn } from './in-versions.ts'

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
  fix: 'none',
  each: 'preferences',
  needs: [],
  after: ['preferences/document-exists'],
  mayFollow: FIELD_CAUSES,
  run(preferences, _records, scope) {
    return TIMEOUTS.flatMap(timeout => problemOf(timeout, preferences, scope) ?? [])
  },
})

const problemOf = (
  { field, severity, absent, range }: Timeout,
  preferences: Preferences,
  scope: Scope,
): Problem | undefined => {
  const found = inVersions(
    preferences,
    field,
    ({ inputs, faults }) => !inputs[field] && !faults.some(fault => fault.field === field),
  )
  if (!found) return undefined
  return {
    message: `${field} is not set${found.where}: ${absent}`,
    about: field,
    severity,
    ...found.verdict,
    because: found.because,
    evidence: shownIn(found, field, () => 'not set'),
    remedy: {
      text: `set ${field} to minutes, ${range}, as a string, in the newest version and make that the default`,
      commands: editDocument(preferences, scope),
    },
  }
}
