import { GetConnectionStatusCommand, type SSMClient } from '@aws-sdk/client-ssm'
import type { Connection, Instance, ManagedNode } from '../core/records.ts'
import { ask } from './ask.ts'
import { passedOn, readEach, wholeGaps, withGaps } from './loaded.ts'
import type { RegionCollector } from './source.ts'

const STATUS = 'ssm:GetConnectionStatus'

/** No call tells of several nodes at once. */
const SAMPLE = 50
const NAMED = 200

/** Whether the control channels of nodes are up: of those that were named, else of one node of each sort. */
export const connections: RegionCollector<'connections'> = {
  actions: [STATUS],
  startsFrom: ['managedNodes', 'instances'],
  load: async source => {
    const [nodes, instances] = await Promise.all([source.load('managedNodes'), source.load('instances')])
    const listed = Object.values(nodes.records).toSorted(byPing)
    const named = source.selection.instances !== undefined || source.selection.tags !== undefined
    const chosen = named ? listed : oneOfEach(listed, instances.records)
    const ids = chosen.slice(0, named ? NAMED : SAMPLE).map(node => node.id)
    const loaded = await readEach('connections', ids, [STATUS], id => connection(source.clients.ssm, id))
    return withGaps(passedOn('connections', wholeGaps([nodes]), 'no ids'), loaded)
  },
}

/**
 * Nodes of one state, role, subnet and agent version fare alike: of each sort the one that was not heard for the longest
 * time. Those that are lost may have a channel all the same.
 */
const oneOfEach = (
  nodes: readonly ManagedNode[],
  instances: Readonly<Record<string, Instance>>,
): readonly ManagedNode[] => {
  const sorts = new Map<string, ManagedNode>()
  for (const node of nodes) {
    const { profileArn, subnetId } = instances[node.id] ?? {}
    const sort = [node.pingStatus, profileArn ?? node.iamRole, subnetId, node.agentVersion].join(' ')
    if (!sorts.has(sort)) sorts.set(sort, node)
  }
  return [...sorts.values()]
}

/** Those that are Online before those that are lost, of which more is known without asking. */
const byPing = (one: ManagedNode, other: ManagedNode): number =>
  Number(isLost(one)) - Number(isLost(other)) ||
  heard(one).localeCompare(heard(other)) ||
  one.id.localeCompare(other.id)

const isLost = ({ pingStatus }: ManagedNode): boolean => pingStatus !== 'Online'

const heard = ({ lastPingAt = '' }: ManagedNode): string => lastPingAt

const connection = async (ssm: SSMClient, id: string): Promise<Connection> => {
  const { Status } = await ask(STATUS, ['Status'], () =>
    ssm.send(new GetConnectionStatusCommand({ Target: id })),
  )
  return { id, status: Status.toLowerCase() }
}
