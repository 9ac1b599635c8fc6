import type { EC2Client } from '@aws-sdk/client-ec2'
import {
  deleteEndpoint,
  dropAclEntry,
  exchangeRule,
  insertAclEntry,
  modifyEndpoint,
  revoke,
  turnOff,
  type Undo,
} from './network-breaks.ts'
import { type AclLine, ANSWERS, ANYWHERE, HTTPS, https } from './network-parts.ts'
import type { Heard } from './network-run.ts'
import { asWritten } from './policies.ts'
import { makeEndpoint, makeS3Endpoint, type PrivateNetwork, type Served } from './private-network.ts'

/** The account's network as it is now: an endpoint that was deleted and made again has another id. */
export type PrivateLive = Omit<PrivateNetwork, 'endpoints' | 's3'> & {
  endpoints: Record<Served, string>
  s3: string
}

/** A way to break the network, or to have it otherwise. */
export interface PrivateFault {
  readonly name: string
  /** A fault that shuts the way to ssm is seen only where no fresh ping speaks against it. */
  readonly heard: Heard
  readonly break: (ec2: EC2Client, net: PrivateLive) => Promise<Undo>
  /** The finding that is the cause of all others; none: the network is healthy so. */
  readonly finds: string | undefined
  readonly on?: (net: PrivateLive) => string
}

const denyNodes = (number: number): AclLine => ({
  number,
  way: 'in',
  cidr: '10.20.1.0/24',
  ports: HTTPS,
  deny: true,
})
const fromNodes = ({ nodeGroup }: PrivateLive) => https({ UserIdGroupPairs: [{ GroupId: nodeGroup }] })
const fromSubnet = (CidrIp: string) => https({ IpRanges: [{ CidrIp }] })
const toEndpoints = ({ endpointGroup }: PrivateLive) =>
  https({ UserIdGroupPairs: [{ GroupId: endpointGroup }] })
const toS3 = ({ s3List }: PrivateLive) => https({ PrefixListIds: [{ PrefixListId: s3List }] })

const firstEndpoint = ({ endpoints }: PrivateLive): string => Object.values(endpoints).toSorted()[0] ?? ''

/** The endpoint of the service is not there. */
export const missing = (service: Served): PrivateFault => ({
  name: `the endpoint of ${service} is missing`,
  heard: service === 'ssm' ? 'lost' : 'online',
  break: (ec2, net) =>
    deleteEndpoint(ec2, net.endpoints[service], async () => {
      net.endpoints[service] = await makeEndpoint(ec2, net, service)
    }),
  finds: `network/${service}-path`,
})

const privateDnsOff = (service: Served): PrivateFault => ({
  name: `private DNS of the endpoint of ${service} is off`,
  heard: service === 'ssm' ? 'lost' : 'online',
  break: (ec2, { endpoints }) =>
    modifyEndpoint(ec2, endpoints[service], [{ PrivateDnsEnabled: false }, { PrivateDnsEnabled: true }]),
  finds: 'network/endpoint-private-dns',
  on: ({ endpoints }) => endpoints[service],
})

const statement = (rest: object): string =>
  asWritten({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', ...rest }],
  })

const OTHER_ACCOUNT = '444455556666'

const policy = (name: string, service: Served, rest: object): PrivateFault => ({
  name: `the policy of the endpoint of ${service} ${name}`,
  heard: service === 'ssm' ? 'lost' : 'online',
  break: (ec2, { endpoints }) =>
    modifyEndpoint(ec2, endpoints[service], [
      { PolicyDocument: statement(rest) },
      { PolicyDocument: statement({}) },
    ]),
  finds: 'network/endpoint-policy',
  on: ({ endpoints }) => endpoints[service],
})

/** Each single fault of a private network. */
export const PRIVATE_FAULTS: readonly PrivateFault[] = [
  missing('ssm'),
  missing('ssmmessages'),
  missing('logs'),
  missing('kms'),
  {
    name: 'the gateway endpoint of S3 is missing',
    heard: 'online',
    break: (ec2, net) =>
      deleteEndpoint(ec2, net.s3, async () => {
        net.s3 = await makeS3Endpoint(ec2, net.vpcId, net.table)
      }),
    finds: 'network/s3-path',
  },
  {
    name: 'the gateway endpoint of S3 is not on the table of the nodes',
    heard: 'online',
    break: (ec2, { s3, table }) =>
      modifyEndpoint(ec2, s3, [{ RemoveRouteTableIds: [table] }, { AddRouteTableIds: [table] }]),
    finds: 'network/s3-path',
  },
  privateDnsOff('ssm'),
  privateDnsOff('ssmmessages'),
  {
    name: 'the group of the endpoints lets nobody in',
    heard: 'lost',
    break: (ec2, net) => revoke(ec2, net.endpointGroup, 'in', fromNodes(net)),
    finds: 'network/endpoint-security-group',
    on: firstEndpoint,
  },
  {
    name: 'the group of the endpoints lets another subnet in',
    heard: 'lost',
    break: (ec2, net) =>
      exchangeRule(ec2, net.endpointGroup, 'in', [fromNodes(net), fromSubnet('10.20.2.0/24')]),
    finds: 'network/endpoint-security-group',
    on: firstEndpoint,
  },
  {
    name: 'DNS host names of the VPC are off',
    heard: 'lost',
    break: (ec2, { vpcId }) => turnOff(ec2, vpcId, 'EnableDnsHostnames'),
    finds: 'network/vpc-dns',
    on: ({ vpcId }) => vpcId,
  },
  {
    name: 'DNS support of the VPC is off',
    heard: 'lost',
    break: (ec2, { vpcId }) => turnOff(ec2, vpcId, 'EnableDnsSupport'),
    finds: 'network/vpc-dns',
    on: ({ vpcId }) => vpcId,
  },
  {
    name: 'the group of the nodes lets nothing out to the endpoints',
    heard: 'lost',
    break: (ec2, net) => revoke(ec2, net.nodeGroup, 'out', toEndpoints(net)),
    finds: 'network/node-egress',
    on: ({ nodeGroup }) => nodeGroup,
  },
  {
    name: 'the group of the nodes lets nothing out to S3',
    heard: 'online',
    break: (ec2, net) => revoke(ec2, net.nodeGroup, 'out', toS3(net)),
    finds: 'network/node-egress',
    on: ({ nodeGroup }) => nodeGroup,
  },
  {
    name: 'the ACL of the nodes lets no answers in',
    heard: 'lost',
    break: (ec2, { nodeAcl }) =>
      dropAclEntry(ec2, nodeAcl, { number: 110, way: 'in', cidr: ANYWHERE, ports: ANSWERS }),
    finds: 'network/acl',
    on: ({ nodeAcl }) => nodeAcl,
  },
  {
    name: 'the ACL of the endpoints denies the nodes before it allows the VPC',
    heard: 'lost',
    break: (ec2, { endpointAcl }) => insertAclEntry(ec2, endpointAcl, denyNodes(119)),
    finds: 'network/acl',
    on: ({ endpointAcl }) => endpointAcl,
  },
  policy('lets another account call', 'ssm', {
    Principal: { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` },
  }),
  policy('asks for principals of another account', 'ssmmessages', {
    Condition: { StringEquals: { 'aws:PrincipalAccount': OTHER_ACCOUNT } },
  }),
]

/** Private networks that carry sessions, though one may not see it at once. */
export const PRIVATE_HEALTHY: readonly PrivateFault[] = [
  {
    name: 'as it was made, by reference to the group of the nodes',
    heard: 'online',
    break: async () => async () => undefined,
    finds: undefined,
  },
  {
    name: 'with the subnet of the nodes in the place of their group',
    heard: 'lost',
    break: (ec2, net) =>
      exchangeRule(ec2, net.endpointGroup, 'in', [fromNodes(net), fromSubnet('10.20.1.0/24')]),
    finds: undefined,
  },
  {
    name: 'with a deny in an ACL that comes after the allow',
    heard: 'lost',
    break: (ec2, { endpointAcl }) => insertAclEntry(ec2, endpointAcl, denyNodes(121)),
    finds: undefined,
  },
]
