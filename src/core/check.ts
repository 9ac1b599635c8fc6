import type { Fix } from './changes/change.ts'
import type { Explanation } from './words/explanation.ts'
import type { AllRecords, Kind } from './kinds.ts'
import type { Scope } from './snapshot.ts'

export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const
export type Severity = (typeof SEVERITIES)[number]

/** A value that a finding rests on, and where it was read. Two that should be equal stand on adjacent lines. */
export interface Evidence {
  readonly label: string
  readonly value: string
  readonly source: string
}

/** A finding that a problem follows from: by check, and where they serve by the subject's id and by what it is about. */
export interface Cause {
  readonly check: string
  readonly subject?: string
  readonly about?: string
}

/** What to do, in words and as commands that can be pasted. */
export interface Remedy {
  readonly text: string
  readonly commands?: readonly string[]
}

/** What a check found wrong with one subject. */
export interface Problem {
  /** What is, with names and actual values; lower case, no full stop, no command. */
  readonly message: string
  /** Stable key of the part of the subject that is wrong: an action, a field, a statement's Sid or index. Never prose. */
  readonly about?: string
  /** When this case is worse or milder than the check's own severity. */
  readonly severity?: Severity
  /** The check had its facts and could not decide. */
  readonly verdict?: 'unknown'
  readonly because?: readonly Cause[]
  /**
   * The boundary, Deny statement or other layer that stops a call of the subject whatever else allows it: all that one
   * of them does to it is one finding.
   */
  readonly stoppedBy?: string
  readonly evidence?: readonly Evidence[]
  /** How the calls that it is about were decided, by layer and statement. */
  readonly explanation?: readonly Explanation[]
  /** Ids of the nodes that it hurts; by default those of the subject. */
  readonly affects?: readonly string[]
  readonly remedy: Remedy
  readonly fix?: readonly Fix[]
  /** This case needs an answer, though what the check repairs is safe as a rule. */
  readonly risk?: 'review'
}

/** The records that a check declared, by kind and id. Reading one that could not be read ends the subject as unknown. */
export type Records<N extends Kind> = { readonly [K in N]: Readonly<Record<string, AllRecords[K]>> }

/** How the checks' fixes are classed: `none` is advice or nothing at all. */
export type FixClass = 'safe' | 'review' | 'none'

/** A check: a pure function from one subject and the declared records to problems. */
export interface Check<E extends Kind = Kind, N extends Kind = Kind> {
  /** `area/what-must-hold`; equals its path; never renamed, never reused. */
  readonly id: string
  /** A statement that holds when healthy; lower case, no full stop. */
  readonly title: string
  /** What it costs when it does not hold, in full sentences. */
  readonly why: string
  /** The AWS page that it follows. */
  readonly docs: string
  readonly severity: Severity
  /** What `--fix` can do about it. */
  readonly fix: FixClass
  /** The types of all repairs that its problems may ask for. */
  readonly asks?: readonly Fix['type'][]
  /** Runs once per record of this kind. */
  readonly each: E
  /** The other kinds that it reads. */
  readonly needs: readonly N[]
  /** Checks whose failure on the same subject always makes this one a consequence. */
  readonly after?: readonly string[]
  /** Checks that a problem may name in `because`. */
  readonly mayFollow?: readonly string[]
  run(subject: AllRecords[E], records: Records<N>, scope: Scope): Problem | readonly Problem[] | undefined
}

/** A check whose kinds are not known to the compiler any more: how the engine and the registry hold it. */
export interface AnyCheck extends Omit<Check, 'run'> {
  run(subject: never, records: never, scope: Scope): Problem | readonly Problem[] | undefined
}

/** Defines a check; gives it back as it is, so that the compiler sees which records it declared. */
export const defineCheck = <E extends Kind, const N extends Kind>(check: Check<E, N>): Check<E, N> => check
