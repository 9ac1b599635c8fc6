import { ifReadable, Unreadable, type KindView, type Reading } from '../access.ts'
import type { JudgedNode } from '../kinds.ts'
import type { Instance, ManagedNode } from '../records.ts'
import type { World } from '../snapshot.ts'
import { eachOf, gapIn } from './each.ts'
import { hostManagementRole, roleInUse, servedByHostManagement } from './role-in-use.ts'
import { triesSystemsManager } from './tries-systems-manager.ts'

type Tries = (role: string) => boolean

const GRACE_MS = 30 * 60 * 1000

/**
 * The nodes that are judged: Systems Manager lists them, the user named them, their role carries or tries to carry
 * Systems Manager permissions, Default Host Management serves them, or the config says that all are managed. Never
 * those that a service operates or that do not run.
 */
export const judgedNodesOf = (reading: Reading): KindView<'judgedNodes'> => {
  const instances = reading.records('instances')
  const managed = reading.records('managedNodes')
  const tries = remember((role: string) => triesSystemsManager(reading, role))
  return eachOf<'judgedNodes'>(
    () => new Set([...idsIn(reading.view('instances')), ...idsIn(reading.view('managedNodes'))]),
    id => judged(reading, id, instances[id], managed[id], tries),
  )
}

/** The ids of a kind, those of records that could not be read among them: one of these hides itself alone. */
const idsIn = ({ whole, records, missing }: KindView): readonly string[] => {
  if (whole) throw new Unreadable(whole)
  return [...Object.keys(records), ...missing.keys()]
}

/** Thousands of instances share a few roles: each is asked once. */
const remember = <T>(ask: (id: string) => T): ((id: string) => T) => {
  const known = new Map<string, T>()
  return id => {
    const answer = known.has(id) ? (known.get(id) as T) : ask(id)
    known.set(id, answer)
    return answer
  }
}

const judged = (
  reading: Reading,
  id: string,
  instance: Instance | undefined,
  managed: ManagedNode | undefined,
  tries: Tries,
): JudgedNode | undefined => {
  if (!inScope(reading, id, instance, managed, tries)) return undefined
  const name = instance?.name ?? managed?.name
  const graceUntil = graceOf(reading.world, instance)
  return {
    id,
    arn: nodeArn(reading.world, id),
    ...(name !== undefined && { name }),
    ...(instance && { instance }),
    ...(managed && { managed }),
    ...(graceUntil !== undefined && { graceUntil }),
    ...knownRole(reading, instance, managed),
  }
}

/** A node is judged even where a failed read leaves its role open: only what rests on the role is then unknown. */
const knownRole = (
  reading: Reading,
  instance: Instance | undefined,
  managed: ManagedNode | undefined,
): Pick<JudgedNode, 'roleName' | 'roleSource' | 'roleGap'> => {
  try {
    return roleInUse(reading, instance, managed)
  } catch (error) {
    return { roleGap: gapIn(error) }
  }
}

const inScope = (
  reading: Reading,
  id: string,
  instance: Instance | undefined,
  managed: ManagedNode | undefined,
  tries: Tries,
): boolean => {
  if (instance?.operatedByService) return false
  const declared = reading.world.declared
  if (declared?.named?.includes(id)) return true
  if (instance && instance.state !== 'running') return false
  if (isGone(id, instance, managed)) return false
  if (managed || declared?.managed === 'all') return true
  if (!instance) return false
  const reasons = [
    () => triesByProfile(reading, instance, tries),
    () => servedByHostManagement(hostManagementRole(reading), instance, managed),
  ]
  // One reason is enough: a read that failed matters only where no other puts the node in scope.
  return reasons.some(reason => ifReadable(reason)) || reasons.some(reason => reason())
}

/** Systems Manager goes on listing an instance for a while that EC2 does not know any more: it was terminated. */
const isGone = (id: string, instance: Instance | undefined, managed: ManagedNode | undefined): boolean =>
  id.startsWith('i-') && !instance && managed?.pingStatus !== 'Online'

const triesByProfile = (reading: Reading, instance: Instance, tries: Tries): boolean => {
  if (instance.profileArn === undefined) return false
  const roleName = reading.records('instanceProfiles')[instance.profileArn]?.roleName
  return roleName !== undefined && tries(roleName)
}

const nodeArn = ({ scope }: World, id: string): string => {
  const [service, type] = id.startsWith('mi-') ? ['ssm', 'managed-instance'] : ['ec2', 'instance']
  return `arn:${scope.partition}:${service}:${scope.region}:${scope.accountId}:${type}/${id}`
}

const graceOf = (world: World, instance: Instance | undefined): string | undefined => {
  if (instance?.launchedAt === undefined) return undefined
  const until = Date.parse(instance.launchedAt) + GRACE_MS
  return until > Date.parse(world.scope.takenAt) ? new Date(until).toISOString() : undefined
}
