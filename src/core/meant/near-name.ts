import { editDistance } from '../edit-distance.ts'

/** How near a name is to the one that was meant: 0 is equal but for case and slashes, 1 a slip of the hand, 2 one segment. */
export type Nearness = 0 | 1 | 2

const MOST_EDITS = 3

/**
 * How near two names are: equal after folding case and slashes, within three edits, or different in one segment only.
 * @returns undefined where one was hardly meant for the other
 */
export const nearness = (name: string, meant: string): Nearness | undefined => {
  const [a, b] = [folded(name), folded(meant)]
  if (a === b) return 0
  if (isSlip(a, b)) return 1
  return differsInOneSegment(a.split(SEPARATORS), b.split(SEPARATORS)) ? 2 : undefined
}

/**
 * How near a pattern is to a name. Where it ends in a wildcard, what stands before the wildcard is compared with as
 * much of the name.
 */
export const patternNearness = (pattern: string, meant: string): Nearness | undefined => {
  const whole = nearness(pattern.replaceAll('*', ''), meant)
  const wildcard = pattern.indexOf('*')
  if (whole !== undefined || wildcard < 0) return whole
  const fixed = folded(pattern.slice(0, wildcard))
  const part = folded(meant.slice(0, wildcard))
  // Short beginnings are like each other by chance: `/app/` and `/aws/`.
  return fixed !== '' && editDistance(fixed, part) * 4 <= part.length ? 1 : undefined
}

const SEPARATORS = /[/\-_.]/

const folded = (name: string): string =>
  name
    .toLowerCase()
    .split('/')
    .filter(segment => segment !== '')
    .join('/')

/** Three edits turn any short name into any other: a slip leaves more than half of the name as it was. */
const isSlip = (a: string, b: string): boolean => {
  if (Math.abs(a.length - b.length) > MOST_EDITS) return false
  const distance = editDistance(a, b)
  return distance <= MOST_EDITS && distance * 2 < Math.max(a.length, b.length)
}

const differsInOneSegment = (a: readonly string[], b: readonly string[]): boolean => {
  if (a.length > b.length) return differsInOneSegment(b, a)
  const before = commonLength(a, b)
  const after = commonLength(a.toReversed(), b.toReversed())
  if (a.length === b.length) return a.length > 1 && before + after === a.length - 1
  // A segment more or less: what is equal has to be more than a common first word.
  return b.length === a.length + 1 && a.length > 1 && before + after >= a.length
}

const commonLength = (a: readonly string[], b: readonly string[]): number => {
  const at = a.findIndex((segment, index) => segment !== b[index])
  return at < 0 ? a.length : at
}
