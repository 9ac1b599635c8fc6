import { GLOBAL_KINDS, type CollectedKind, type GlobalKind } from '../core/records.ts'
import { accountCollectors, regionCollectors } from './collectors.ts'

/** Whether a kind belongs to the account and not to a Region. */
export const isGlobal = (kind: CollectedKind): kind is GlobalKind =>
  (GLOBAL_KINDS as readonly string[]).includes(kind)

const collectorOf = (kind: CollectedKind) =>
  isGlobal(kind) ? accountCollectors[kind] : regionCollectors[kind]

/** The kinds that are read for these: themselves, and what their collectors start from. */
export const kindsRead = (kinds: Iterable<CollectedKind>): ReadonlySet<CollectedKind> => {
  const read = new Set<CollectedKind>()
  const add = (kind: CollectedKind): void => {
    if (read.has(kind)) return
    read.add(kind)
    collectorOf(kind).startsFrom.forEach(add)
  }
  for (const kind of kinds) add(kind)
  return read
}

/**
 * The IAM actions that collecting these kinds may call, sts:GetCallerIdentity apart.
 * @returns each once, sorted
 */
export const readActions = (kinds: Iterable<CollectedKind>): string[] =>
  [...new Set([...kindsRead(kinds)].flatMap(kind => collectorOf(kind).actions))].toSorted()
