import { Unreadable } from '../access.ts'
import type { YesNo } from '../report.ts'

/** One step of a session: whether it succeeds, what the user sees if not, and the checks that look at it. */
export interface Fact {
  readonly holds: YesNo
  readonly sees?: string
  readonly checks: readonly string[]
}

export const HOLDS: Fact = { holds: 'yes', checks: [] }

/** A step that fails, with the text that the user meets where there is one. */
export const fails = (checks: readonly string[], sees?: string): Fact => ({
  holds: 'no',
  checks,
  ...(sees !== undefined && { sees }),
})

export const undecided = (checks: readonly string[]): Fact => ({ holds: 'unknown', checks })

/** A step whose facts may be gaps: then it is undecided. */
export const attempt = (checks: readonly string[], step: () => Fact): Fact => {
  try {
    return step()
  } catch (error) {
    if (error instanceof Unreadable) return undecided(checks)
    throw error
  }
}

/** The first step that fails, else the first that cannot be decided: later ones are never reached. */
export const firstObstacle = (facts: readonly Fact[]): Fact =>
  facts.find(fact => fact.holds === 'no') ?? facts.find(fact => fact.holds === 'unknown') ?? HOLDS
