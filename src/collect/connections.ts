import { GetConnectionStatusCommand, type SSMClient } from '@aws-sdk/client-ssm'
import type { Connection, Instance, ManagedNode } from '../core/records.ts'
import { ask } from './ask.ts'
import { passedOn, readEach, wholeGaps, withGaps } from './loaded.ts'
import type { RegionCollector } from './source.ts'

const STATUS = 'ssm:GetConnectionStatus'

/** No call tells of several nodes at once. */
const SAMPLE = 50

/** Whether the control channels of nodes are up: of those that were named, else of a sample that has each sort of node. */
export const connections: RegionCollector<'connections'> = {
  actions: [STATUS],
  startsFrom: ['managedNodes', 'instances'],
  load: async source => {
    const [nodes, instances] = await Promise.all([source.load('managedNodes'), source.load('instances')])
    const online = Object.values(nodes.records).filter(node => node.pingStatus === 'Online')
    const named = source.selection.instances !== undefined || source.selection.tags !== undefined
    const ids = sampleOf(online, instances.records, named ? 4 * SAMPLE : SAMPLE)
    const loaded = await readEach('connections', ids, [STATUS], id => connection(source.clients.ssm, id))
    return withGaps(passedOn('connections', wholeGaps([nodes]), 'no ids'), loaded)
  },
}

/** One node of each sort first (role, subnet, version of the agent), then others, up to a number. */
const sampleOf = (
  nodes: readonly ManagedNode[],
  instances: Readonly<Record<string, Instance>>,
  most: number,
): readonly string[] => {
  const sorts = new Map<string, ManagedNode[]>()
  for (const node of nodes) {
    const { profileArn, subnetId } = instances[node.id] ?? {}
    const sort = [profileArn ?? node.iamRole, subnetId, node.agentVersion].join(' ')
    sorts.set(sort, [...(sorts.get(sort) ?? []), node])
  }
  const firsts = [...sorts.values()].flatMap(([first]) => first ?? [])
  const others = [...sorts.values()].flatMap(([, ...rest]) => rest)
  return [...firsts, ...others].slice(0, most).map(node => node.id)
}

const connection = async (ssm: SSMClient, id: string): Promise<Connection> => {
  const { Status } = await ask(STATUS, ['Status'], () =>
    ssm.send(new GetConnectionStatusCommand({ Target: id })),
  )
  return { id, status: Status.toLowerCase() }
}
