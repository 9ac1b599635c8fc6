import {
  DescribeSecurityGroupRulesCommand,
  type EC2Client,
  type IpPermission,
  type SecurityGroupRule as Ec2Rule,
} from '@aws-sdk/client-ec2'
import { sameBlock } from '../core/changes/group-rules.ts'
import type { Peer, SecurityGroupRule } from '../core/records.ts'
import { peerPermission } from '../core/words/peer-permission.ts'
import { everyPage, given } from './answers.ts'

/** The rules of a group, each with its id and its tags. */
export const rulesOf = (ec2: EC2Client, groupId: string): Promise<readonly Ec2Rule[]> =>
  everyPage(async NextToken => {
    const page = await ec2.send(
      new DescribeSecurityGroupRulesCommand({
        Filters: [{ Name: 'group-id', Values: [groupId] }],
        ...(NextToken && { NextToken }),
      }),
    )
    return { items: given(page.SecurityGroupRules, 'SecurityGroupRules'), next: page.NextToken }
  })

/** Whether EC2 would take a rule for the same as another: its description does not count. */
export const isRule = (found: Ec2Rule, { direction, protocol, ports, peer }: SecurityGroupRule): boolean =>
  (found.IsEgress === true) === (direction === 'egress') &&
  found.IpProtocol === protocol &&
  (found.FromPort ?? -1) === (ports?.from ?? -1) &&
  (found.ToPort ?? -1) === (ports?.to ?? -1) &&
  isPeer(found, peer)

const isPeer = (found: Ec2Rule, peer: Peer): boolean => {
  if (peer.kind === 'group') return found.ReferencedGroupInfo?.GroupId === peer.groupId
  if (peer.kind === 'prefix list') return found.PrefixListId === peer.prefixListId
  const cidr = found.CidrIpv4 ?? found.CidrIpv6
  return cidr !== undefined && sameBlock(cidr, peer.cidr)
}

/** A rule as EC2 takes it. */
export const permissionOf = ({ protocol, ports, peer, description }: SecurityGroupRule): IpPermission => ({
  IpProtocol: protocol,
  FromPort: ports?.from ?? -1,
  ToPort: ports?.to ?? -1,
  ...peerPermission(peer, description),
})
