import type {
  DhcpOptions,
  InternetGateway,
  NatGateway,
  NetworkAcl,
  NetworkAclEntry,
  NetworkInterface,
  Peer,
  PortRange,
  PrefixList,
  PrivateZones,
  RouteTable,
  SecurityGroup,
  SecurityGroupRule,
  Subnet,
  Vpc,
  VpcDns,
  VpcEndpoint,
} from '../records.ts'
import { isAll, portsText } from '../net/ports.ts'
import { blockOf, blocks, byName, ignored, policy, set, setOf, value } from './aspects.ts'
import { byField, type Aspect } from './facet.ts'
import type { Meanings } from './meanings.ts'

const PROTOCOLS: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6' }

/** `all traffic`, `tcp 443`, `udp`: however the protocol is written, and whether all ports are named or none. */
const trafficText = (protocol: string, ports: PortRange | undefined): string => {
  if (isAll(protocol)) return 'all traffic'
  const name = PROTOCOLS[protocol] ?? protocol
  const isWhole = !ports || ports.from === -1 || (ports.from === 0 && ports.to === 65_535)
  return isWhole ? name : `${name} ${portsText(ports)}`
}

const peerText = (peer: Peer): string => {
  if (peer.kind === 'cidr') return blockOf(peer.cidr)
  return peer.kind === 'group' ? peer.groupId : peer.prefixListId
}

/** Without its description, which lets nothing through. */
const ruleText = ({ direction, protocol, ports, peer }: SecurityGroupRule): string =>
  `${trafficText(protocol, ports)} ${direction === 'egress' ? 'to' : 'from'} ${peerText(peer)}`

const entryText = ({ allow, egress, protocol, ports, cidr }: NetworkAclEntry): string =>
  `${allow ? 'allow' : 'deny'} ${trafficText(protocol, ports)} ${egress ? 'to' : 'from'} ${blockOf(cidr)}`

/** The numbers of entries say their order and nothing else. */
const entries: Aspect<readonly NetworkAclEntry[]> = all =>
  ([false, true] as const).map(egress => {
    const own = all.filter(entry => entry.egress === egress).toSorted((a, b) => a.number - b.number)
    return {
      field: egress ? 'egress' : 'ingress',
      values: own.map(entry => `${entry.number} ${entryText(entry)}`),
      key: own.map(entryText).join('\n'),
    }
  })

export const networkInterface = byField<NetworkInterface>({
  id: value,
  subnetId: value,
  vpcId: value,
  groupIds: set,
  addresses: set,
  publicAddresses: set,
  primary: value,
})

/** What the records of the network mean. */
export const NETWORK_MEANINGS: Pick<
  Meanings,
  | 'vpcs'
  | 'vpcDns'
  | 'subnets'
  | 'routeTables'
  | 'natGateways'
  | 'internetGateways'
  | 'egressOnlyInternetGateways'
  | 'networkAcls'
  | 'securityGroups'
  | 'prefixLists'
  | 'vpcEndpoints'
  | 'networkInterfaces'
  | 'dhcpOptions'
  | 'privateZones'
> = {
  vpcs: byField<Vpc>({ id: value, ownerId: value, cidrs: blocks, dhcpOptionsId: value }),
  vpcDns: byField<VpcDns>({ vpcId: ignored, dnsSupport: value, dnsHostnames: value }),
  subnets: byField<Subnet>({
    id: value,
    vpcId: value,
    ownerId: value,
    cidrs: blocks,
    zone: value,
    dns64: value,
  }),
  routeTables: byField<RouteTable>({
    id: value,
    vpcId: value,
    ownerId: value,
    main: value,
    subnetIds: set,
    routes: setOf(({ destination, target, state }) => {
      const to = target.id === undefined ? target.kind : `${target.kind} ${target.id}`
      return `${blockOf(destination)} to ${to}${state === 'blackhole' ? ' (blackhole)' : ''}`
    }),
  }),
  natGateways: byField<NatGateway>({
    id: value,
    vpcId: value,
    subnetId: value,
    state: value,
    connectivity: value,
  }),
  internetGateways: byField<InternetGateway>({ id: value, vpcIds: set }),
  egressOnlyInternetGateways: byField<InternetGateway>({ id: value, vpcIds: set }),
  networkAcls: byField<NetworkAcl>({ id: value, vpcId: value, subnetIds: set, entries }),
  securityGroups: byField<SecurityGroup>({
    id: value,
    name: value,
    vpcId: value,
    ownerId: value,
    rules: setOf(ruleText),
    tags: byName,
  }),
  prefixLists: byField<PrefixList>({ id: value, name: value, cidrs: blocks }),
  vpcEndpoints: byField<VpcEndpoint>({
    id: value,
    vpcId: value,
    ownerId: value,
    serviceName: value,
    serviceRegion: value,
    type: value,
    state: value,
    privateDns: value,
    privateDnsForInboundOnly: value,
    ipAddressType: value,
    subnetIds: set,
    routeTableIds: set,
    groupIds: set,
    interfaceIds: set,
    policy,
    createdAt: ignored,
    tags: byName,
  }),
  networkInterfaces: networkInterface,
  dhcpOptions: byField<DhcpOptions>({ id: value, domainNameServers: set }),
  privateZones: byField<PrivateZones>({ vpcId: ignored, names: set }),
}
