import type { Change, NetworkChange } from '../changes/change.ts'
import { useOfGroup } from './group-use.ts'
import type { Step } from './types.ts'
import { gapOf, recordsOf, type World } from '../snapshot.ts'
import { viewOf } from '../views.ts'

/** The text before and after, where a change edits a document. */
export const diffOf = (change: Change): Step['diff'] => {
  switch (change.type) {
    case 'put-policy-version':
      return { title: nameOf(change.policyArn), before: change.from, after: change.to }
    case 'put-role-policy':
      return { title: `${change.role}/${change.policy}`, before: change.from ?? '', after: change.to }
    case 'create-policy':
      return { title: change.name, before: '', after: change.document }
    case 'delete-policy-version':
      return { title: `${nameOf(change.policyArn)} (oldest version)`, before: change.document, after: '' }
    default:
      return undefined
  }
}

const nameOf = (arn: string): string => arn.split('/').at(-1) as string

/**
 * Who else is touched by a change: every principal that holds the policy, and the nodes of the roles among them; the
 * endpoints and nodes that have the security group; every host of a VPC whose names are resolved otherwise.
 */
export const holdersOf = (worlds: readonly World[], change: Change): readonly string[] => {
  if ('region' in change) return usersOf(worlds, change)
  if ('role' in change) return [roleWithNodes(worlds, change.role)]
  const [world] = worlds
  if (!world) return []
  const gap = gapOf(world, 'policyHolders', change.policyArn)
  if (gap) return [`holders unknown: ${gap.reason}`]
  const holders = recordsOf(world, 'policyHolders')[change.policyArn]
  if (!holders) return []
  return [
    ...holders.roles.map(role => roleWithNodes(worlds, role)),
    ...holders.users.map(user => `user ${user}`),
    ...holders.groups.map(group => `group ${group}`),
    ...holders.boundaryOf.map(principal => `permissions boundary of ${principal}`),
  ]
}

const roleWithNodes = (worlds: readonly World[], role: string): string => {
  const nodes = worlds.flatMap(
    world => viewOf(world, 'nodeRoles').records[role]?.nodes.map(node => node.id) ?? [],
  )
  return nodes.length === 0 ? `role ${role}` : `role ${role} (${nodes.join(', ')})`
}

const usersOf = (worlds: readonly World[], change: NetworkChange): readonly string[] => {
  const world = worlds.find(({ scope }) => scope.region === change.region)
  if (!world) return []
  switch (change.type) {
    case 'set-vpc-dns':
      return [hostsOf(world, change.vpcId)]
    case 'set-private-dns': {
      const endpoint = recordsOf(world, 'vpcEndpoints')[change.endpointId]
      return endpoint ? [hostsOf(world, endpoint.vpcId)] : []
    }
    case 'add-group-rule':
      return 'groupId' in change.group ? usersOfGroup(world, change.group.groupId) : []
    default:
      return []
  }
}

const hostsOf = (world: World, vpcId: string): string => {
  const instances = Object.values(recordsOf(world, 'instances')).filter(one => one.vpcId === vpcId)
  const ids = instances.map(({ id }) => id).toSorted()
  return ids.length === 0 ? `all hosts of ${vpcId}` : `all hosts of ${vpcId} (${ids.join(', ')} among them)`
}

const usersOfGroup = (world: World, groupId: string): readonly string[] => {
  const gap = gapOf(world, 'instances') ?? gapOf(world, 'vpcEndpoints')
  if (gap) return [`users of ${groupId} unknown: ${gap.reason}`]
  const { endpoints, nodes } = useOfGroup(world, groupId)
  return [...nodes.map(id => `node ${id}`), ...endpoints.map(id => `endpoint ${id}`)]
}
