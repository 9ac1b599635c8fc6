import { CAREFULLY } from '../changes/agent-updates.ts'
import type { Change, UpdateAgent } from '../changes/change.ts'
import type { AgentUpdate } from '../records.ts'
import { recordsOf, type World } from '../snapshot.ts'
import type { Lowered } from './lowered.ts'

type Targets = AgentUpdate['targets']

/** aws: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Target.html */
const VALUES_PER_TARGET = 50
/** aws: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateAssociation.html */
const TARGETS_PER_ASSOCIATION = 5

const NAME = 'ssm-doctor-update-agents'

/** Turns nodes whose agents must be kept current into associations of the document that updates agents. */
export const lowerAgentUpdates = (world: World, fixes: readonly UpdateAgent[]): Lowered => {
  const names = freeNames(world)
  const changes = targetsFor(world, fixes).map((targets): Change => {
    const name = names()
    return { type: 'create-association', region: world.scope.region, name, targets, ...CAREFULLY }
  })
  return { changes, refused: [] }
}

/** What each association is for: the tags that chose the nodes, all nodes where all need it, else each by its id. */
const targetsFor = (world: World, fixes: readonly UpdateAgent[]): readonly Targets[] => {
  const [first] = fixes
  if (!first) return []
  const tags = Object.entries(first.chosenBy ?? {})
  if (tags.length > 0 && tags.length <= TARGETS_PER_ASSOCIATION)
    return [tags.map(([key, value]) => ({ key: `tag:${key}`, values: [value] }))]
  const ids = fixes.map(({ nodeId }) => nodeId).toSorted()
  if (isEveryNode(world, ids)) return [[{ key: 'InstanceIds', values: ['*'] }]]
  return chunks(ids, VALUES_PER_TARGET).map(values => [{ key: 'InstanceIds', values }])
}

/** Whether these are all nodes of the Region: what is for all reaches those too that something else updates. */
const isEveryNode = (world: World, ids: readonly string[]): boolean => {
  if (world.gaps.some(({ kind }) => kind === 'managedNodes')) return false
  const wanted = new Set(ids)
  return Object.keys(recordsOf(world, 'managedNodes')).every(id => wanted.has(id))
}

const chunks = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size))

/** Names that no association has yet: those of earlier plans stay as they are. */
const freeNames = (world: World): (() => string) => {
  const taken = new Set(Object.values(recordsOf(world, 'agentUpdates')).map(({ name }) => name))
  return () => {
    const free = nameFrom(1, taken)
    taken.add(free)
    return free
  }
}

const nameFrom = (number: number, taken: ReadonlySet<string | undefined>): string => {
  const name = number === 1 ? NAME : `${NAME}-${number}`
  return taken.has(name) ? nameFrom(number + 1, taken) : name
}
