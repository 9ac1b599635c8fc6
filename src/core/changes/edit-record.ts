import type { CollectedKind, CollectedRecords } from '../records.ts'
import { recordsOf, type World } from '../snapshot.ts'

/** A record by its id; names such as `constructor` are names like any other. */
export const recordAt = <K extends CollectedKind>(
  world: World,
  kind: K,
  id: string,
): CollectedRecords[K] | undefined => {
  const records = recordsOf(world, kind)
  return Object.hasOwn(records, id) ? records[id] : undefined
}

/** The world with one record edited; a record that is not there, or that the edit leaves as it is, changes nothing. */
export const editRecord = <K extends CollectedKind>(
  world: World,
  kind: K,
  id: string,
  edit: (record: CollectedRecords[K]) => CollectedRecords[K],
): World => {
  const record = recordAt(world, kind, id)
  if (record === undefined) return world
  const edited = edit(record)
  return edited === record ? world : putRecord(world, kind, id, edited)
}

/** The world with a record put in; a kind that was not read is left alone. */
export const putRecord = <K extends CollectedKind>(
  world: World,
  kind: K,
  id: string,
  record: CollectedRecords[K],
): World => {
  if (!world.records[kind]) return world
  return { ...world, records: { ...world.records, [kind]: { ...recordsOf(world, kind), [id]: record } } }
}

/** The world without a record. */
export const dropRecord = (world: World, kind: CollectedKind, id: string): World => {
  if (recordAt(world, kind, id) === undefined) return world
  const { [id]: _gone, ...left } = recordsOf(world, kind)
  return { ...world, records: { ...world.records, [kind]: left } }
}
