import { DB, healthyWorld, REGION, WEB } from '../healthy.ts'
import { NODE_GROUP, NODE_SUBNET, ROUTE_TABLE, VPC } from '../healthy-network.ts'
import type { BreakableWorld } from '../mutable.ts'
import { OTHER } from './parts.ts'
import { eachNode, WELL, type Row } from './set-up.ts'

const SERVICES = ['ssm', 'ssmmessages', 'logs', 'kms', 's3']

const ZONES = SERVICES.map(service => `${service}.${REGION}.amazonaws.com`)

/** A ping proves the way to ssm; that the same way carries the rest is likely, and told as that. */
const likely = (obstacle: string): string[] =>
  ['kms', 'logs', 's3', 'ssmmessages'].flatMap(service =>
    [WEB, DB].map(node => `info? network/${service}-path ${node} ${obstacle}`),
  )

/** No endpoint of its own: all that leaves goes to the hub by a transit gateway. */
const spoke = (): BreakableWorld => {
  const world = healthyWorld()
  const { records } = world
  Object.assign(records, { vpcEndpoints: {}, networkInterfaces: {} })
  const table = records.routeTables[ROUTE_TABLE]
  if (table) {
    const target = { kind: 'transit gateway', id: 'tgw-0a1b2c3d4e5f60001' } as const
    table.routes = [...table.routes.slice(0, 1), { destination: '0.0.0.0/0', target, state: 'active' }]
  }
  const group = records.securityGroups[NODE_GROUP]
  if (group)
    group.rules = [{ direction: 'egress', protocol: '-1', peer: { kind: 'cidr', cidr: '0.0.0.0/0' } }]
  return world
}

/** The subnets are another account's: what stands around them is not listed for this one. */
const shared = (): BreakableWorld => {
  const world = spoke()
  const { records } = world
  for (const subnet of Object.values(records.subnets)) subnet.ownerId = OTHER
  for (const vpc of Object.values(records.vpcs)) vpc.ownerId = OTHER
  Object.assign(records, { routeTables: {}, networkAcls: {}, dhcpOptions: {}, vpcDns: {} })
  delete records.subnets['subnet-0a1b2c3d4e5f60002']
  return world
}

export const CENTRAL_ENDPOINTS: Row = {
  'private zones lead to the endpoints of the hub': {
    worlds: () => {
      const world = spoke()
      world.records.privateZones[VPC] = { vpcId: VPC, names: ZONES }
      return [world]
    },
    tells: likely(`unseen:${VPC}`),
    outcomes: eachNode(WELL),
  },
  'a Route 53 profile or the resolver leads there, which nobody sees': {
    worlds: () => [spoke()],
    tells: likely('unseen:tgw-0a1b2c3d4e5f60001'),
    outcomes: eachNode(WELL),
  },
  'the hub of another team, with endpoints that no node uses': {
    worlds: () => {
      const world = healthyWorld()
      const { vpcs, vpcDns, vpcEndpoints } = world.records
      vpcs['vpc-0hub'] = { id: 'vpc-0hub', cidrs: ['10.99.0.0/16'] }
      vpcDns['vpc-0hub'] = { vpcId: 'vpc-0hub', dnsSupport: true, dnsHostnames: false }
      for (const endpoint of Object.values(vpcEndpoints)) {
        const id = endpoint.id.replace('vpce-0a', 'vpce-0b')
        vpcEndpoints[id] = { ...endpoint, id, vpcId: 'vpc-0hub', privateDns: false, state: 'available' }
      }
      return [world]
    },
    outcomes: eachNode(WELL),
  },
  'a subnet that another account shares': {
    worlds: () => [shared()],
    tells: likely(`network acl:${NODE_SUBNET}`),
    outcomes: eachNode(WELL),
  },
}
