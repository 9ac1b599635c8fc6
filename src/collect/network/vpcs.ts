import {
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  type EC2Client,
  type Vpc as Ec2Vpc,
} from '@aws-sdk/client-ec2'
import type { Vpc, VpcDns } from '../../core/records.ts'
import { ask, malformed } from '../ask.ts'
import { readEach, withGaps } from '../loaded.ts'
import type { RegionCollector } from '../source.ts'
import { asRecords, describeAll, describeBy } from './described.ts'
import { vpcGap } from './foreign-vpcs.ts'
import { vpcIdsOf } from './vpc-ids.ts'

const VPCS = 'ec2:DescribeVpcs'
const ATTRIBUTE = 'ec2:DescribeVpcAttribute'

/** The VPCs that have selected nodes. */
export const vpcs: RegionCollector<'vpcs'> = {
  actions: [VPCS],
  startsFrom: ['instances'],
  load: async source => {
    const { ids, gaps } = await vpcIdsOf(source, 'vpcs')
    const { ec2 } = source.clients
    const found = await describeBy('vpc-id', ids, filter =>
      describeAll(VPCS, 'Vpcs', page => ec2.send(new DescribeVpcsCommand({ ...page, Filters: [filter] }))),
    )
    return asRecords('vpcs', VPCS, found, idOf, vpc, gaps)
  },
}

const idOf = ({ VpcId }: Ec2Vpc): string => {
  if (!VpcId) throw malformed(VPCS, 'holds a VPC without its id')
  return VpcId
}

const vpc = (id: string, found: Ec2Vpc): Vpc => ({
  id,
  ...(found.OwnerId && { ownerId: found.OwnerId }),
  cidrs: [...new Set([...(found.CidrBlock ? [found.CidrBlock] : []), ...associated(found)])],
  ...(found.DhcpOptionsId && { dhcpOptionsId: found.DhcpOptionsId }),
})

const associated = ({ CidrBlockAssociationSet = [], Ipv6CidrBlockAssociationSet = [] }: Ec2Vpc) => [
  ...CidrBlockAssociationSet.flatMap(one => (isGone(one.CidrBlockState) ? [] : (one.CidrBlock ?? []))),
  ...Ipv6CidrBlockAssociationSet.flatMap(one =>
    isGone(one.Ipv6CidrBlockState) ? [] : (one.Ipv6CidrBlock ?? []),
  ),
]

const isGone = (state: { readonly State?: string | undefined } | undefined): boolean =>
  state?.State?.startsWith('disassociat') === true || state?.State === 'failed'

/** The DNS attributes of the VPCs: no call gives them for several at once. */
export const vpcDns: RegionCollector<'vpcDns'> = {
  actions: [ATTRIBUTE],
  startsFrom: ['instances', 'vpcs'],
  load: async source => {
    const [{ ids, gaps }, found] = await Promise.all([vpcIdsOf(source, 'vpcDns'), source.load('vpcs')])
    const gapOf = vpcGap('vpcDns', ATTRIBUTE, source, found)
    const loaded = await readEach('vpcDns', ids, [ATTRIBUTE], id => dnsOf(source.clients.ec2, id), gapOf)
    return withGaps(gaps, loaded)
  },
}

const dnsOf = async (ec2: EC2Client, vpcId: string): Promise<VpcDns> => {
  const [dnsSupport, dnsHostnames] = await Promise.all([
    attribute(ec2, vpcId, 'enableDnsSupport', 'EnableDnsSupport'),
    attribute(ec2, vpcId, 'enableDnsHostnames', 'EnableDnsHostnames'),
  ])
  return { vpcId, dnsSupport, dnsHostnames }
}

const attribute = async (
  ec2: EC2Client,
  VpcId: string,
  Attribute: 'enableDnsSupport' | 'enableDnsHostnames',
  member: 'EnableDnsSupport' | 'EnableDnsHostnames',
): Promise<boolean> => {
  const answer = await ask(ATTRIBUTE, [member], () =>
    ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute })),
  )
  const value = answer[member].Value
  if (value === undefined) throw malformed(ATTRIBUTE, `holds no value of ${Attribute}`)
  return value
}
