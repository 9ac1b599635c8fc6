import ssmPath from '../../../checks/network/ssm-path.ts'
import { DB, WEB } from '../../support/healthy.ts'
import { ENDPOINTS, NODE_SUBNET, ROUTE_TABLE, VPC } from '../../support/healthy-network.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'
import { addNat, IGW, NAT, NAT_SUBNET, NAT_TABLE } from '../../core/net/worlds.ts'
import { lost, the, wide } from './broken.ts'

const withoutEndpoint = (world: BreakableWorld): void => {
  delete world.records.vpcEndpoints[ENDPOINTS.ssm]
}

/** The nodes call out by a NAT gateway instead of the endpoint. */
const byNat = (world: BreakableWorld): void => {
  withoutEndpoint(world)
  addNat(world)
  wide(world)
}

const routeOut = (
  world: BreakableWorld,
): BreakableWorld['records']['routeTables'][string]['routes'][number] => {
  const route = the(world, 'routeTables', ROUTE_TABLE).routes.find(one => one.destination === '0.0.0.0/0')
  if (!route) throw new Error('the table leads nowhere')
  return route
}

testCheck(ssmPath, {
  'a subnet from which nothing leads there': {
    break: world => {
      lost(world)
      withoutEndpoint(world)
    },
    finds: [WEB, DB].map(
      node =>
        `${node}: ${node} cannot reach ssm: route table ${ROUTE_TABLE} has no 0.0.0.0/0 and ${VPC} has no endpoint ssm`,
    ),
  },
  'a NAT gateway that failed': {
    break: world => {
      lost(world, WEB)
      byNat(world)
      the(world, 'natGateways', NAT).state = 'failed'
    },
    finds: [
      `${WEB}: ${WEB} cannot reach ssm: NAT gateway ${NAT} is in state failed`,
      { subject: DB, verdict: 'unknown', severity: 'info' },
    ],
  },
  'a NAT gateway whose own subnet leads nowhere': {
    break: world => {
      lost(world)
      byNat(world)
      the(world, 'routeTables', NAT_TABLE).routes.pop()
    },
    finds: [WEB, DB].map(
      node =>
        `${node}: ${node} cannot reach ssm: NAT gateway ${NAT}: its subnet ${NAT_SUBNET} has no 0.0.0.0/0 on ${NAT_TABLE}`,
    ),
  },
  'a route to a NAT gateway that is gone': {
    break: world => {
      lost(world)
      byNat(world)
      delete world.records.natGateways[NAT]
      routeOut(world).state = 'blackhole'
    },
    finds: [WEB, DB].map(node => ({
      subject: node,
      severity: 'critical' as const,
      about: `route:${ROUTE_TABLE}`,
      message: `${node} cannot reach ssm: 0.0.0.0/0 of route table ${ROUTE_TABLE} is a blackhole and ${VPC} has no endpoint ssm`,
    })),
  },
  'a public subnet, and a node without a public address': {
    break: world => {
      lost(world)
      byNat(world)
      routeOut(world).target = { kind: 'internet gateway', id: IGW }
      for (const one of the(world, 'instances', DB).interfaces ?? []) one.publicAddresses = ['203.0.113.9']
    },
    finds: [
      `${WEB}: ${WEB} cannot reach ssm: it has no public IPv4 address, which internet gateway ${IGW} asks for`,
    ],
  },
  'an internet gateway that is attached elsewhere': {
    break: world => {
      lost(world)
      byNat(world)
      routeOut(world).target = { kind: 'internet gateway', id: IGW }
      the(world, 'internetGateways', IGW).vpcIds = ['vpc-0a1b2c3d4e5f60009']
      for (const node of [WEB, DB])
        for (const one of the(world, 'instances', node).interfaces ?? [])
          one.publicAddresses = ['203.0.113.9']
    },
    finds: [WEB, DB].map(
      node => `${node}: ${node} cannot reach ssm: internet gateway ${IGW} is not attached to ${VPC}`,
    ),
  },
  'a way by a transit gateway of a node that is lost': {
    break: world => {
      lost(world, WEB)
      byNat(world)
      routeOut(world).target = { kind: 'transit gateway', id: 'tgw-0a1b2c3d4e5f60001' }
    },
    finds: [
      {
        subject: WEB,
        verdict: 'unknown',
        severity: 'critical',
        about: 'unseen:tgw-0a1b2c3d4e5f60001',
        message: `whether ${WEB} reaches ssm is not known: 0.0.0.0/0 → tgw-0a1b2c3d4e5f60001 leaves what AWS shows`,
      },
    ],
  },
  'the same in a subnet that the config declares to be another account’s': {
    break: world => {
      lost(world, WEB)
      byNat(world)
      routeOut(world).target = { kind: 'transit gateway', id: 'tgw-0a1b2c3d4e5f60001' }
      const arn = `arn:aws:ec2:ap-southeast-1:210987654321:subnet/${NODE_SUBNET}`
      world.declared = { foreign: [{ arn, owner: '210987654321' }] }
    },
    finds: [],
  },
  'a node that is online though the model sees no way': {
    break: withoutEndpoint,
    finds: [WEB, DB].map(node => ({
      subject: node,
      verdict: 'unknown' as const,
      severity: 'info' as const,
      message: `whether ${node} reaches ssm is not known: route table ${ROUTE_TABLE} has no 0.0.0.0/0 and ${VPC} has no endpoint ssm; ${node} is Online, heard at 2026-11-20T09:13:30.000Z: something carries it that the model does not see`,
    })),
  },
  'endpoints that another service lacks': {
    break: world => {
      lost(world)
      delete world.records.vpcEndpoints[ENDPOINTS.kms]
    },
    finds: [],
  },
  'no endpoint, and a NAT gateway in order': { break: byNat, finds: [] },
  'route tables that were not read': {
    break: world => {
      lost(world)
      wide(world)
      world.gaps.push({
        kind: 'routeTables',
        reason: 'AccessDenied',
        actions: ['ec2:DescribeRouteTables'],
      })
      withoutEndpoint(world)
    },
    finds: [],
  },
  'a subnet of another account': {
    break: world => {
      lost(world, WEB)
      withoutEndpoint(world)
      the(world, 'vpcs', VPC).ownerId = '210987654321'
      the(world, 'subnets', NODE_SUBNET).ownerId = '210987654321'
    },
    finds: [WEB].map(node => ({
      subject: node,
      verdict: 'unknown' as const,
      message: `whether ${node} reaches ssm is not known: ${VPC}: it belongs to account 210987654321, which does not show its endpoints`,
    })),
  },
})
