import { FailedRead } from './ask.ts'
import { oneLine } from './one-line.ts'
import type { CollectedKind, CollectedRecords } from '../core/records.ts'
import type { Gap } from '../core/snapshot.ts'

/** A gap on its way into the worlds; with a Region it hides nothing in the worlds of other Regions. */
export interface FoundGap extends Gap {
  readonly region?: string
}

/** What was read of a kind, and what could not be. */
export interface Loaded<K extends CollectedKind = CollectedKind> {
  readonly records: Readonly<Record<string, CollectedRecords[K]>>
  readonly gaps: readonly FoundGap[]
}

/** A failed read as a gap; with an id only that record is unknown. An error of our own names all actions of the kind. */
export const gapFrom = (
  kind: CollectedKind,
  error: unknown,
  actions: readonly string[],
  id?: string,
): Gap => ({
  kind,
  ...(id !== undefined && { id }),
  reason: reasonOf(error),
  actions: error instanceof FailedRead ? error.actions : actions,
})

const reasonOf = (error: unknown): string => {
  if (error instanceof FailedRead) return error.message
  return `malformed answer: ${error instanceof Error ? oneLine(error) : String(error)}`
}

/**
 * Failed reads as a kind has them that starts from what they would have read: it could not be asked for either. The
 * reason and the actions stay those of the failed read.
 * @param ids whether the gaps' ids are ids of the kind too; without them they hide the whole kind
 */
export const passedOn = (
  kind: CollectedKind,
  gaps: readonly FoundGap[],
  ids: 'same ids' | 'no ids',
): FoundGap[] =>
  gaps.map(({ id, ...gap }) => ({ ...gap, kind, ...(ids === 'same ids' && id !== undefined && { id }) }))

/** The gaps that hide a whole kind. */
export const wholeGaps = (sources: readonly Loaded[]): FoundGap[] =>
  sources.flatMap(({ gaps }) => gaps.filter(({ id }) => id === undefined))

/** A load with more gaps, before its own. */
export const withGaps = <K extends CollectedKind>(
  gaps: readonly FoundGap[],
  loaded: Loaded<K>,
): Loaded<K> => ({ records: loaded.records, gaps: [...gaps, ...loaded.gaps] })

/**
 * Reads records one by one, side by side.
 * @param read gives the record, `undefined` where the thing does not exist, or a gap; where it throws, the id is a gap
 */
export const readEach = async <K extends CollectedKind>(
  kind: K,
  ids: Iterable<string>,
  actions: readonly string[],
  read: (id: string) => Promise<CollectedRecords[K] | undefined>,
  gapOf: (id: string, error: unknown) => Gap | Promise<Gap> = (id, error) =>
    gapFrom(kind, error, actions, id),
): Promise<Loaded<K>> => {
  const records = new Map<string, CollectedRecords[K]>()
  const gaps: Gap[] = []
  const one = async (id: string): Promise<void> => {
    try {
      const record = await read(id)
      if (record !== undefined) records.set(id, record)
    } catch (error) {
      gaps.push(await gapOf(id, error))
    }
  }
  await Promise.all([...new Set(ids)].map(one))
  // What came first over the wire must not show: equal accounts give equal snapshots.
  return { records: Object.fromEntries([...records].toSorted(byFirst)), gaps: gaps.toSorted(byId) }
}

const byFirst = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1)

const byId = (a: Gap, b: Gap): number => ((a.id ?? '') < (b.id ?? '') ? -1 : 1)
