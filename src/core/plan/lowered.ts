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
