import type { Change, Fix } from '../changes/change.ts'

/** The changes that carry out what checks ask for, or the reason why one cannot be. */
export interface Lowered {
  readonly changes: readonly Change[]
  readonly refused: readonly { readonly fix: Fix; readonly reason: string }[]
}

/** Several lowered together. */
export const together = (parts: readonly Lowered[]): Lowered => ({
  changes: parts.flatMap(({ changes }) => changes),
  refused: parts.flatMap(({ refused }) => refused),
})

/** The changes of one thing, or the reason why it is left alone. */
export type Drafted = readonly Change[] | string

/** What was drafted for some fixes, or all of them refused for one reason. */
export const asLowered = (fixes: readonly Fix[], drafted: Drafted): Lowered =>
  typeof drafted === 'string'
    ? { changes: [], refused: fixes.map(fix => ({ fix, reason: drafted })) }
    : { changes: drafted, refused: [] }

/** Fixes by the thing that they are about: all that is asked of one thing is drafted at once. */
export const lowerByThing = <T extends Fix>(
  fixes: readonly T[],
  nameOf: (fix: T) => string,
  draft: (name: string, own: readonly T[]) => Drafted,
): Lowered =>
  together(
    [...new Set(fixes.map(nameOf))].map(name => {
      const own = fixes.filter(fix => nameOf(fix) === name)
      return asLowered(own, draft(name, own))
    }),
  )
