/** Beyond this many comparisons two texts are simply taken to be far apart. */
const MOST_WORK = 250_000

/** What it costs that a star stands for a character: else a short pattern that ends with one would be near to all. */
const STARRED = 0.5

/**
 * How far a text is from matching a pattern, where `*` is any text and `?` any one character: one for each character
 * that would have to be changed, added or left out, and half of that for each that a star stands for. Infinite for texts
 * too long to compare.
 */
export const globDistance = (pattern: string, text: string): number => {
  if (pattern.length * text.length > MOST_WORK) return Infinity
  let row = Array.from({ length: text.length + 1 }, (_, index) => index)
  for (const wanted of pattern) row = nextRow(row, wanted, text)
  return row[text.length] as number
}

const nextRow = (row: readonly number[], wanted: string, text: string): number[] => {
  const any = wanted === '*'
  const next = [(row[0] as number) + (any ? 0 : 1)]
  for (let at = 1; at <= text.length; at++) {
    const [left, above, corner] = [next[at - 1] as number, row[at] as number, row[at - 1] as number]
    const same = wanted === '?' || wanted === text[at - 1]
    next.push(any ? Math.min(left + STARRED, above) : Math.min(left + 1, above + 1, corner + (same ? 0 : 1)))
  }
  return next
}
