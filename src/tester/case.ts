import type { Severity } from '../core/check.ts'
import type { BreakableWorld } from './breakable-world.ts'

/** What a case finds: `"<subject id>: <message>"` word for word, or the parts that matter. */
export type Expected = string | ExpectedFinding

/** The parts of a finding that matter; those that are not named may be as they are, but the verdict is `fail`. */
export interface ExpectedFinding {
  /** The subject's id. */
  readonly subject: string
  readonly message?: string | RegExp
  readonly severity?: Severity
  readonly verdict?: 'fail' | 'unknown'
  readonly about?: string
  /** The ids of the nodes that it hurts, in any order. */
  readonly affects?: readonly string[]
  readonly fixable?: boolean
  readonly risk?: 'safe' | 'review' | 'none'
}

/** One case of a check's test. */
export interface Case {
  /** Breaks (or, in a near miss, only alters) the healthy world. */
  break(world: BreakableWorld): void
  /** All that the check finds then; nothing for a near miss. */
  readonly finds: readonly Expected[]
}
