import type { ManagedNode } from '../core/records.ts'
import { FailedRead, malformed } from './ask.ts'
import { gapFrom, readEach, type FoundGap } from './loaded.ts'
import {
  fromInformation,
  INFORMATION,
  listNodes,
  PROPERTIES,
  type Listed,
  type NodeList,
} from './node-list.ts'
import type { RegionCollector, RegionSource } from './source.ts'

const VALUES_PER_FILTER = 100

/** What Systems Manager lists in the Region. */
export const managedNodes: RegionCollector<'managedNodes'> = {
  actions: [PROPERTIES, INFORMATION],
  startsFrom: [],
  load: async source => {
    const listed = await listNodes(source.clients.ssm, filterOf(source))
    const { ids, gaps } = await selected(source, listed)
    const loaded = await readEach('managedNodes', ids, [PROPERTIES], async id => node(id, listed.get(id)))
    return { records: loaded.records, gaps: [...gaps, ...loaded.gaps] }
  },
}

/** Ids to filter by at the API, where that is possible. */
const filterOf = ({ selection: { instances } }: RegionSource): readonly string[] | undefined =>
  instances && instances.length <= VALUES_PER_FILTER ? instances : undefined

const node = (id: string, found: Listed | undefined): ManagedNode => {
  if (!found?.PingStatus) throw malformed(PROPERTIES, 'holds a node without its ping status')
  return {
    id,
    pingStatus: found.PingStatus,
    ...('IsLatestVersion' in found &&
      found.IsLatestVersion !== undefined && { isLatestVersion: found.IsLatestVersion }),
    ...(found.Name && { name: found.Name }),
    ...(found.LastPingDateTime && { lastPingAt: found.LastPingDateTime.toISOString() }),
    ...(found.AgentVersion && { agentVersion: found.AgentVersion }),
    ...(found.PlatformType && { platformType: found.PlatformType }),
    ...(found.PlatformName && { platformName: found.PlatformName }),
    ...(found.PlatformVersion && { platformVersion: found.PlatformVersion }),
    ...(found.IamRole && { iamRole: found.IamRole }),
    ...(found.IPAddress && { ipAddress: found.IPAddress }),
    ...(found.ComputerName && { computerName: found.ComputerName }),
    ...(found.ActivationId && { activationId: found.ActivationId }),
    ...(found.RegistrationDate && { registeredAt: found.RegistrationDate.toISOString() }),
  }
}

interface Selected {
  readonly ids: readonly string[]
  readonly gaps: readonly FoundGap[]
}

/** What of the list the run is about. */
const selected = async (source: RegionSource, listed: NodeList): Promise<Selected> => {
  const { instances, tags = {} } = source.selection
  const ids = [...listed.keys()].filter(id => instances?.includes(id) ?? true)
  return Object.keys(tags).length > 0 ? tagged(source, ids, tags) : { ids, gaps: [] }
}

/** EC2 tells which instances have the tags, for Systems Manager learns of them later; the hybrid nodes it knows itself. */
const tagged = async (
  source: RegionSource,
  ids: readonly string[],
  tags: Readonly<Record<string, string>>,
): Promise<Selected> => {
  const instances = await source.load('instances')
  const failed = instances.gaps.find(({ id }) => id === undefined)
  if (failed) throw new FailedRead(failed.actions, failed.reason)
  const found = new Set([...Object.keys(instances.records), ...instances.gaps.map(({ id }) => id)])
  const own = ids.filter(id => found.has(id))
  const hybrid = ids.filter(id => id.startsWith('mi-'))
  if (hybrid.length === 0) return { ids: own, gaps: [] }
  try {
    return { ids: [...own, ...(await withTags(source, hybrid, tags))], gaps: [] }
  } catch (error) {
    return { ids: own, gaps: hybrid.map(id => gapFrom('managedNodes', error, [INFORMATION], id)) }
  }
}

/** The hybrid nodes that have all the tags: one read per tag. */
const withTags = async (
  { clients: { ssm } }: RegionSource,
  hybrid: readonly string[],
  tags: Readonly<Record<string, string>>,
): Promise<readonly string[]> => {
  const reads = Object.entries(tags).map(([key, value]) =>
    fromInformation(ssm, { Key: `tag:${key}`, Values: [value] }),
  )
  const lists = await Promise.all(reads)
  return hybrid.filter(id => lists.every(list => list.has(id)))
}
