import { Unreadable, type KindView } from '../access.ts'
import type { AllRecords, DerivedKind } from '../kinds.ts'
import type { Gap } from '../snapshot.ts'

/** Builds a derived kind record by record: one that meets a gap becomes a gap of its own, the others stand. */
export const eachOf = <K extends DerivedKind>(
  ids: () => Iterable<string>,
  build: (id: string) => AllRecords[K] | undefined,
): KindView<K> => {
  const records: Record<string, AllRecords[K]> = {}
  const missing = new Map<string, Gap>()
  try {
    for (const id of ids()) {
      try {
        const record = build(id)
        if (record) records[id] = record
      } catch (error) {
        missing.set(id, gapIn(error))
      }
    }
  } catch (error) {
    return { records: {}, missing: new Map(), whole: gapIn(error) }
  }
  return { records, missing }
}

/** The gap that a reading met; any other error is thrown on. */
export const gapIn = (error: unknown): Gap => {
  if (error instanceof Unreadable) return error.gap
  throw error
}
