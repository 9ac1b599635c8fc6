import type { Gap } from '../snapshot.ts'

/** The AWS services that a session may need of the network. ec2messages is never among them. */
export const SERVICES = ['ssm', 'ssmmessages', 'logs', 's3', 'kms'] as const
export type Service = (typeof SERVICES)[number]

export type Reach = 'open' | 'blocked' | 'unknown'

/** What on the way lets a call through, or not. */
export type FactorKind =
  /** DNS support and host names of the VPC, where private DNS is relied on. */
  | 'vpc dns'
  /** Private DNS of the endpoint. */
  | 'private dns'
  | 'endpoint state'
  /** The node's groups, outwards. */
  | 'node group'
  /** An ACL of the node's, the endpoint's or the NAT gateway's subnet, both ways. */
  | 'network acl'
  | 'endpoint group'
  | 'endpoint policy'
  /** The route table: whether anything leads out at all. */
  | 'route'
  | 'nat gateway'
  | 'internet gateway'
  | 'public address'
  /** Peering, transit gateway, VPN, appliance, resolver: what AWS does not show. */
  | 'unseen'

/** One thing on the way, and the rule of it that decided. */
export interface Factor {
  readonly kind: FactorKind
  /** Id of the thing: `sg-…`, `acl-…`, `rtb-…`, `nat-…`, `igw-…`, `vpce-…`, `vpc-…`, `i-…`. */
  readonly resource: string
  /** All ids where several together decide: the groups of an interface. */
  readonly resources?: readonly string[]
  readonly verdict: Reach
  /** The rule that decided, as EC2 would show it: `rule 100 denies 443 to 0.0.0.0/0`, `0.0.0.0/0 → nat-1`. */
  readonly rule?: string
  /** Why it is not open: a clause in lower case without a full stop, such as `no rule lets 443 out to 10.0.2.15`. */
  readonly reason?: string
  /** Where it is unknown: what to look at. */
  readonly look?: string
  /** Where it is unknown because a read failed. */
  readonly gap?: Gap
}

/** Which way a call takes out of the node's subnet. */
export type Way =
  | {
      readonly kind: 'interface endpoint'
      readonly endpointId: string
      readonly vpcId: string
      /** Private address of the node, as the service sees it. */
      readonly sourceIp?: string
    }
  | {
      readonly kind: 'gateway endpoint'
      readonly endpointId: string
      readonly vpcId: string
      readonly sourceIp?: string
    }
  /** By an internet gateway, a NAT gateway or an egress-only gateway. */
  | { readonly kind: 'internet'; readonly through: string }
  /** Nothing leads there. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' }

/** The way from a node to a service on 443, by the model alone: pure, and without a look at whether it works. */
export interface Path {
  readonly service: Service
  /** Region of the service: that of the bucket for s3. */
  readonly region: string
  readonly vpcId: string
  readonly subnetId: string
  readonly family: 'ipv4' | 'ipv6'
  readonly way: Way
  readonly verdict: Reach
  /** In the order in which a call meets them. */
  readonly factors: readonly Factor[]
  /** The first factor that blocks; where none does, the first that is unknown. */
  readonly obstacle?: Factor
  /** Further blocking factors that have to be mended too for the path to open; never those of a way that does not exist. */
  readonly furtherObstacles: readonly Factor[]
  /** What the reader should know besides: a working NAT way that a broken endpoint overrides, other interfaces. */
  readonly notes: readonly string[]
}

/**
 * What evidence says of a path. `proven`: a fresh ping came this way though the model could not tell. `refuted`: the
 * ping came though the model says blocked. `likely`: the sibling path that is proven or refuted meets the same
 * obstacle. `doubtful`: the model was refuted for this node, though by another obstacle.
 */
export type Standing = 'proven' | 'refuted' | 'likely' | 'doubtful'

/** A node's path, after evidence has been heard. By `NODE/SERVICE`; hybrid nodes have none. */
export interface NetworkPath extends Path {
  readonly node: string
  readonly standing?: Standing
  /** The evidence in words: `i-1 is Online, heard at …`. */
  readonly evidence?: string
  /** Where it is blocked: the faults that block it, the first one first; by id of `networkFaults`. */
  readonly faults: readonly string[]
}

/**
 * A thing on the way that blocks needed paths of judged nodes. By `KIND/RESOURCE`. Endpoints that share the groups or
 * the fault's place are one fault under the first of them.
 */
export interface NetworkFault {
  readonly id: string
  readonly kind: FactorKind
  /** Id of the thing that the finding is about: the first of `resources`. */
  readonly resource: string
  /** Every thing that is at fault in the same way: endpoints with the same groups. */
  readonly resources: readonly string[]
  readonly services: readonly Service[]
  /** Judged nodes that it blocks. */
  readonly nodes: readonly string[]
  /** One path per group of nodes that meet it alike. */
  readonly blocked: readonly {
    readonly service: Service
    readonly nodes: readonly string[]
    readonly factor: Factor
    readonly path: Path
  }[]
}
