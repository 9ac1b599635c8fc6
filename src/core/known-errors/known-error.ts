/** Where a text meets people. */
export type SeenBy = 'api' | 'node' | 'client' | 'agent-log'

/** What may stand behind an error. */
export interface KnownCause {
  /** What is; lower case, no full stop. */
  readonly cause: string
  /** The checks whose failure confirms it; none where AWS's data cannot tell. */
  readonly checks?: readonly string[]
  /** Something else makes it so, where that is seen. */
  readonly symptom?: true
  /** Milder findings of the checks speak of something else. */
  readonly severe?: true
  /** Whether `preflight` tells, on the computer of the one who saw the error. */
  readonly preflight?: true
  /** Where no check can tell: what to look at. */
  readonly look?: string
  /** What to do, in full sentences. */
  readonly remedy: string
  /** What happens once that is done, whatever it was. */
  readonly afterwards?: string
  /** Commands to paste. */
  readonly commands?: readonly string[]
}

/**
 * Pieces of a text that stand in it in this order, not far from each other. Letters, digits, `/` and `:` count alone,
 * so that line breaks, quotes and capitals do not matter; what varies (ids, names, accounts) is left out between pieces.
 */
export type Pieces = readonly [string, ...string[]]

/** An error text that people meet with Session Manager. */
export interface KnownError {
  /** Never renamed: programs read it. */
  readonly id: string
  /** The text as it is shown, with `…` for what varies. */
  readonly text: string
  readonly seenBy: SeenBy
  /** What a text looks like that is this one: any of these. */
  readonly patterns: readonly Pieces[]
  /** How people tell of it who saw no text. */
  readonly described?: readonly Pieces[]
  /** The text goes on and says why: told only where what it goes on with is not known. */
  readonly general?: true
  /** The text says nothing more behind the pattern than so many letters: that it stops there is the error. */
  readonly thenSilence?: number
  /** What it means, in full sentences. */
  readonly means: string
  /** What it seems to say and does not: it is told before all others. */
  readonly misleading?: string
  /** The likeliest first. */
  readonly causes: readonly [KnownCause, ...KnownCause[]]
}
