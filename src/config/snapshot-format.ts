import { UsageError } from '../core/errors.ts'
import { GLOBAL_KINDS } from '../core/records.ts'
import type { Gap, Scope, Snapshot, World, WorldRecords } from '../core/snapshot.ts'

export const SNAPSHOT_FORMAT = 'ssm-doctor-snapshot'
export const SNAPSHOT_VERSION = 1

interface WorldFile {
  readonly scope: Scope
  readonly records: WorldRecords
  readonly gaps: readonly Gap[]
}

/** The file: what is global stands once per account. */
export interface SnapshotFile {
  readonly format: typeof SNAPSHOT_FORMAT
  readonly version: typeof SNAPSHOT_VERSION
  readonly accounts: readonly { readonly shared?: WorldRecords; readonly worlds: readonly WorldFile[] }[]
}

/** A snapshot in the form of its file. */
export const packSnapshot = ({ worlds }: Snapshot): SnapshotFile => ({
  format: SNAPSHOT_FORMAT,
  version: SNAPSHOT_VERSION,
  accounts: byAccount(worlds).map(packAccount),
})

const byAccount = (worlds: readonly World[]): readonly (readonly World[])[] => {
  const accounts = [...new Set(worlds.map(world => world.scope.accountId))]
  return accounts.map(id => worlds.filter(world => world.scope.accountId === id))
}

const packAccount = (worlds: readonly World[]): SnapshotFile['accounts'][number] => {
  const shared = GLOBAL_KINDS.filter(kind => isShared(worlds, kind))
  const [first] = worlds
  return {
    shared: pick(first?.records ?? {}, kind => shared.some(one => one === kind)),
    worlds: worlds.map(({ scope, records, gaps }) => ({
      scope,
      records: pick(records, kind => shared.every(one => one !== kind)),
      gaps,
    })),
  }
}

const isShared = (worlds: readonly World[], kind: (typeof GLOBAL_KINDS)[number]): boolean => {
  const [first, ...others] = worlds.map(world => world.records[kind])
  if (first === undefined) return false
  return others.every(other => other === first || JSON.stringify(other) === JSON.stringify(first))
}

const pick = (records: WorldRecords, wanted: (kind: string) => boolean): WorldRecords =>
  Object.fromEntries(Object.entries(records).filter(([kind]) => wanted(kind)))

/**
 * The snapshot that a file holds.
 * @throws UsageError where two of its worlds are the same account and Region
 */
export const unpackSnapshot = (file: SnapshotFile, path: string): Snapshot => {
  const worlds = file.accounts.flatMap(({ shared = {}, worlds }) =>
    worlds.map(({ scope, records, gaps }) => ({ scope, records: Object.assign({}, shared, records), gaps })),
  )
  const names = worlds.map(({ scope }) => `${scope.accountId} ${scope.region}`)
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) throw new UsageError(`reading snapshot ${path}: ${twice} is in it twice`)
  return { worlds }
}
