import type { PreferencesFault } from './preferences.ts'
import { hasPlaceholder, kindOf, shown } from './json.ts'

interface ReadFlag {
  readonly value: boolean
  readonly faults: readonly PreferencesFault[]
}

/** The one flag that no agent takes as a string. */
const STRICT = 'cloudWatchStreamingEnabled'
/** The first agent that takes the other flags as strings. */
const TOLERANT_SINCE = '3.0.655.0'

/** What the agent takes for true and false in a string (the words of Go's ParseBool). */
const WORDS = new Map([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map(word => [word, true] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map(word => [word, false] as const),
])

/** What a text was meant to say as a flag: an empty one says false; nothing where it is no word for either. */
export const flagMeant = (text: string): boolean | undefined => (text === '' ? false : WORDS.get(text))

/** Reads a flag: booleans as they are, absent and `null` as false, strings where the agent is so kind. */
export const readFlag = (field: string, value: unknown): ReadFlag => {
  if (typeof value === 'boolean' || value === null) return { value: value === true, faults: [] }
  if (value === undefined) return { value: false, faults: [absent(field)] }
  const meant = typeof value === 'string' ? (flagMeant(value) ?? false) : false
  const fault = field === STRICT ? strict(field, value) : tolerated(field, value)
  return { value: meant, faults: fault ? [fault] : [] }
}

const absent = (field: string): PreferencesFault => ({
  field,
  problem: `${field} is absent, which the agent reads as false`,
  effect: 'none',
  severity: 'info',
})

/** A string is a type error of the whole document, for every agent; what a placeholder becomes is not known. */
const strict = (field: string, value: unknown): PreferencesFault => ({
  field,
  problem: `${field} is ${kindOf(value)} (${shown(value)}), not a boolean`,
  effect: 'hang',
  severity: 'critical',
  ...(hasPlaceholder(value) && { undecided: true as const }),
})

const tolerated = (field: string, value: unknown): PreferencesFault | undefined => {
  if (hasPlaceholder(value)) return undefined
  const wrong = `${field} is ${kindOf(value)} (${shown(value)}), not a boolean`
  if (typeof value === 'string' && flagMeant(value) !== undefined) {
    const problem = `${wrong}, which agents before ${TOLERANT_SINCE} cannot read`
    return { field, problem, effect: 'hang', severity: 'critical', fixedInAgent: TOLERANT_SINCE }
  }
  return { field, problem: wrong, effect: 'hang', severity: 'critical' }
}
