import { DERIVED_FROM, isDerived } from '../views.ts'
import type { AnyCheck } from '../check.ts'
import type { Kind } from '../kinds.ts'
import { ON_REQUEST, type CollectedKind } from '../records.ts'

/** The collected kinds that a kind rests on: itself, or what a derived one starts from. */
export const collectedKinds = (kind: Kind): readonly CollectedKind[] =>
  isDerived(kind) ? DERIVED_FROM[kind].flatMap(collectedKinds) : [kind]

/**
 * What must be collected for these checks: the kinds that they run on and read, derived ones taken apart; not those that
 * are read on request.
 */
export const wantedKinds = (checks: readonly AnyCheck[]): ReadonlySet<CollectedKind> =>
  new Set(
    checks.flatMap(check => kindsOf(check).flatMap(collectedKinds)).filter(kind => !ON_REQUEST.has(kind)),
  )

/** The kinds that a check runs on and reads. */
export const kindsOf = (check: AnyCheck): readonly Kind[] => [check.each, ...check.needs]
