import type { CollectedKind } from '../records.ts'
import { gapOf, recordsOf, type World } from '../snapshot.ts'

/** Why a thing cannot be edited: it, or all of its kind, was not read. */
export const unread = (world: World, kind: CollectedKind, id: string, what: string): string | undefined => {
  const gap = gapOf(world, kind, id)
  if (gap) return `${what} could not be read: ${gap.reason} (needs ${gap.actions.join(', ')})`
  return Object.hasOwn(recordsOf(world, kind), id) ? undefined : `${what} was not read`
}
