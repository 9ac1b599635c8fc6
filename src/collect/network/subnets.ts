import { DescribeSubnetsCommand, type Subnet as Ec2Subnet } from '@aws-sdk/client-ec2'
import type { Subnet } from '../../core/records.ts'
import { malformed } from '../ask.ts'
import type { RegionCollector } from '../source.ts'
import { asRecords, describeAll, describeBy } from './described.ts'
import { vpcIdsOf } from './vpc-ids.ts'

const SUBNETS = 'ec2:DescribeSubnets'

/** The subnets of the VPCs that have selected nodes. */
export const subnets: RegionCollector<'subnets'> = {
  actions: [SUBNETS],
  startsFrom: ['instances'],
  load: async source => {
    const { ids, gaps } = await vpcIdsOf(source, 'subnets')
    const { ec2 } = source.clients
    const found = await describeBy('vpc-id', ids, filter =>
      describeAll(SUBNETS, 'Subnets', page =>
        ec2.send(new DescribeSubnetsCommand({ ...page, Filters: [filter] })),
      ),
    )
    return asRecords('subnets', SUBNETS, found, idOf, subnet, gaps)
  },
}

const idOf = ({ SubnetId }: Ec2Subnet): string => {
  if (!SubnetId) throw malformed(SUBNETS, 'holds a subnet without its id')
  return SubnetId
}

const subnet = (id: string, found: Ec2Subnet): Subnet => {
  if (!found.VpcId) throw malformed(SUBNETS, 'holds a subnet without its VPC')
  const ipv6 = (found.Ipv6CidrBlockAssociationSet ?? []).flatMap(one =>
    one.Ipv6CidrBlockState?.State?.startsWith('disassociat') ? [] : (one.Ipv6CidrBlock ?? []),
  )
  return {
    id,
    vpcId: found.VpcId,
    ...(found.OwnerId && { ownerId: found.OwnerId }),
    cidrs: [...(found.CidrBlock ? [found.CidrBlock] : []), ...ipv6],
    ...(found.AvailabilityZone && { zone: found.AvailabilityZone }),
    ...(found.EnableDns64 !== undefined && { dns64: found.EnableDns64 }),
  }
}
