import type { NetworkInterface } from '../../core/records.ts'

/** What DescribeInstances and DescribeNetworkInterfaces tell alike of an interface. */
export interface FoundInterface {
  readonly NetworkInterfaceId?: string | undefined
  readonly SubnetId?: string | undefined
  readonly VpcId?: string | undefined
  readonly Groups?: readonly { readonly GroupId?: string | undefined }[] | undefined
  readonly PrivateIpAddress?: string | undefined
  readonly PrivateIpAddresses?: readonly FoundAddress[] | undefined
  readonly Ipv6Addresses?: readonly { readonly Ipv6Address?: string | undefined }[] | undefined
  readonly Association?: { readonly PublicIp?: string | undefined } | undefined
}

interface FoundAddress {
  readonly Primary?: boolean | undefined
  readonly PrivateIpAddress?: string | undefined
  readonly Association?: { readonly PublicIp?: string | undefined } | undefined
}

/** An interface as a record; undefined where the answer leaves out which it is, or where. */
export const interfaceRecord = (found: FoundInterface): NetworkInterface | undefined => {
  const { NetworkInterfaceId, SubnetId, VpcId, PrivateIpAddresses = [], Association } = found
  if (!NetworkInterfaceId || !SubnetId) return undefined
  const others = PrivateIpAddresses.flatMap(one => one.PrivateIpAddress ?? [])
  const ipv6 = (found.Ipv6Addresses ?? []).flatMap(one => one.Ipv6Address ?? [])
  const publics = PrivateIpAddresses.flatMap(one => one.Association?.PublicIp ?? [])
  return {
    id: NetworkInterfaceId,
    subnetId: SubnetId,
    ...(VpcId && { vpcId: VpcId }),
    groupIds: (found.Groups ?? []).flatMap(group => group.GroupId ?? []).toSorted(),
    addresses: [
      ...new Set([...(found.PrivateIpAddress ? [found.PrivateIpAddress] : []), ...others, ...ipv6]),
    ],
    publicAddresses: [...new Set([...(Association?.PublicIp ? [Association.PublicIp] : []), ...publics])],
  }
}
