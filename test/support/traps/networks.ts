import { addNat } from '../../core/net/worlds.ts'
import { lost, wide } from '../../checks/network/broken.ts'
import { ACCOUNT, DB, WEB } from '../healthy.ts'
import { ENDPOINT_GROUP, ENDPOINTS, NODE_SUBNET, VPC } from '../healthy-network.ts'
import type { BreakableWorld } from '../mutable.ts'
import { addInstance, addManaged, OTHER, THIRD } from '../set-ups/parts.ts'
import type { Traps } from './trap.ts'

const withNat = (world: BreakableWorld): void => {
  addNat(world)
  wide(world)
}

/** The group of the endpoints lets in its own members alone, as the default group of a VPC does. */
const shutEndpoints = (world: BreakableWorld): void => {
  const group = world.records.securityGroups[ENDPOINT_GROUP]
  if (!group) return
  const peer = { kind: 'group', groupId: ENDPOINT_GROUP, ownerId: ACCOUNT } as const
  group.rules = [{ direction: 'ingress', protocol: '-1', peer }]
}

export const NAT_AND_ENDPOINT: Traps = {
  'endpoints that serve beside a NAT gateway': { alter: withNat, roots: [] },
  'no endpoint, and a NAT gateway': {
    alter: world => {
      withNat(world)
      Object.assign(world.records, { vpcEndpoints: {}, networkInterfaces: {} })
    },
    roots: [],
  },
  'endpoints with private DNS that let nobody in, beside a NAT gateway': {
    alter: world => {
      withNat(world)
      shutEndpoints(world)
      lost(world)
    },
    roots: [`critical network/endpoint-security-group ${ENDPOINTS.ssm}`],
    outcomes: { [WEB]: 'no no yes no', [DB]: 'no no yes no' },
  },
  'the same endpoints without private DNS, beside a NAT gateway': {
    alter: world => {
      withNat(world)
      shutEndpoints(world)
      for (const endpoint of Object.values(world.records.vpcEndpoints)) endpoint.privateDns = false
    },
    roots: [],
  },
}

const ELSEWHERE = 'subnet-0a1b2c3d4e5f6000c'

/** A node in a third zone: its interface is like that of the others. */
const inThirdZone = (world: BreakableWorld): void => {
  const { subnets, instances, networkAcls } = world.records
  const zone = { ownerId: ACCOUNT, cidrs: ['10.20.9.0/24'], zone: 'ap-southeast-1c' }
  subnets[ELSEWHERE] = { id: ELSEWHERE, vpcId: VPC, ...zone }
  Object.values(networkAcls)[0]?.subnetIds.push(ELSEWHERE)
  addInstance(world, THIRD, { subnetId: ELSEWHERE })
  addManaged(world, THIRD)
  for (const one of instances[THIRD]?.interfaces ?? [])
    Object.assign(one, { subnetId: ELSEWHERE, addresses: ['10.20.9.14'] })
}

export const SINGLE_ZONE: Traps = {
  'endpoints in one zone, nodes in two others': {
    alter: world => {
      inThirdZone(world)
      lost(world, THIRD)
    },
    roots: [`critical node/agent-ping ${THIRD}`],
    outcomes: { [THIRD]: 'no yes yes yes' },
  },
}

const DOUBTS = {
  kms: `unseen:${VPC}`,
  logs: `unseen:${VPC}`,
  s3: `network acl:${NODE_SUBNET}`,
  ssm: `unseen:${VPC}`,
  ssmmessages: `unseen:${VPC}`,
}

export const SHARED_VPC: Traps = {
  'a subnet of another account, in which no endpoint is listed, and nodes not heard for half an hour': {
    alter: world => {
      const { records } = world
      for (const subnet of Object.values(records.subnets)) subnet.ownerId = OTHER
      for (const vpc of Object.values(records.vpcs)) vpc.ownerId = OTHER
      Object.assign(records, { vpcEndpoints: {}, networkInterfaces: {}, routeTables: {}, networkAcls: {} })
      for (const id of [WEB, DB])
        Object.assign(records.managedNodes[id] ?? {}, { lastPingAt: '2026-11-20T08:44:00.000Z' })
    },
    roots: Object.entries(DOUBTS).flatMap(([service, doubt]) =>
      [WEB, DB].map(node => `critical? network/${service}-path ${node} ${doubt}`),
    ),
    outcomes: { [WEB]: 'unknown unknown unknown unknown', [DB]: 'unknown unknown unknown unknown' },
  },
}
