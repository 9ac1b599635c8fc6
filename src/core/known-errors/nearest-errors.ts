import type { KnownError } from './known-error.ts'
import { KNOWN_ERRORS } from './known-errors.ts'

/** Words enough for any error; a log is not searched for likeness. */
const LONGEST = 20_000
/** Words that texts of all kinds have. */
const COMMON = new Set([
  'the',
  'and',
  'for',
  'with',
  'not',
  'was',
  'are',
  'you',
  'that',
  'this',
  'error',
  'failed',
])

const wordsOf = (text: string): ReadonlySet<string> =>
  new Set(
    (
      text
        .slice(0, LONGEST)
        .toLowerCase()
        .match(/[a-z0-9]{3,40}/g) ?? []
    ).filter(word => !COMMON.has(word)),
  )

/** The known errors that share most words with a text, the nearest first; none where hardly any are shared. */
export const nearestErrors = (text: string, most = 3): readonly KnownError[] => {
  const words = wordsOf(text)
  return KNOWN_ERRORS.map(error => ({ error, likeness: likeness(words, wordsOf(error.text)) }))
    .filter(one => one.likeness >= 0.15)
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, most)
    .map(({ error }) => error)
}

const likeness = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => {
  const shared = [...b].filter(word => a.has(word)).length
  return shared / Math.max(1, Math.min(a.size, 12), b.size)
}
