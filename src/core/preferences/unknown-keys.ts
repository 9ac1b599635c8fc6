import { nearestName } from '../edit-distance.ts'
import type { PreferencesFault } from './preferences.ts'
import type { JsonObject } from './json.ts'

/** Fields without which no record is made. */
const RECORDING = new Set(['inputs', 's3BucketName', 'cloudWatchLogGroupName'])

/** Keys that the agent does not know: a near miss was meant for the known one, others may be new. */
export const unknownKeys = (
  object: JsonObject,
  known: readonly string[],
  path = '',
): readonly PreferencesFault[] =>
  Object.keys(object)
    .filter(key => !known.includes(key))
    .map(key => unknownKey(key, nearestName(key, known, 2), path))

const unknownKey = (key: string, meant: string | undefined, path: string): PreferencesFault => {
  const field = `${path}${key}`
  if (meant === undefined) {
    const problem = `${field} is a field that is not known to Session Manager as of this version`
    return { field, problem, effect: 'none', severity: 'info' }
  }
  const problem = `${field} is not a field that Session Manager reads; the one near it is ${path}${meant}`
  return { field, problem, effect: RECORDING.has(meant) ? 'loss' : 'none', severity: 'high' }
}
