import { groupNamed } from '../changes/group-ref.ts'
import type { SecurityGroup, SecurityGroupRule, VpcEndpoint } from '../records.ts'
import { recordsOf, type World } from '../snapshot.ts'

/** aws: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups */
const RULES_PER_GROUP = 60
export const GROUPS_PER_INTERFACE = 5

/** What uses a group, as far as the world shows it. */
export interface GroupUse {
  readonly endpoints: readonly string[]
  readonly nodes: readonly string[]
}

/** The groups that guard an endpoint: where it lists none, the default group of its VPC. */
export const groupsOfEndpoint = (world: World, { groupIds, vpcId }: VpcEndpoint): readonly string[] => {
  if (groupIds.length > 0) return groupIds
  const group = groupNamed(world, vpcId, 'default')
  return group ? [group.id] : []
}

/** The endpoints and the instances whose interfaces have a group. */
export const useOfGroup = (world: World, groupId: string): GroupUse => ({
  endpoints: Object.values(recordsOf(world, 'vpcEndpoints'))
    .filter(endpoint => groupsOfEndpoint(world, endpoint).includes(groupId))
    .map(({ id }) => id)
    .toSorted(),
  nodes: Object.values(recordsOf(world, 'instances'))
    .filter(({ interfaces = [] }) => interfaces.some(one => one.groupIds.includes(groupId)))
    .map(({ id }) => id)
    .toSorted(),
})

// A list that AWS keeps of S3 or DynamoDB counts as one rule, another one as all that it may hold.
// aws: https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
const weightOf = (world: World, prefixListId: string): number => {
  const list = recordsOf(world, 'prefixLists')[prefixListId]
  if (!list || /^com\.amazonaws\..*\.(?:s3|dynamodb)$/.test(list.name ?? '')) return 1
  return Math.max(1, list.cidrs.length)
}

/** What a rule counts; one by a group or a list counts for both families. */
const weight = (world: World, { peer }: SecurityGroupRule, family: 'ipv4' | 'ipv6'): number => {
  if (peer.kind === 'prefix list') return weightOf(world, peer.prefixListId)
  if (peer.kind === 'group') return 1
  return peer.cidr.includes(':') === (family === 'ipv6') ? 1 : 0
}

/** Whether a group may hold its rules and these: inbound and outbound, IPv4 and IPv6 are counted apart. */
export const hasRoom = (
  world: World,
  { rules }: Pick<SecurityGroup, 'rules'>,
  more: readonly SecurityGroupRule[],
): boolean =>
  (['ingress', 'egress'] as const).every(direction =>
    (['ipv4', 'ipv6'] as const).every(family => {
      const counted = [...rules, ...more].filter(rule => rule.direction === direction)
      return counted.reduce((sum, rule) => sum + weight(world, rule, family), 0) <= RULES_PER_GROUP
    }),
  )
