import type { AnyCheck } from '../core/check.ts'
import { driftedFields, tellSince } from '../core/preferences/world-drift.ts'
import type { World } from '../core/snapshot.ts'
import type { Readable, ReadRequest } from './account.ts'
import { joined } from './draft.ts'

const KIND = 'documentVersions'

/** Reads an account, and where its preferences are otherwise than declared, their versions back to when they were not. */
export const readWithHistory = async (
  account: Readable,
  request: ReadRequest,
  selected: readonly AnyCheck[],
): Promise<readonly World[]> => withHistory(account, await account.read(request), selected)

/** Worlds with the versions of preferences that have drifted, if one of the checks tells since when. */
export const withHistory = async (
  account: Readable,
  worlds: readonly World[],
  selected: readonly AnyCheck[],
): Promise<readonly World[]> => {
  if (!selected.some(({ needs }) => needs.includes(KIND))) return worlds
  const history: NonNullable<ReadRequest['history']> = new Map(
    worlds.flatMap(world => {
      const drifted = driftedFields(world)
      if (drifted.length === 0) return []
      return [[world.scope.region, versions => tellSince(drifted, versions)]]
    }),
  )
  if (history.size === 0) return worlds
  const more = await account.read({ kinds: new Set([KIND]), nodes: { instances: [], tags: {} }, history })
  return worlds.map(world => (history.has(world.scope.region) ? joined(world, more) : world))
}
