import type { CollectedKind, CollectedRecords } from '../records.ts'
import { recordsOf, type World } from '../snapshot.ts'

/** The world with one record replaced; a record that is not there is left alone. */
export const editRecord = <K extends CollectedKind>(
  world: World,
  kind: K,
  id: string,
  edit: (record: CollectedRecords[K]) => CollectedRecords[K],
): World => {
  const record = recordsOf(world, kind)[id]
  return record === undefined ? world : putRecord(world, kind, id, edit(record))
}

/** The world with a record put in. */
export const putRecord = <K extends CollectedKind>(
  world: World,
  kind: K,
  id: string,
  record: CollectedRecords[K],
): World => ({ ...world, records: { ...world.records, [kind]: { ...recordsOf(world, kind), [id]: record } } })

/** The world without a record. */
export const dropRecord = (world: World, kind: CollectedKind, id: string): World => {
  const { [id]: _gone, ...left } = recordsOf(world, kind)
  return { ...world, records: { ...world.records, [kind]: left } }
}
