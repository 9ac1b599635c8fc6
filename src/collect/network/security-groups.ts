import {
  DescribeSecurityGroupsCommand,
  type EC2Client,
  type Filter,
  type IpPermission,
  type SecurityGroup as Ec2Group,
} from '@aws-sdk/client-ec2'
import type { Peer, SecurityGroup, SecurityGroupRule } from '../../core/records.ts'
import { malformed } from '../ask.ts'
import { passedOn, wholeGaps } from '../loaded.ts'
import { tagsOf } from '../iam-answers.ts'
import type { RegionCollector } from '../source.ts'
import { asRecords, describeAll, filtersFor } from './described.ts'
import { portsOf } from './ports.ts'
import { vpcIdsOf } from './vpc-ids.ts'

const GROUPS = 'ec2:DescribeSecurityGroups'

/** The groups of the nodes' and the endpoints' interfaces, and the default one of a VPC whose endpoints have none. */
export const securityGroups: RegionCollector<'securityGroups'> = {
  actions: [GROUPS],
  startsFrom: ['instances', 'vpcEndpoints'],
  load: async source => {
    const [{ instances, gaps }, endpoints] = await Promise.all([
      vpcIdsOf(source, 'securityGroups'),
      source.load('vpcEndpoints'),
    ])
    const guarded = Object.values(endpoints.records).filter(one => one.type === 'Interface')
    const ids = [
      ...instances.flatMap(({ interfaces = [] }) => interfaces.flatMap(one => one.groupIds)),
      ...guarded.flatMap(one => one.groupIds),
    ]
    const bare = guarded.filter(one => one.groupIds.length === 0).map(one => one.vpcId)
    const found = await Promise.all([
      ...filtersFor('group-id', ids).map(filter => describe(source.clients.ec2, [filter])),
      ...filtersFor('vpc-id', bare).map(filter => describe(source.clients.ec2, [filter, DEFAULT])),
    ])
    const passed = passedOn('securityGroups', wholeGaps([endpoints]), 'no ids')
    return asRecords('securityGroups', GROUPS, found.flat(), idOf, group, [...gaps, ...passed])
  },
}

const DEFAULT: Filter = { Name: 'group-name', Values: ['default'] }

const describe = (ec2: EC2Client, Filters: Filter[]): Promise<readonly Ec2Group[]> =>
  describeAll(GROUPS, 'SecurityGroups', page =>
    ec2.send(new DescribeSecurityGroupsCommand({ ...page, Filters })),
  )

const idOf = ({ GroupId }: Ec2Group): string => {
  if (!GroupId) throw malformed(GROUPS, 'holds a group without its id')
  return GroupId
}

const group = (id: string, found: Ec2Group): SecurityGroup => {
  const { GroupName, IpPermissions, IpPermissionsEgress } = found
  if (!GroupName || !IpPermissions || !IpPermissionsEgress)
    throw malformed(GROUPS, 'holds a group without its name or rules')
  return {
    id,
    name: GroupName,
    ...(found.VpcId && { vpcId: found.VpcId }),
    ...(found.OwnerId && { ownerId: found.OwnerId }),
    rules: [
      ...IpPermissions.flatMap(permission => rules('ingress', permission)),
      ...IpPermissionsEgress.flatMap(permission => rules('egress', permission)),
    ],
    tags: tagsOf(found.Tags),
  }
}

/** One rule for each peer of a permission. */
const rules = (
  direction: SecurityGroupRule['direction'],
  permission: IpPermission,
): readonly SecurityGroupRule[] => {
  const { IpProtocol, FromPort, ToPort } = permission
  if (!IpProtocol) throw malformed(GROUPS, 'holds a rule without its protocol')
  return peersOf(permission).map(({ peer, description }) => ({
    direction,
    protocol: IpProtocol,
    ...portsOf(FromPort, ToPort),
    peer,
    ...(description && { description }),
  }))
}

interface Told {
  readonly peer: Peer
  readonly description: string | undefined
}

/** aws: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html */
const peersOf = (permission: IpPermission): readonly Told[] => {
  const { IpRanges = [], Ipv6Ranges = [], PrefixListIds = [], UserIdGroupPairs = [] } = permission
  const blocks = [
    ...IpRanges.map(one => [one.CidrIp, one.Description] as const),
    ...Ipv6Ranges.map(one => [one.CidrIpv6, one.Description] as const),
  ]
  return [
    ...blocks.map(([cidr, description]) => ({
      peer: { kind: 'cidr' as const, cidr: named(cidr) },
      description,
    })),
    ...PrefixListIds.map(one => ({
      peer: { kind: 'prefix list' as const, prefixListId: named(one.PrefixListId) },
      description: one.Description,
    })),
    ...UserIdGroupPairs.map(one => ({
      peer: {
        kind: 'group' as const,
        groupId: named(one.GroupId),
        ...(one.UserId && { ownerId: one.UserId }),
      },
      description: one.Description,
    })),
  ]
}

const named = (text: string | undefined): string => {
  if (!text) throw malformed(GROUPS, 'holds a rule without its peer')
  return text
}
