import type { AddGroupRule, SetPrivateDns, SetVpcDns } from '../changes/change.ts'
import { parseBlock } from '../net/cidr.ts'
import { compileGroups, letsThrough, type Groups } from '../net/security-groups.ts'
import type { Instance, VpcEndpoint } from '../records.ts'
import { gapOf, recordsOf, type World } from '../snapshot.ts'
import { groupsOfEndpoint, useOfGroup } from './group-use.ts'

const SHOWN = 10
const HTTPS = 443

const worldOf = (worlds: readonly World[], { region }: { readonly region: string }): World | undefined =>
  worlds.find(({ scope }) => scope.region === region)

/** Every host of the VPC follows its names. */
export const usersOfVpcNames = (worlds: readonly World[], change: SetVpcDns): readonly string[] => {
  const world = worldOf(worlds, change)
  return world ? [hostsOf(world, change.vpcId)] : []
}

/** Every host of the VPC follows the names of an endpoint: those that its groups keep out are told by name. */
export const usersOfEndpointNames = (worlds: readonly World[], change: SetPrivateDns): readonly string[] => {
  const world = worldOf(worlds, change)
  return world ? usersOfNames(world, change.endpointId) : []
}

/** The nodes and endpoints that have the group. */
export const usersOfRules = (worlds: readonly World[], change: AddGroupRule): readonly string[] => {
  const world = worldOf(worlds, change)
  return world && 'groupId' in change.group ? usersOfGroup(world, change.group.groupId) : []
}

const isHost = ({ state }: Instance): boolean => state !== 'terminated' && state !== 'shutting-down'

const instancesIn = (world: World, vpcId: string): readonly Instance[] =>
  Object.values(recordsOf(world, 'instances'))
    .filter(instance => instance.vpcId === vpcId && isHost(instance))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))

const listed = (instances: readonly Instance[]): string => {
  const more = instances.length - SHOWN
  const ids = instances.slice(0, SHOWN).map(({ id }) => id)
  return more > 0 ? `${ids.join(', ')} and ${more} more` : ids.join(', ')
}

const hostsOf = (world: World, vpcId: string): string => {
  const instances = instancesIn(world, vpcId)
  return instances.length === 0
    ? `all hosts of ${vpcId}`
    : `all hosts of ${vpcId} (${listed(instances)} among them)`
}

const usersOfNames = (world: World, endpointId: string): readonly string[] => {
  const endpoint = recordsOf(world, 'vpcEndpoints')[endpointId]
  if (!endpoint) return []
  const groups = guardsOf(world, endpoint)
  const shut = instancesIn(world, endpoint.vpcId).filter(instance => !isLetIn(groups, instance))
  const users = [hostsOf(world, endpoint.vpcId)]
  return shut.length === 0 ? users : [...users, `its groups do not let in ${listed(shut)}`]
}

const guardsOf = (world: World, endpoint: VpcEndpoint): Groups => {
  const groups = recordsOf(world, 'securityGroups')
  return compileGroups(
    groupsOfEndpoint(world, endpoint).flatMap(id => groups[id] ?? []),
    recordsOf(world, 'prefixLists'),
  )
}

const isLetIn = (groups: Groups, { interfaces = [] }: Instance): boolean => {
  const one = interfaces.find(({ primary }) => primary === true) ?? interfaces[0]
  const blocks = one?.addresses.slice(0, 1).flatMap(address => parseBlock(address) ?? []) ?? []
  const family = blocks[0]?.family ?? 'ipv4'
  const end = { family, blocks, groupIds: one?.groupIds ?? [], listIds: [] }
  return letsThrough(groups, 'ingress', end, HTTPS).verdict === 'open'
}

const usersOfGroup = (world: World, groupId: string): readonly string[] => {
  const gap = gapOf(world, 'instances') ?? gapOf(world, 'vpcEndpoints')
  if (gap) return [`users of ${groupId} unknown: ${gap.reason}`]
  const { endpoints, nodes } = useOfGroup(world, groupId)
  return [...nodes.map(id => `node ${id}`), ...endpoints.map(id => `endpoint ${id}`)]
}
