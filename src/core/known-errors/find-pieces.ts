/** Where the pieces of a text were found: from the first letter of the first to behind the last of the last. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Ids, names and ARNs stand between pieces, no other messages. */
export const FARTHEST = 700

/**
 * Finds pieces in their order, each at most 700 letters behind the one before.
 * Looks only where the rest can be near enough, so its time grows with the text and no faster.
 */
export const findPieces = (text: string, pieces: readonly string[]): Span | undefined => {
  const [first = '', ...rest] = pieces
  const reach = pieces.reduce((sum, piece) => sum + piece.length + FARTHEST, 0)
  let start = text.indexOf(first)
  while (start >= 0) {
    const found = follow(text, start + first.length, rest)
    if (found.end !== undefined) return { start, end: found.end }
    if (found.next === undefined) return undefined
    start = text.indexOf(first, Math.max(start + 1, found.next - reach))
  }
  return undefined
}

/** The end of pieces that follow near; else where the first that is too far stands: nothing before it serves. */
const follow = (text: string, from: number, pieces: readonly string[]): { end?: number; next?: number } => {
  let end = from
  for (const piece of pieces) {
    const at = text.indexOf(piece, end)
    if (at < 0) return {}
    if (at - end > FARTHEST) return { next: at }
    end = at + piece.length
  }
  return { end }
}
