import { DescribeVpcAttributeCommand, ModifyVpcAttributeCommand, type EC2Client } from '@aws-sdk/client-ec2'
import type { DnsAttribute } from '../core/changes/change.ts'
import { given, unlessGone } from './answers.ts'
import { ChangedSince, type Executor } from './executor.ts'

/** What an attribute is, or nothing where the VPC does not exist any more. */
const valueOf = async (
  ec2: EC2Client,
  VpcId: string,
  attribute: DnsAttribute,
): Promise<boolean | undefined> => {
  const Attribute = attribute === 'dnsSupport' ? 'enableDnsSupport' : 'enableDnsHostnames'
  const answer = await unlessGone(ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute })))
  if (!answer) return undefined
  return given(
    (attribute === 'dnsSupport' ? answer.EnableDnsSupport : answer.EnableDnsHostnames)?.Value,
    Attribute,
  )
}

const set: Executor<'set-vpc-dns'> = {
  look: async ({ region, vpcId, attribute, to }, context) => {
    const ec2 = context.at(region).ec2
    const value = await valueOf(ec2, vpcId, attribute)
    if (value === undefined && to) throw new ChangedSince(`${vpcId} does not exist any more`)
    if (value === undefined || value === to) return undefined
    const input = {
      VpcId: vpcId,
      ...(attribute === 'dnsSupport'
        ? { EnableDnsSupport: { Value: to } }
        : { EnableDnsHostnames: { Value: to } }),
    }
    return { write: async () => void (await ec2.send(new ModifyVpcAttributeCommand(input))) }
  },
}

/** The DNS attributes of a VPC. */
export const vpcDnsExecutors = { 'set-vpc-dns': set }
