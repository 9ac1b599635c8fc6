/**
 * The network around the nodes, with EC2's names. CIDR blocks are IPv4 or IPv6 text; protocols are as EC2
 * gives them: `-1` for all, a number, or `tcp`, `udp`, `icmp`, `icmpv6`.
 */

export interface Vpc {
  readonly id: string
  readonly ownerId?: string
  /** Associated blocks of both families. */
  readonly cidrs: readonly string[]
  readonly dhcpOptionsId?: string
}

/** The two attributes on which private DNS names rest. By VPC id. */
export interface VpcDns {
  readonly vpcId: string
  readonly dnsSupport: boolean
  readonly dnsHostnames: boolean
}

export interface Subnet {
  readonly id: string
  readonly vpcId: string
  readonly ownerId?: string
  /** Blocks of both families; without an IPv4 one it is IPv6-only. */
  readonly cidrs: readonly string[]
  readonly zone?: string
  /** IPv4-only names get an address behind 64:ff9b::/96. */
  readonly dns64?: boolean
}

export type RouteTargetKind =
  | 'local'
  | 'internet gateway'
  | 'egress-only internet gateway'
  | 'NAT gateway'
  /** A gateway endpoint, or one of a gateway load balancer. */
  | 'VPC endpoint'
  /** A NAT instance or an appliance. */
  | 'network interface'
  | 'peering connection'
  | 'transit gateway'
  | 'virtual private gateway'
  | 'carrier gateway'
  | 'local gateway'
  | 'core network'
  | 'other'

export interface Route {
  /** CIDR block, or id of a prefix list. */
  readonly destination: string
  readonly target: { readonly kind: RouteTargetKind; readonly id?: string }
  readonly state: 'active' | 'blackhole'
}

export interface RouteTable {
  readonly id: string
  readonly vpcId: string
  readonly ownerId?: string
  /** Applies to the subnets of the VPC that have none of their own. */
  readonly main: boolean
  readonly subnetIds: readonly string[]
  readonly routes: readonly Route[]
}

export interface NatGateway {
  readonly id: string
  readonly vpcId?: string
  /** Absent for a regional one. */
  readonly subnetId?: string
  /** `pending`, `available`, `failed`, `deleting`, `deleted`. */
  readonly state: string
  readonly connectivity: 'public' | 'private'
}

/** An internet gateway or an egress-only one: the VPCs to which it is attached. */
export interface InternetGateway {
  readonly id: string
  readonly vpcIds: readonly string[]
}

/** Ports from and to, both included; absent: all. */
export interface PortRange {
  readonly from: number
  readonly to: number
}

export interface NetworkAclEntry {
  readonly number: number
  readonly egress: boolean
  readonly allow: boolean
  readonly protocol: string
  readonly cidr: string
  readonly ports?: PortRange
}

export interface NetworkAcl {
  readonly id: string
  readonly vpcId: string
  readonly subnetIds: readonly string[]
  readonly entries: readonly NetworkAclEntry[]
}

export type Peer =
  | { readonly kind: 'cidr'; readonly cidr: string }
  | { readonly kind: 'group'; readonly groupId: string; readonly ownerId?: string }
  | { readonly kind: 'prefix list'; readonly prefixListId: string }

/** One rule with one peer: an `IpPermission` of EC2 has several. */
export interface SecurityGroupRule {
  readonly direction: 'ingress' | 'egress'
  readonly protocol: string
  readonly ports?: PortRange
  readonly peer: Peer
  readonly description?: string
}

export interface SecurityGroup {
  readonly id: string
  readonly name: string
  readonly vpcId?: string
  readonly ownerId?: string
  readonly rules: readonly SecurityGroupRule[]
  readonly tags: Readonly<Record<string, string>>
}

export interface PrefixList {
  readonly id: string
  /** `com.amazonaws.REGION.s3` and the like for those of AWS. */
  readonly name?: string
  readonly cidrs: readonly string[]
}

export interface VpcEndpoint {
  readonly id: string
  readonly vpcId: string
  readonly ownerId?: string
  /** `com.amazonaws.REGION.ssm`; in China some begin with `cn.com.amazonaws`. Empty where it leads to no service. */
  readonly serviceName: string
  readonly serviceRegion?: string
  /** `Interface`, `Gateway`, `GatewayLoadBalancer`, … */
  readonly type: string
  /** In lower case: `available`, `pending`, `pendingacceptance`, `failed`, … */
  readonly state: string
  readonly privateDns: boolean
  /** Private DNS of S3 for the inbound resolver alone: within the VPC the names stay public. */
  readonly privateDnsForInboundOnly?: boolean
  readonly ipAddressType?: string
  readonly subnetIds: readonly string[]
  readonly routeTableIds: readonly string[]
  /** Empty: the VPC's default group. */
  readonly groupIds: readonly string[]
  readonly interfaceIds: readonly string[]
  /** Text of its policy; absent where it has none. */
  readonly policy?: string
  readonly createdAt?: string
  readonly tags: Readonly<Record<string, string>>
}

export interface NetworkInterface {
  readonly id: string
  readonly subnetId: string
  readonly vpcId?: string
  readonly groupIds: readonly string[]
  /** Private IPv4 addresses, the primary one first, then IPv6 addresses. */
  readonly addresses: readonly string[]
  /** Public or Elastic IPv4 addresses. */
  readonly publicAddresses: readonly string[]
  /** The instance's first interface: the one that decides. */
  readonly primary?: boolean
}

export interface DhcpOptions {
  readonly id: string
  /** `AmazonProvidedDNS`, or addresses. */
  readonly domainNameServers: readonly string[]
}

/** The private hosted zones of Route 53 that answer in a VPC, without the last dot. By VPC id. */
export interface PrivateZones {
  readonly vpcId: string
  readonly names: readonly string[]
}
