import { addNat, the } from '../../core/net/worlds.ts'
import { lost, wide } from '../../checks/network/broken.ts'
import { ACCOUNT, BUCKET, WEB } from '../healthy.ts'
import {
  ENDPOINT_ACL,
  ENDPOINT_GROUP,
  ENDPOINTS,
  NODE_ACL,
  NODE_GROUP,
  openEntries,
  REGION,
  ROUTE_TABLE,
  VPC,
} from '../healthy-network.ts'
import type { BreakableWorld } from '../mutable.ts'

type Break = (world: BreakableWorld) => void
type Service = keyof typeof ENDPOINTS

const SERVICES = Object.keys(ENDPOINTS) as Service[]

/** Changes an endpoint, where it is still there. */
const endpoint = (
  world: BreakableWorld,
  service: Service,
  change: Partial<BreakableWorld['records']['vpcEndpoints'][string]>,
): void => {
  Object.assign(world.records.vpcEndpoints[ENDPOINTS[service]] ?? {}, change)
}

const perService = (what: string, alter: (world: BreakableWorld, service: Service) => void) =>
  SERVICES.map((service): [string, Break] => [`${service}: ${what}`, world => alter(world, service)])

const aclWithout = (acl: string, egress: boolean): Break => {
  return world => {
    the(world, 'networkAcls', acl).entries = openEntries().filter(one => one.egress !== egress || !one.allow)
  }
}

const refusing = JSON.stringify({
  Statement: [{ Action: 'ec2:*', Effect: 'Allow', Principal: '*', Resource: '*' }],
})

/** What may go wrong in the network of the healthy account, and what may stand there besides. */
export const NETWORK_BREAKS: Readonly<Record<string, Break>> = {
  ...Object.fromEntries([
    ...perService('no endpoint', (world, service) => delete world.records.vpcEndpoints[ENDPOINTS[service]]),
    ...perService('an endpoint that failed', (world, service) =>
      endpoint(world, service, { state: 'failed' }),
    ),
    ...perService('no private names', (world, service) => endpoint(world, service, { privateDns: false })),
    ...perService('a policy that leaves the service out', (world, service) =>
      endpoint(world, service, { policy: refusing }),
    ),
  ]),
  'no DNS host names': world => {
    the(world, 'vpcDns', VPC).dnsHostnames = false
  },
  'no DNS at all': world => {
    the(world, 'vpcDns', VPC).dnsSupport = false
  },
  'endpoints whose group lets nobody in': world => {
    the(world, 'securityGroups', ENDPOINT_GROUP).rules = []
  },
  'a group of nodes that lets nothing out': world => {
    the(world, 'securityGroups', NODE_GROUP).rules = []
  },
  'a group of nodes that lets out to endpoints alone': world => {
    the(world, 'securityGroups', NODE_GROUP).rules.pop()
  },
  'a group of nodes that lets everything out': wide,
  'an ACL of nodes that lets nothing out': aclWithout(NODE_ACL, true),
  'an ACL of nodes that lets no answer in': aclWithout(NODE_ACL, false),
  'an ACL of endpoints that lets nobody in': aclWithout(ENDPOINT_ACL, false),
  'a route table without S3': world => {
    const table = the(world, 'routeTables', ROUTE_TABLE)
    table.routes = table.routes.filter(route => route.target.kind === 'local')
  },
  'a NAT gateway besides': addNat,
  'resolvers of the company': world => {
    for (const options of Object.values(world.records.dhcpOptions)) options.domainNameServers = ['10.20.0.53']
  },
  'private zones for the names': world => {
    const names = ['ssm', 'logs'].map(service => `${service}.${REGION}.amazonaws.com`)
    world.records.privateZones[VPC] = { vpcId: VPC, names }
  },
  'a VPC that another account shares': world => {
    the(world, 'vpcs', VPC).ownerId = '999999999999'
  },
  'a bucket in another Region': world => {
    const bucket = world.records.buckets[BUCKET]
    if (bucket) bucket.region = 'eu-central-1'
  },
  'nodes that are lost': world => lost(world),
  'a node without a control channel': world => {
    world.records.connections[WEB] = { id: WEB, status: 'notconnected' }
  },
  'a group of endpoints for itself alone': world => {
    const peer = { kind: 'group', groupId: ENDPOINT_GROUP, ownerId: ACCOUNT } as const
    the(world, 'securityGroups', ENDPOINT_GROUP).rules = [{ direction: 'ingress', protocol: '-1', peer }]
  },
}
