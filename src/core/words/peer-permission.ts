import type { Peer } from '../records.ts'

/**
 * The other end of a security group's rule, as EC2 takes it in a permission.
 *
 * aws: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html
 */
export const peerPermission = (peer: Peer, description: string | undefined) => {
  const told = description === undefined ? {} : { Description: description }
  if (peer.kind === 'group') {
    const owner = peer.ownerId === undefined ? {} : { UserId: peer.ownerId }
    return { UserIdGroupPairs: [{ GroupId: peer.groupId, ...owner, ...told }] }
  }
  if (peer.kind === 'prefix list') return { PrefixListIds: [{ PrefixListId: peer.prefixListId, ...told }] }
  return peer.cidr.includes(':')
    ? { Ipv6Ranges: [{ CidrIpv6: peer.cidr, ...told }] }
    : { IpRanges: [{ CidrIp: peer.cidr, ...told }] }
}
