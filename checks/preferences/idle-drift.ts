import type { Declared, Preferences, PreferencesVersion, Problem, Scope } from '../../src/core/index.ts'
import { editDocument } from './edit-document.ts'
import { inVersions, shownIn } from './in-versions.ts'

/**
 * After how many idle minutes sessions end where nobody sets it.
 * aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-timeout.html
 */
const USUAL = 20

/** Sessions that may idle for longer than the config declares. */
export const idleDrift = (
  preferences: Preferences,
  { idleSessionTimeout }: Declared,
  scope: Scope,
): Problem | undefined => {
  if (!idleSessionTimeout) return undefined
  const { atMost } = idleSessionTimeout
  const field = 'idleSessionTimeout'
  const found = inVersions(preferences, field, version => minutesOf(version) > atMost)
  if (!found) return undefined
  const [first] = found.versions
  return {
    message: `sessions end after ${minutesOf(first)} idle minutes${found.where}, and the config declares at most ${atMost}`,
    about: field,
    ...found.verdict,
    because: found.because.filter(cause => cause.check !== 'preferences/as-declared'),
    evidence: [
      ...shownIn(found, field, ({ inputs }) => inputs.idleSessionTimeout ?? `not set: ${USUAL} minutes`),
      { label: 'declared', value: `at most ${atMost}`, source: 'config' },
    ],
    remedy: {
      text: `set ${field} to ${atMost} minutes or fewer, as a string, in the newest version and make that the default; or change what the config declares`,
      commands: editDocument(preferences, scope),
    },
  }
}

/** What is no number of minutes is told by preferences/schema-valid. */
const minutesOf = ({ inputs }: PreferencesVersion): number => {
  const minutes = Number(inputs.idleSessionTimeout ?? USUAL)
  return Number.isNaN(minutes) ? 0 : minutes
}
