import {
  DescribeNetworkAclsCommand,
  type NetworkAcl as Ec2NetworkAcl,
  type NetworkAclEntry as Ec2Entry,
} from '@aws-sdk/client-ec2'
import type { NetworkAcl, NetworkAclEntry } from '../../core/records.ts'
import { malformed } from '../ask.ts'
import type { RegionCollector } from '../source.ts'
import { asRecords, describeAll, describeBy } from './described.ts'
import { portsOf } from './ports.ts'
import { vpcIdsOf } from './vpc-ids.ts'

const ACLS = 'ec2:DescribeNetworkAcls'

/** The network ACLs of the VPCs that have selected nodes. */
export const networkAcls: RegionCollector<'networkAcls'> = {
  actions: [ACLS],
  startsFrom: ['instances'],
  load: async source => {
    const { ids, gaps } = await vpcIdsOf(source, 'networkAcls')
    const { ec2 } = source.clients
    const found = await describeBy('vpc-id', ids, filter =>
      describeAll(ACLS, 'NetworkAcls', page =>
        ec2.send(new DescribeNetworkAclsCommand({ ...page, Filters: [filter] })),
      ),
    )
    return asRecords('networkAcls', ACLS, found, idOf, acl, gaps)
  },
}

const idOf = ({ NetworkAclId }: Ec2NetworkAcl): string => {
  if (!NetworkAclId) throw malformed(ACLS, 'holds an ACL without its id')
  return NetworkAclId
}

const acl = (id: string, { VpcId, Associations = [], Entries }: Ec2NetworkAcl): NetworkAcl => {
  if (!VpcId || !Entries) throw malformed(ACLS, 'holds an ACL without its VPC or entries')
  return {
    id,
    vpcId: VpcId,
    subnetIds: Associations.flatMap(one => one.SubnetId ?? []).toSorted(),
    entries: Entries.map(entry).toSorted(byOrder),
  }
}

const byOrder = (a: NetworkAclEntry, b: NetworkAclEntry): number =>
  Number(a.egress) - Number(b.egress) || a.number - b.number

const entry = (found: Ec2Entry): NetworkAclEntry => {
  const { RuleNumber, Protocol, RuleAction, CidrBlock, Ipv6CidrBlock, PortRange } = found
  const cidr = CidrBlock ?? Ipv6CidrBlock
  if (RuleNumber === undefined || !Protocol || !RuleAction || !cidr)
    throw malformed(ACLS, 'holds an entry without its number, protocol, action or block')
  return {
    number: RuleNumber,
    egress: found.Egress === true,
    allow: RuleAction === 'allow',
    protocol: Protocol,
    cidr,
    ...portsOf(PortRange?.From, PortRange?.To),
  }
}
