import { recordsOf, type World } from '../core/snapshot.ts'

/** A world whose scope carries more notes. */
export const withNote = (world: World, ...notes: readonly string[]): World => ({
  ...world,
  scope: { ...world.scope, notes: [...world.scope.notes, ...notes] },
})

/** What a reading leaves out by its nature: told once in each scope. */
export const withReadingNotes = (world: World): World =>
  withNote(world, NO_ORGANISATION, ...channelSample(world))

/** Decisions are made without them: they can be read from the organisation's own account alone. */
const NO_ORGANISATION = 'service control policies were not read'

/** No call tells of several control channels at once, so that a large fleet is asked by sample. */
const channelSample = (world: World): readonly string[] => {
  if (world.records.connections === undefined) return []
  const nodes = recordsOf(world, 'managedNodes')
  const online = Object.values(nodes).filter(node => node.pingStatus === 'Online')
  const isOnline = (id: string): boolean => nodes[id]?.pingStatus === 'Online'
  const asked = Object.keys(recordsOf(world, 'connections')).filter(isOnline).length
  const tried = world.gaps.filter(
    ({ kind, id }) => kind === 'connections' && id !== undefined && isOnline(id),
  )
  const left = online.length - asked - tried.length
  if (asked === 0 || left <= 0) return []
  return [`control channels were asked of ${asked} of ${online.length} nodes; name a node with -i to ask it`]
}
