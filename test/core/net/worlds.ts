import type { NetworkFault, NetworkPath } from '../../../src/core/net/types.ts'
import type { Gap, World } from '../../../src/core/snapshot.ts'
import { viewOf } from '../../../src/core/views.ts'
import { healthyWorld, WEB } from '../../support/healthy.ts'
import { ACCOUNT, NODE_GROUP, ROUTE_TABLE, VPC } from '../../support/healthy-network.ts'
import type { BreakableWorld } from '../../support/mutable.ts'

export const NAT = 'nat-0a1b2c3d4e5f60001'
export const IGW = 'igw-0a1b2c3d4e5f60001'
export const NAT_SUBNET = 'subnet-0a1b2c3d4e5f60003'
export const NAT_TABLE = 'rtb-0a1b2c3d4e5f60002'
export const NAT_ACL = 'acl-0a1b2c3d4e5f60003'

type Records = BreakableWorld['records']

/** The record that a test is about. */
export const the = <K extends keyof Records>(
  world: BreakableWorld,
  kind: K,
  id: string,
): Records[K][string] => {
  const record = world.records[kind][id]
  if (record === undefined) throw new Error(`${kind} ${id} is not in the world`)
  return record as Records[K][string]
}

/** Sessions without logs, buckets and keys keep a world to ssm and ssmmessages. */
const outTo = (
  world: BreakableWorld,
  table: string,
  target: Records['routeTables'][string]['routes'][number]['target'],
): void => {
  the(world, 'routeTables', table).routes.push({ destination: '0.0.0.0/0', target, state: 'active' })
}

/** The healthy account in another network: no endpoint, a NAT gateway in a public subnet. */
export const natWorld = (): BreakableWorld => {
  const world = healthyWorld()
  const { records } = world
  records.vpcEndpoints = {}
  records.networkInterfaces = {}
  the(world, 'routeTables', ROUTE_TABLE).routes.pop()
  addNat(world)
  the(world, 'securityGroups', NODE_GROUP).rules = [
    { direction: 'egress', protocol: '-1', peer: { kind: 'cidr', cidr: '0.0.0.0/0' } },
  ]
  return world
}

/** Puts a NAT gateway with its subnet and internet gateway into a world, and leads the nodes' table to it. */
export const addNat = (world: BreakableWorld): void => {
  const { records } = world
  records.internetGateways[IGW] = { id: IGW, vpcIds: [VPC] }
  records.subnets[NAT_SUBNET] = { id: NAT_SUBNET, vpcId: VPC, ownerId: ACCOUNT, cidrs: ['10.20.3.0/24'] }
  records.networkAcls[NAT_ACL] = {
    id: NAT_ACL,
    vpcId: VPC,
    subnetIds: [NAT_SUBNET],
    entries: [false, true].map(egress => ({
      number: 100,
      egress,
      allow: true,
      protocol: '-1',
      cidr: '0.0.0.0/0',
    })),
  }
  records.routeTables[NAT_TABLE] = {
    id: NAT_TABLE,
    vpcId: VPC,
    ownerId: ACCOUNT,
    main: false,
    subnetIds: [NAT_SUBNET],
    routes: [{ destination: '10.20.0.0/16', target: { kind: 'local', id: 'local' }, state: 'active' }],
  }
  outTo(world, NAT_TABLE, { kind: 'internet gateway', id: IGW })
  outTo(world, ROUTE_TABLE, { kind: 'NAT gateway', id: NAT })
  records.natGateways[NAT] = {
    id: NAT,
    vpcId: VPC,
    subnetId: NAT_SUBNET,
    state: 'available',
    connectivity: 'public',
  }
}

/** The healthy account with nodes in a public subnet, each with an address of its own. */
export const publicWorld = (): BreakableWorld => {
  const world = natWorld()
  const table = the(world, 'routeTables', ROUTE_TABLE)
  table.routes = table.routes.filter(route => route.destination !== '0.0.0.0/0')
  outTo(world, ROUTE_TABLE, { kind: 'internet gateway', id: IGW })
  for (const instance of Object.values(world.records.instances))
    for (const one of instance.interfaces ?? []) one.publicAddresses = ['203.0.113.7']
  return world
}

/** Nobody was heard of lately: the model alone decides. */
export const silent = (world: BreakableWorld): BreakableWorld => {
  for (const node of Object.values(world.records.managedNodes)) node.lastPingAt = '2026-11-20T08:00:00.000Z'
  return world
}

/** A world with a read that failed. */
export const without = (world: BreakableWorld, gap: Pick<Gap, 'kind' | 'id'>): BreakableWorld => {
  world.gaps.push({ ...gap, reason: 'AccessDenied', actions: ['ec2:Describe*'] })
  return world
}

export const worldOf = (world: BreakableWorld): World => world

/** The path of a node, by default of the first; undefined where there is none. */
export const pathIn = (world: BreakableWorld, service: string, node = WEB): NetworkPath | undefined =>
  viewOf(worldOf(world), 'networkPaths').records[`${node}/${service}`]

/** What each path of a node comes to: verdict by service, `gap` for what a failed read hides. */
export const verdicts = (world: BreakableWorld, node = WEB): Record<string, string> => {
  const { records, missing } = viewOf(worldOf(world), 'networkPaths')
  const told = Object.values(records).filter(path => path.node === node)
  return Object.fromEntries([
    ...told.map(path => [path.service, path.verdict]),
    ...[...missing.keys()]
      .filter(id => id.startsWith(`${node}/`))
      .map(id => [id.slice(node.length + 1), 'gap']),
  ])
}

/** Every fault of a world. */
export const faultsIn = (world: BreakableWorld): readonly NetworkFault[] =>
  Object.values(viewOf(worldOf(world), 'networkFaults').records)

export const ALL_OPEN = { ssm: 'open', ssmmessages: 'open', logs: 'open', s3: 'open', kms: 'open' }
