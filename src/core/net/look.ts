import type { Reading } from '../access.ts'
import type { CollectedKind, CollectedRecords } from '../records.ts'
import type { Gap } from '../snapshot.ts'

/** What a look at the records gives: the record, or the read that failed; neither where it is not there. */
export interface Look<T> {
  readonly record?: T
  readonly gap?: Gap
}

/** Looks a record up without throwing: a gap is part of the answer. */
export const lookAt = <K extends CollectedKind>(
  reading: Reading,
  kind: K,
  id: string | undefined,
): Look<CollectedRecords[K]> => {
  if (id === undefined) return {}
  const { records, missing, whole } = reading.view(kind)
  const gap = whole ?? missing.get(id)
  if (gap) return { gap }
  const record = Object.hasOwn(records, id) ? records[id] : undefined
  return record === undefined ? {} : { record }
}

/** All records of a kind that can be seen; none where the kind as a whole was not read. */
export const seen = <K extends CollectedKind>(reading: Reading, kind: K): readonly CollectedRecords[K][] => {
  const { records, whole } = reading.view(kind)
  return whole ? [] : Object.values(records)
}

/** The read without which nobody can say that a record of a kind is not there. */
export const hiding = (reading: Reading, kind: CollectedKind): Gap | undefined => {
  const { missing, whole } = reading.view(kind)
  if (whole) return whole
  for (const gap of missing.values()) return gap
  return undefined
}
