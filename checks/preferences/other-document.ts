import { parsePreferences, type PreferencesVersion, type SessionDocument } from '../../src/core/index.ts'

/** What a document may give a session that another one lacks. */
export const GIVES = ['cloudWatchLogGroupName', 's3BucketName', 'kmsKeyId'] as const

/** Another Session document as the agent reads it, if it opens shells with settings of its own. */
export const withOwnInputs = ({ default: version }: SessionDocument): PreferencesVersion | undefined => {
  const parsed = parsePreferences('default', version)
  return isShell(version.content) ? parsed : undefined
}

const isShell = (content: string): boolean => {
  try {
    const document = JSON.parse(content) as { sessionType?: unknown; inputs?: unknown }
    return (
      document.sessionType === 'Standard_Stream' &&
      typeof document.inputs === 'object' &&
      document.inputs !== null
    )
  } catch {
    return false
  }
}

/** The settings that the first has and the second lacks; where there is no second, all that the first has. */
export const lackingIn = (
  first: PreferencesVersion,
  second: PreferencesVersion | undefined,
): readonly (typeof GIVES)[number][] =>
  GIVES.filter(field => first.inputs[field] !== '' && (second?.inputs[field] ?? '') === '')
