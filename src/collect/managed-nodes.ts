import {
  DescribeInstanceInformationCommand,
  DescribeInstancePropertiesCommand,
  type InstanceInformation,
  type InstanceProperty,
  type SSMClient,
} from '@aws-sdk/client-ssm'
import type { ManagedNode } from '../core/records.ts'
import { ask, everyPage, failedWith, FailedRead, malformed } from './ask.ts'
import { byKey, gapFrom, type Loaded } from './loaded.ts'
import type { RegionCollector, RegionSource } from './source.ts'

const PROPERTIES = 'ssm:DescribeInstanceProperties'
const INFORMATION = 'ssm:DescribeInstanceInformation'
const VALUES_PER_FILTER = 100

/** What Systems Manager lists in the Region. */
export const managedNodes: RegionCollector<'managedNodes'> = {
  actions: [PROPERTIES, INFORMATION],
  startsFrom: [],
  load: async source => {
    const nodes = await listed(source.clients.ssm, filterOf(source))
    return selected(
      source,
      byKey(nodes, ({ id }) => id),
    )
  },
}

/** Ids to filter by at the API, where that is possible. */
const filterOf = ({ selection: { instances } }: RegionSource): readonly string[] | undefined =>
  instances && instances.length <= VALUES_PER_FILTER ? instances : undefined

const listed = async (
  ssm: SSMClient,
  ids: readonly string[] | undefined,
): Promise<readonly ManagedNode[]> => {
  if (ids?.length === 0) return []
  try {
    return await fromProperties(ssm, ids)
  } catch (error) {
    // An id that Systems Manager does not know may be an error: then all are read, and the others left out.
    if (ids && failedWith(error, 'InvalidInstanceId', 'InvalidInstancePropertyFilterValue'))
      return listed(ssm, undefined)
    if (unreachable(error)) throw error
    return standIn(ssm, ids, error)
  }
}

/** DescribeInstanceInformation where DescribeInstanceProperties is denied or unknown; if both fail, both are named. */
const standIn = async (
  ssm: SSMClient,
  ids: readonly string[] | undefined,
  first: unknown,
): Promise<readonly ManagedNode[]> => {
  try {
    return await fromInformation(ssm, ids && [{ Key: 'InstanceIds', Values: [...ids] }])
  } catch (error) {
    const reasons = [first, error].map(failure =>
      failure instanceof Error ? failure.message : String(failure),
    )
    throw new FailedRead([PROPERTIES, INFORMATION], reasons.join('; then '), { cause: error })
  }
}

// The stand-in would meet the same silence.
const unreachable = (error: unknown): boolean => failedWith(error, 'AbortError', 'TimeoutError')

const fromProperties = (
  ssm: SSMClient,
  ids: readonly string[] | undefined,
): Promise<readonly ManagedNode[]> =>
  everyPage(PROPERTIES, async token => {
    const filter = ids && { Key: 'InstanceIds', Values: [...ids], Operator: 'Equal' as const }
    const input = {
      MaxResults: 1000,
      ...(filter && { FiltersWithOperator: [filter] }),
      ...(token && { NextToken: token }),
    }
    const answer = await ask(PROPERTIES, ['InstanceProperties'], () =>
      ssm.send(new DescribeInstancePropertiesCommand(input)),
    )
    return { items: answer.InstanceProperties.map(found => node(found, PROPERTIES)), next: answer.NextToken }
  })

type InformationFilters = { Key: string; Values: string[] }[]

const fromInformation = (
  ssm: SSMClient,
  filters: InformationFilters | undefined,
): Promise<readonly ManagedNode[]> =>
  everyPage(INFORMATION, async token => {
    const input = { MaxResults: 50, ...(filters && { Filters: filters }), ...(token && { NextToken: token }) }
    const answer = await ask(INFORMATION, ['InstanceInformationList'], () =>
      ssm.send(new DescribeInstanceInformationCommand(input)),
    )
    return {
      items: answer.InstanceInformationList.map(found => node(found, INFORMATION)),
      next: answer.NextToken,
    }
  })

const node = (found: InstanceProperty | InstanceInformation, action: string): ManagedNode => {
  const { InstanceId: id, PingStatus: pingStatus } = found
  if (!id || !pingStatus) throw malformed(action, 'holds a node without an id or a ping status')
  const { IsLatestVersion } = found as InstanceInformation
  return {
    id,
    pingStatus,
    ...(found.Name && { name: found.Name }),
    ...(found.LastPingDateTime && { lastPingAt: found.LastPingDateTime.toISOString() }),
    ...(found.AgentVersion && { agentVersion: found.AgentVersion }),
    ...(IsLatestVersion !== undefined && { isLatestVersion: IsLatestVersion }),
    ...(found.PlatformType && { platformType: found.PlatformType }),
    ...(found.PlatformName && { platformName: found.PlatformName }),
    ...(found.PlatformVersion && { platformVersion: found.PlatformVersion }),
    ...(found.IamRole && { iamRole: found.IamRole }),
    ...(found.IPAddress && { ipAddress: found.IPAddress }),
    ...(found.ActivationId && { activationId: found.ActivationId }),
    ...(found.RegistrationDate && { registeredAt: found.RegistrationDate.toISOString() }),
  }
}

/** What of the list the run is about. */
const selected = async (
  source: RegionSource,
  nodes: Readonly<Record<string, ManagedNode>>,
): Promise<Loaded<'managedNodes'>> => {
  const { instances, tags } = source.selection
  const named = instances ? only(nodes, new Set(instances)) : nodes
  return tags && Object.keys(tags).length > 0 ? tagged(source, named, tags) : { records: named, gaps: [] }
}

const only = (nodes: Readonly<Record<string, ManagedNode>>, ids: ReadonlySet<string>) =>
  Object.fromEntries(Object.entries(nodes).filter(([id]) => ids.has(id)))

/**
 * EC2 tells which instances have the tags (Systems Manager learns of them later), Systems Manager which hybrid nodes.
 */
const tagged = async (
  source: RegionSource,
  nodes: Readonly<Record<string, ManagedNode>>,
  tags: Readonly<Record<string, string>>,
): Promise<Loaded<'managedNodes'>> => {
  const instances = await source.load('instances')
  const failed = instances.gaps[0]
  if (failed) throw new FailedRead(failed.actions, failed.reason)
  const own = only(nodes, new Set(Object.keys(instances.records)))
  const hybrid = Object.keys(nodes).filter(id => id.startsWith('mi-'))
  if (hybrid.length === 0) return { records: own, gaps: [] }
  try {
    return { records: { ...own, ...only(nodes, await hybridWith(source.clients.ssm, tags)) }, gaps: [] }
  } catch (error) {
    return { records: own, gaps: hybrid.map(id => gapFrom('managedNodes', error, [INFORMATION], id)) }
  }
}

/** The hybrid nodes that have all the tags: a tag filter stands alone, so there is one read per tag. */
const hybridWith = async (
  ssm: SSMClient,
  tags: Readonly<Record<string, string>>,
): Promise<ReadonlySet<string>> => {
  const reads = Object.entries(tags).map(([key, value]) =>
    fromInformation(ssm, [{ Key: `tag:${key}`, Values: [value] }]),
  )
  const [first = [], ...others] = (await Promise.all(reads)).map(found => found.map(({ id }) => id))
  return new Set(first.filter(id => id.startsWith('mi-') && others.every(ids => ids.includes(id))))
}
