import { recordsOf, type World } from '../core/snapshot.ts'

/** The nodes that a run is about; none named: all. A node must satisfy both where both are given. */
export interface NodeChoice {
  readonly instances: readonly string[]
  readonly tags: Readonly<Record<string, string>>
}

export const choosesNodes = ({ instances, tags }: NodeChoice): boolean =>
  instances.length > 0 || Object.keys(tags).length > 0

/** The ids of the nodes that a world knows. */
export const nodeIds = (world: World): readonly string[] => [
  ...new Set([
    ...Object.keys(recordsOf(world, 'instances')),
    ...Object.keys(recordsOf(world, 'managedNodes')),
  ]),
]

/** The ids that were named, and those that a world has of what was chosen. */
export const chosenIds = (world: World, { instances }: NodeChoice): readonly string[] => [
  ...new Set([...instances, ...nodeIds(world)]),
]

/** A world in which these nodes are judged whatever their state, as the user named them. */
export const naming = (world: World, ids: readonly string[]): World => ({
  ...world,
  declared: { ...world.declared, named: ids },
})

/** A world with the chosen nodes alone: what a reading of them would have given. */
export const narrowed = (world: World, choice: NodeChoice): World => {
  if (!choosesNodes(choice)) return world
  const chosen = (id: string): boolean => isChosen(world, choice, id)
  const only = <T>(records: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(records).filter(([id]) => chosen(id)))
  const { instances, managedNodes } = world.records
  const records = {
    ...world.records,
    ...(instances && { instances: only(instances) }),
    ...(managedNodes && { managedNodes: only(managedNodes) }),
  }
  const gaps = world.gaps.filter(({ kind, id }) => !isNodeKind(kind) || id === undefined || chosen(id))
  const rest = { ...world, records, gaps }
  return naming(rest, chosenIds(rest, choice))
}

const isNodeKind = (kind: string): boolean => kind === 'instances' || kind === 'managedNodes'

const isChosen = (world: World, { instances, tags }: NodeChoice, id: string): boolean => {
  if (instances.length > 0 && !instances.includes(id)) return false
  const own = recordsOf(world, 'instances')[id]?.tags ?? {}
  return Object.entries(tags).every(([key, value]) => own[key] === value)
}

/** What to tell about nodes that were named and are not there; silent where their absence could be a failed read. */
export const missingNodes = (
  worlds: readonly World[],
  { instances, tags }: NodeChoice,
): readonly string[] => {
  if (worlds.some(({ gaps }) => gaps.some(({ kind }) => isNodeKind(kind)))) return []
  const known = new Set(worlds.flatMap(nodeIds))
  const where = worlds.map(({ scope }) => scope.region).join(', ')
  const missing = instances.filter(id => !known.has(id)).map(id => `${id} was not found in ${where}`)
  const words = Object.entries(tags).map(([key, value]) => `${key}=${value}`)
  if (words.length > 0 && known.size === 0)
    return [...missing, `no node has ${words.join(' and ')} in ${where}`]
  return missing
}
