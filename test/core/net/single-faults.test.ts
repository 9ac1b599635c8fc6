import { describe, expect, it } from 'vitest'
import { healthyWorld } from '../../support/healthy.ts'
import {
  ENDPOINT_ACL,
  ENDPOINT_GROUP,
  ENDPOINTS,
  NODE_ACL,
  NODE_GROUP,
  NODE_SUBNET,
  REGION,
  ROUTE_TABLE,
  VPC,
} from '../../support/healthy-network.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import {
  faultsIn,
  IGW,
  NAT,
  NAT_SUBNET,
  NAT_TABLE,
  natWorld,
  pathIn,
  publicWorld,
  silent,
  the,
  verdicts,
  worldOf,
} from './worlds.ts'
import { viewOf } from '../../../src/core/views.ts'
import { BUCKET } from '../../support/healthy.ts'

interface Fault {
  readonly break: (world: BreakableWorld) => void
  /** Services whose path is blocked; all others stay open. */
  readonly blocks: readonly string[]
  /** Id of the only fault; none where nothing is blocked. */
  readonly fault?: string
  readonly reason?: string | RegExp
}

const ALL = ['ssm', 'ssmmessages', 'logs', 's3', 'kms']
const BY_INTERFACE = ['ssm', 'ssmmessages', 'logs', 'kms']

/** What a fault comes to: verdicts, faults, what blocks each path, and reasons that are not the expected one. */
const found = (make: () => BreakableWorld, one: Fault) => {
  const world = silent(make())
  one.break(world)
  const paths = one.blocks.map(service => pathIn(world, service))
  const reasons = paths.map(path => path?.obstacle?.reason ?? '')
  return {
    verdicts: verdicts(world),
    faults: faultsIn(world).map(fault => ({ id: fault.id, services: fault.services })),
    blocks: paths.map(path => ({ faults: path?.faults, further: path?.furtherObstacles })),
    otherReasons: reasons.filter(reason => one.reason !== undefined && !matches(reason, one.reason)),
  }
}

const matches = (text: string, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)

const expected = ({ blocks, fault }: Fault) => ({
  verdicts: Object.fromEntries(ALL.map(service => [service, blocks.includes(service) ? 'blocked' : 'open'])),
  faults: fault === undefined ? [] : [{ id: fault, services: blocks }],
  blocks: blocks.map(() => ({ faults: [fault], further: [] })),
  otherReasons: [],
})

const rulesOf = (world: BreakableWorld, group: string) => the(world, 'securityGroups', group).rules

const aclOf = (world: BreakableWorld, acl: string) => the(world, 'networkAcls', acl)

const deny = (number: number, egress: boolean, cidr: string, from: number, to: number) => ({
  number,
  egress,
  allow: false,
  protocol: '6',
  cidr,
  ports: { from, to },
})

const drop = (world: BreakableWorld, endpoint: string): void => {
  delete world.records.vpcEndpoints[endpoint]
}

const OTHERS_ONLY = JSON.stringify({
  Statement: [
    {
      Sid: 'Ours',
      Effect: 'Allow',
      Principal: '*',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalAccount': '999999999999' } },
    },
  ],
})

describe('in a private network, each single fault is found and no other', () => {
  const faults: Readonly<Record<string, Fault>> = {
    'no endpoint for ssm': {
      break: world => drop(world, ENDPOINTS.ssm),
      blocks: ['ssm'],
      fault: `route/${ROUTE_TABLE}`,
      reason: 'no 0.0.0.0/0, no endpoint ssm',
    },
    'no endpoint for ssmmessages': {
      break: world => drop(world, ENDPOINTS.ssmmessages),
      blocks: ['ssmmessages'],
      fault: `route/${ROUTE_TABLE}`,
      reason: 'no 0.0.0.0/0, no endpoint ssmmessages',
    },
    'no endpoint for logs': {
      break: world => drop(world, ENDPOINTS.logs),
      blocks: ['logs'],
      fault: `route/${ROUTE_TABLE}`,
    },
    'no endpoint for kms': {
      break: world => drop(world, ENDPOINTS.kms),
      blocks: ['kms'],
      fault: `route/${ROUTE_TABLE}`,
    },
    'no endpoint for s3': {
      break: world => {
        drop(world, ENDPOINTS.s3)
        the(world, 'routeTables', ROUTE_TABLE).routes.pop()
      },
      blocks: ['s3'],
      fault: `route/${ROUTE_TABLE}`,
      reason: 'no 0.0.0.0/0, no endpoint s3',
    },
    'an endpoint that failed': {
      break: world => {
        the(world, 'vpcEndpoints', ENDPOINTS.kms).state = 'failed'
      },
      blocks: ['kms'],
      fault: `endpoint state/${ENDPOINTS.kms}`,
      reason: 'its state is failed',
    },
    'an endpoint that waits to be accepted': {
      break: world => {
        the(world, 'vpcEndpoints', ENDPOINTS.logs).state = 'pendingAcceptance'
      },
      blocks: ['logs'],
      fault: `endpoint state/${ENDPOINTS.logs}`,
    },
    'an endpoint that has been pending for months': {
      break: world => {
        the(world, 'vpcEndpoints', ENDPOINTS.logs).state = 'pending'
      },
      blocks: ['logs'],
      fault: `endpoint state/${ENDPOINTS.logs}`,
    },
    'private DNS off': {
      break: world => {
        the(world, 'vpcEndpoints', ENDPOINTS.ssmmessages).privateDns = false
      },
      blocks: ['ssmmessages'],
      fault: `private dns/${ENDPOINTS.ssmmessages}`,
      reason: 'private DNS off: names resolve to public addresses, and no 0.0.0.0/0',
    },
    'DNS host names off': {
      break: world => {
        the(world, 'vpcDns', VPC).dnsHostnames = false
      },
      blocks: BY_INTERFACE,
      fault: `vpc dns/${VPC}`,
      reason: 'dnsHostnames off',
    },
    'endpoint group closed': {
      break: world => {
        the(world, 'securityGroups', ENDPOINT_GROUP).rules = []
      },
      blocks: BY_INTERFACE,
      fault: `endpoint group/${ENDPOINTS.ssm}`,
    },
    'endpoint group open to the wrong subnet': {
      break: world => {
        const [rule] = rulesOf(world, ENDPOINT_GROUP)
        if (rule) rule.peer = { kind: 'cidr', cidr: '10.20.7.0/24' }
      },
      blocks: BY_INTERFACE,
      fault: `endpoint group/${ENDPOINTS.ssm}`,
    },
    'endpoint group open to the right subnet (healthy)': {
      break: world => {
        const [rule] = rulesOf(world, ENDPOINT_GROUP)
        if (rule) rule.peer = { kind: 'cidr', cidr: '10.20.1.0/24' }
      },
      blocks: [],
    },
    'endpoint without a group of its own': {
      break: world => {
        the(world, 'vpcEndpoints', ENDPOINTS.logs).groupIds = []
        world.records.securityGroups['sg-0default'] = {
          id: 'sg-0default',
          name: 'default',
          vpcId: VPC,
          rules: [
            {
              direction: 'ingress',
              protocol: '-1',
              peer: { kind: 'group', groupId: 'sg-0default', ownerId: '123456789012' },
            },
          ],
          tags: {},
        }
        rulesOf(world, NODE_GROUP).push({
          direction: 'egress',
          protocol: 'tcp',
          ports: { from: 443, to: 443 },
          peer: { kind: 'cidr', cidr: '10.20.0.0/16' },
        })
      },
      blocks: ['logs'],
      fault: `endpoint group/${ENDPOINTS.logs}`,
    },
    'egress closed': {
      break: world => {
        the(world, 'securityGroups', NODE_GROUP).rules = []
      },
      blocks: ALL,
      fault: `node group/${NODE_GROUP}`,
    },
    'egress for another port': {
      break: world => {
        for (const rule of rulesOf(world, NODE_GROUP)) rule.ports = { from: 80, to: 80 }
      },
      blocks: ALL,
      fault: `node group/${NODE_GROUP}`,
    },
    'no egress to the prefix list of s3': {
      break: world => {
        rulesOf(world, NODE_GROUP).pop()
      },
      blocks: ['s3'],
      fault: `node group/${NODE_GROUP}`,
    },
    'ACL of the nodes blocks answers': {
      break: world => {
        aclOf(world, NODE_ACL).entries.unshift(deny(50, false, '0.0.0.0/0', 1024, 65535))
      },
      blocks: ALL,
      fault: `network acl/${NODE_ACL}`,
    },
    'ACL order: a deny before the allow': {
      break: world => {
        aclOf(world, NODE_ACL).entries.push(deny(90, true, '10.20.2.0/24', 443, 443))
      },
      blocks: BY_INTERFACE,
      fault: `network acl/${NODE_ACL}`,
    },
    'ACL order: a deny behind the allow (healthy)': {
      break: world => {
        aclOf(world, NODE_ACL).entries.push(deny(110, true, '0.0.0.0/0', 443, 443))
      },
      blocks: [],
    },
    'ACL of the endpoints lets nobody in': {
      break: world => {
        aclOf(world, ENDPOINT_ACL).entries.push(deny(10, false, '10.20.1.0/24', 443, 443))
      },
      blocks: BY_INTERFACE,
      fault: `network acl/${ENDPOINT_ACL}`,
    },
    'ACL of the endpoints blocks answers': {
      break: world => {
        aclOf(world, ENDPOINT_ACL).entries.push(deny(10, true, '10.20.1.0/24', 1024, 65535))
      },
      blocks: BY_INTERFACE,
      fault: `network acl/${ENDPOINT_ACL}`,
    },
    'endpoint policy of another account': {
      break: world => {
        the(world, 'vpcEndpoints', ENDPOINTS.ssmmessages).policy = OTHERS_ONLY
      },
      blocks: ['ssmmessages'],
      fault: `endpoint policy/${ENDPOINTS.ssmmessages}`,
      reason: /does not allow ssmmessages:CreateControlChannel/,
    },
    'gateway endpoint policy that leaves the bucket out': {
      break: world => {
        the(world, 'vpcEndpoints', ENDPOINTS.s3).policy = JSON.stringify({
          Statement: [
            {
              Effect: 'Allow',
              Principal: '*',
              Action: 's3:*',
              Resource: ['arn:aws:s3:::other', 'arn:aws:s3:::other/*'],
            },
          ],
        })
      },
      blocks: ['s3'],
      fault: `endpoint policy/${ENDPOINTS.s3}`,
      reason: /does not allow s3:PutObject/,
    },
    'gateway endpoint not on the table': {
      break: world => {
        the(world, 'vpcEndpoints', ENDPOINTS.s3).routeTableIds = ['rtb-0a1b2c3d4e5f60009']
        the(world, 'routeTables', ROUTE_TABLE).routes.pop()
      },
      blocks: ['s3'],
      fault: `route/${ROUTE_TABLE}`,
      reason: `no 0.0.0.0/0, ${ENDPOINTS.s3} is not on ${ROUTE_TABLE}`,
    },
    's3 in another Region': {
      break: world => {
        the(world, 'buckets', BUCKET).region = 'eu-north-1'
      },
      blocks: ['s3'],
      fault: `route/${ROUTE_TABLE}`,
      reason: 'no 0.0.0.0/0, no endpoint s3 of eu-north-1',
    },
    'a blackhole instead of a way out, beside a missing endpoint': {
      break: world => {
        drop(world, ENDPOINTS.kms)
        the(world, 'routeTables', ROUTE_TABLE).routes.push({
          destination: '0.0.0.0/0',
          target: { kind: 'NAT gateway', id: 'nat-0gone' },
          state: 'blackhole',
        })
      },
      blocks: ['kms'],
      fault: `route/${ROUTE_TABLE}`,
      reason: /0\.0\.0\.0\/0 is a blackhole/,
    },
  }
  it.each(Object.entries(faults))('%s', (_name, one) => {
    expect(found(healthyWorld, one)).toEqual(expected(one))
  })
})

describe('in a network with a NAT gateway, each single fault is found and no other', () => {
  const faults: Readonly<Record<string, Fault>> = {
    'no default route': {
      break: world => {
        the(world, 'routeTables', ROUTE_TABLE).routes.pop()
      },
      blocks: ALL,
      fault: `route/${ROUTE_TABLE}`,
      reason: /^no 0\.0\.0\.0\/0, no endpoint /,
    },
    'NAT gateway deleted': {
      break: world => {
        the(world, 'natGateways', NAT).state = 'deleted'
      },
      blocks: ALL,
      fault: `nat gateway/${NAT}`,
      reason: 'its state is deleted',
    },
    'NAT gateway gone': {
      break: world => {
        delete world.records.natGateways[NAT]
      },
      blocks: ALL,
      fault: `nat gateway/${NAT}`,
      reason: 'it is not there',
    },
    'NAT gateway in a private subnet': {
      break: world => {
        the(world, 'natGateways', NAT).subnetId = NODE_SUBNET
      },
      blocks: ALL,
      fault: `nat gateway/${NAT}`,
      reason: /its own subnet leads to a NAT gateway/,
    },
    'NAT gateway whose subnet leads nowhere': {
      break: world => {
        the(world, 'routeTables', NAT_TABLE).routes.pop()
      },
      blocks: ALL,
      fault: `nat gateway/${NAT}`,
      reason: `its subnet ${NAT_SUBNET} has no 0.0.0.0/0 on ${NAT_TABLE}`,
    },
    'NAT gateway that is private': {
      break: world => {
        the(world, 'natGateways', NAT).connectivity = 'private'
      },
      blocks: ALL,
      fault: `nat gateway/${NAT}`,
      reason: 'it is private',
    },
    'regional NAT gateway (healthy)': {
      break: world => {
        delete the(world, 'natGateways', NAT).subnetId
      },
      blocks: [],
    },
    'internet gateway of another VPC': {
      break: world => {
        the(world, 'internetGateways', IGW).vpcIds = ['vpc-0a1b2c3d4e5f60009']
      },
      blocks: ALL,
      fault: `nat gateway/${NAT}`,
      reason: `it is not attached to ${VPC}`,
    },
    blackhole: {
      break: world => {
        const route = the(world, 'routeTables', ROUTE_TABLE).routes.at(-1)
        if (route) route.state = 'blackhole'
      },
      blocks: ALL,
      fault: `route/${ROUTE_TABLE}`,
      reason: /0\.0\.0\.0\/0 is a blackhole/,
    },
    'egress closed': {
      break: world => {
        the(world, 'securityGroups', NODE_GROUP).rules = []
      },
      blocks: ALL,
      fault: `node group/${NODE_GROUP}`,
    },
    'ACL of the nodes blocks answers': {
      break: world => {
        aclOf(world, NODE_ACL).entries.unshift(deny(50, false, '0.0.0.0/0', 1024, 65535))
      },
      blocks: ALL,
      fault: `network acl/${NODE_ACL}`,
    },
    'ACL of the NAT gateway blocks answers from the internet': {
      break: world => {
        aclOf(world, 'acl-0a1b2c3d4e5f60003').entries.push(deny(20, false, '0.0.0.0/0', 1024, 65535))
      },
      blocks: ALL,
      fault: 'network acl/acl-0a1b2c3d4e5f60003',
    },
    'ACL of the NAT gateway lets the nodes not in': {
      break: world => {
        aclOf(world, 'acl-0a1b2c3d4e5f60003').entries.push(deny(20, false, '10.20.1.0/24', 443, 443))
      },
      blocks: ALL,
      fault: 'network acl/acl-0a1b2c3d4e5f60003',
    },
    's3 in another Region (healthy)': {
      break: world => {
        the(world, 'buckets', BUCKET).region = 'eu-north-1'
      },
      blocks: [],
    },
    'a table of its own for the subnet, without a way out': {
      break: world => {
        const main = the(world, 'routeTables', ROUTE_TABLE)
        world.records.routeTables['rtb-0own'] = {
          ...structuredClone(main),
          id: 'rtb-0own',
          main: false,
          subnetIds: [NODE_SUBNET],
          routes: main.routes.slice(0, 1),
        }
      },
      blocks: ALL,
      fault: 'route/rtb-0own',
    },
  }
  it.each(Object.entries(faults))('%s', (_name, one) => {
    expect(found(natWorld, one)).toEqual(expected(one))
  })
})

describe('in a public subnet', () => {
  it('misses the public address of the node, and of no other', () => {
    const world = silent(publicWorld())
    for (const one of Object.values(world.records.instances)[0]?.interfaces ?? []) one.publicAddresses = []
    expect(new Set(Object.values(verdicts(world)))).toEqual(new Set(['blocked']))
    const [fault, ...others] = faultsIn(world)
    expect(others).toEqual([])
    expect(fault?.id).toBe('public address/i-0a1b2c3d4e5f60001')
    expect(fault?.nodes).toEqual(['i-0a1b2c3d4e5f60001'])
    expect(pathIn(world, 'ssm')?.obstacle?.reason).toBe('no public IPv4 address')
  })

  it('needs the internet gateway that its table names', () => {
    const world = silent(publicWorld())
    world.records.internetGateways = {}
    const faults = viewOf(worldOf(world), 'networkFaults').records
    expect(Object.keys(faults)).toEqual([`internet gateway/${IGW}`])
    expect(REGION).toBe('ap-southeast-1')
  })
})
