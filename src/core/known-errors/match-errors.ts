import { FARTHEST, findPieces, type Span } from './find-pieces.ts'
import type { KnownError, Pieces } from './known-error.ts'
import { KNOWN_ERRORS } from './known-errors.ts'
import { squeeze } from './squeeze.ts'

interface Match extends Span {
  readonly error: KnownError
  /** How many letters of the pattern were found: the more, the more specific. */
  readonly weight: number
  /** Serves only where nothing of a lower rank is near: what says more, or says anything where this rests on silence. */
  readonly rank: 0 | 1 | 2
}

interface Prepared {
  readonly error: KnownError
  /** The most specific pattern first. */
  readonly patterns: readonly Pattern[]
}

interface Pattern {
  readonly pieces: readonly string[]
  readonly weight: number
  /** How much may follow; anything where it is not said. */
  readonly follows?: number | undefined
}

const prepare = (error: KnownError): Prepared => ({
  error,
  patterns: [
    ...error.patterns.map(pieces => patternOf(pieces, error.thenSilence)),
    ...(error.described ?? []).map(pieces => patternOf(pieces)),
  ].toSorted((a, b) => b.weight - a.weight),
})

const patternOf = (words: Pieces, follows?: number): Pattern => {
  const pieces = words.map(squeeze)
  return { pieces, weight: pieces.join('').length, follows }
}

const PREPARED = KNOWN_ERRORS.map(prepare)

/**
 * The known errors that a text holds, the most specific first; what is only a part of a more specific one is left out.
 * Takes any text, in time that grows with its length.
 */
export const matchErrors = (text: string): readonly KnownError[] => {
  const squeezed = squeeze(text)
  const all = PREPARED.flatMap(one => matchOf(squeezed, one) ?? []).toSorted(byWeight)
  const found = all.filter(match => !all.some(other => other.rank < match.rank && isNear(other, match)))
  return found
    .filter((match, at) => !found.slice(0, at).some(other => covers(other, match)))
    .map(({ error }) => error)
}

const byWeight = (a: Match, b: Match): number => b.weight - a.weight || a.start - b.start

/** What stands nearer than parts of one text may belongs to the same one. */
const isNear = (a: Span, b: Span): boolean => a.start - b.end <= FARTHEST && b.start - a.end <= FARTHEST

const covers = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end

const matchOf = (text: string, { error, patterns }: Prepared): Match | undefined => {
  for (const { pieces, weight, follows } of patterns) {
    const span = follows === undefined ? findPieces(text, pieces) : lastPieces(text, pieces, follows)
    if (span) return { error, weight, rank: follows === undefined ? (error.general ? 1 : 0) : 2, ...span }
  }
  return undefined
}

/** Pieces at the end of a text, with no more than some letters behind them. */
const lastPieces = (text: string, pieces: readonly string[], most: number): Span | undefined => {
  const last = pieces.at(-1) ?? ''
  const at = text.lastIndexOf(last)
  if (at < 0 || text.length - at - last.length > most) return undefined
  const from = Math.max(0, at - MOST_BETWEEN)
  const span = findPieces(text.slice(from), pieces)
  return span && { start: span.start + from, end: text.length }
}

/** What people typed in a session that ended at once. */
const MOST_BETWEEN = 400
