import { describe, expect, it } from 'vitest'
import { checks } from '../../../checks/index.ts'
import { audit } from '../../../src/core/audit/audit.ts'
import type { Finding, Outcome, World } from '../../../src/core/index.ts'
import { viewOf } from '../../../src/core/views.ts'
import {
  BUCKET,
  DB,
  healthyWorld,
  HYBRID,
  LOGGING_POLICY,
  loggingStatements,
  policyDocument,
  SESSION_KEY,
  TLS_ONLY,
  WEB,
} from '../../support/healthy.ts'
import {
  ACCOUNT,
  ENDPOINTS,
  nodeInterface,
  NODE_GROUP,
  NODE_SUBNET,
  openEntries,
  VPC,
} from '../../support/healthy-network.ts'
import type { BreakableWorld } from '../../support/mutable.ts'

const NAT = 'nat-0a7'
const NAT_TABLE = 'rtb-0a7'
const OUTER_SUBNET = 'subnet-0a7'
const OUTER_TABLE = 'rtb-0b8'
const GATEWAY = 'igw-0a7'
const DB_SUBNET = 'subnet-0b8'

/** A NAT gateway in a public subnet, and a route table that leads to it; nobody is there yet. */
const withNat = (): BreakableWorld => {
  const world = healthyWorld()
  const { records } = world
  const subnet = records.subnets[NODE_SUBNET]
  if (!subnet) throw new Error('no subnet to copy')
  const table = { vpcId: VPC, ownerId: ACCOUNT, main: false, subnetIds: [] }
  const everywhere = { destination: '0.0.0.0/0', state: 'active' } as const
  records.subnets[OUTER_SUBNET] = { ...subnet, id: OUTER_SUBNET, cidrs: ['10.20.7.0/24'] }
  records.subnets[DB_SUBNET] = { ...subnet, id: DB_SUBNET, cidrs: ['10.20.8.0/24'] }
  records.internetGateways[GATEWAY] = { id: GATEWAY, vpcIds: [VPC] }
  records.natGateways[NAT] = {
    id: NAT,
    vpcId: VPC,
    subnetId: OUTER_SUBNET,
    state: 'available',
    connectivity: 'public',
  }
  records.routeTables[OUTER_TABLE] = {
    ...table,
    id: OUTER_TABLE,
    subnetIds: [OUTER_SUBNET],
    routes: [{ ...everywhere, target: { kind: 'internet gateway', id: GATEWAY } }],
  }
  records.routeTables[NAT_TABLE] = {
    ...table,
    id: NAT_TABLE,
    routes: [{ ...everywhere, target: { kind: 'NAT gateway', id: NAT } }],
  }
  records.networkAcls['acl-0a7'] = {
    id: 'acl-0a7',
    vpcId: VPC,
    subnetIds: [OUTER_SUBNET, DB_SUBNET],
    entries: openEntries(),
  }
  records.securityGroups[NODE_GROUP]?.rules.push({
    direction: 'egress',
    protocol: '-1',
    peer: { kind: 'cidr', cidr: '0.0.0.0/0' },
  })
  return world
}

/** All nodes behind the NAT gateway, and no endpoint. */
const natWorld = (): BreakableWorld => {
  const world = withNat()
  const nat = world.records.routeTables[NAT_TABLE]
  if (nat) nat.subnetIds = [NODE_SUBNET]
  world.records.vpcEndpoints = {}
  return world
}

/** The endpoints serve web-1; db-1 stands in a subnet whose calls to S3 go over the NAT gateway. */
const mixedWorld = (): BreakableWorld => {
  const world = withNat()
  const db = world.records.instances[DB]
  const nat = world.records.routeTables[NAT_TABLE]
  if (!db || !nat) throw new Error('no node to move')
  nat.subnetIds = [DB_SUBNET]
  db.subnetId = DB_SUBNET
  db.interfaces = [{ ...nodeInterface(DB, '10.20.8.12'), subnetId: DB_SUBNET }]
  return world
}

const onlyBy = (key: string, value: string): Record<string, unknown> => ({
  Sid: 'Perimeter',
  Effect: 'Deny',
  Action: '*',
  Resource: '*',
  Condition: { StringNotEquals: { [key]: value } },
})

const guardBucket = (world: BreakableWorld, statement: object): void => {
  const document = policyDocument([TLS_ONLY, { ...statement, Principal: '*', Action: 's3:PutObject' }])
  world.records.bucketPolicies[BUCKET] = { bucket: BUCKET, document }
}

const guardKey = (world: BreakableWorld, statement: object): void => {
  const policy = world.records.keyPolicies[SESSION_KEY]
  const { Statement }: { Statement: object[] } = JSON.parse(policy?.document ?? '{}')
  const guard = { ...statement, Principal: '*', Action: 'kms:Decrypt' }
  if (policy) policy.document = policyDocument([...Statement, guard])
}

/** The policy that both nodes' roles hold then. */
const guardRoles = (world: BreakableWorld, statement: object): void => {
  const document = policyDocument([...loggingStatements(), { ...statement, Action: 'logs:*' }])
  const policy = world.records.policies[LOGGING_POLICY]
  if (policy) policy.document = document
  const db = world.records.roles['db']
  if (db) db.inline = { 'session-logging-inline': document }
}

const outcomes = (world: World): Readonly<Record<string, Outcome>> =>
  Object.fromEntries(audit([world], []).outcomes.map(outcome => [outcome.node, outcome]))

const guarded = (
  make: () => BreakableWorld,
  guard: (world: BreakableWorld, statement: object) => void,
  statement: object,
): BreakableWorld => {
  const world = make()
  guard(world, statement)
  return world
}

const BY_VPC = onlyBy('aws:SourceVpc', VPC)
const byEndpoint = (service: keyof typeof ENDPOINTS): object => onlyBy('aws:SourceVpce', ENDPOINTS[service])

describe.each([
  ['a bucket policy', guardBucket, 's3', (one: Outcome) => one.recorded.s3],
  ['a key policy', guardKey, 'kms', (one: Outcome) => one.encrypted],
  ['a role policy', guardRoles, 'logs', (one: Outcome) => one.recorded.cloudwatch],
] as const)('%s that denies all that does not come', (_, guard, service, aspect) => {
  const holds = (make: () => BreakableWorld, statement: object): string[] => {
    const found = outcomes(guarded(make, guard, statement))
    return [WEB, DB].map(node => aspect(found[node] as Outcome))
  }

  it('by its endpoint lets nodes in a private network in, and none behind a NAT gateway', () => {
    expect(holds(healthyWorld, byEndpoint(service))).toEqual(['yes', 'yes'])
    expect(holds(natWorld, byEndpoint(service))).toEqual(['no', 'no'])
  })

  it('by another endpoint lets nobody in', () => {
    expect(holds(healthyWorld, onlyBy('aws:SourceVpce', 'vpce-0ff'))).toEqual(['no', 'no'])
  })

  it('from the VPC lets in who comes by an endpoint, and not who leaves it by a NAT gateway', () => {
    expect(holds(healthyWorld, BY_VPC)).toEqual(['yes', 'yes'])
    expect(holds(natWorld, BY_VPC)).toEqual(['no', 'no'])
  })

  it('is not decided where nobody looked at the network', () => {
    const blind = (): BreakableWorld => {
      const world = healthyWorld()
      delete (world.records as Partial<BreakableWorld['records']>).vpcEndpoints
      return world
    }
    expect(holds(blind, BY_VPC)).toEqual(['unknown', 'unknown'])
  })

  it('is not decided where a ping came though nothing leads out of the groups of the node', () => {
    const closed = (): BreakableWorld => {
      const world = healthyWorld()
      const group = world.records.securityGroups[NODE_GROUP]
      if (group) group.rules = []
      return world
    }
    expect(holds(closed, byEndpoint(service))).toEqual(['unknown', 'unknown'])
  })

  it('is not decided where the endpoints could not be read', () => {
    const unread = (): BreakableWorld => {
      const world = healthyWorld()
      world.records.vpcEndpoints = {}
      world.gaps.push({ kind: 'vpcEndpoints', reason: 'UnauthorizedOperation', actions: ['ec2:X'] })
      return world
    }
    expect(holds(unread, BY_VPC)).toEqual(['unknown', 'unknown'])
  })
})

describe('nodes whose calls take different ways', () => {
  const found = (world: World): readonly Finding[] =>
    audit([world], checks).findings.filter(
      ({ check, subject }) => check === 's3/write-permissions' && subject.id !== 'hybrid-node',
    )

  it('fare differently under one bucket policy', () => {
    const world = guarded(mixedWorld, guardBucket, byEndpoint('s3'))
    const { [WEB]: web, [DB]: db } = outcomes(world)
    expect([web?.recorded.s3, db?.recorded.s3]).toEqual(['yes', 'no'])
    expect(found(world).map(({ verdict, affects }) => [verdict, affects])).toEqual([['fail', [DB]]])
  })

  it('under one role are told apart', () => {
    const world = guarded(mixedWorld, guardBucket, byEndpoint('s3'))
    const { [DB]: db, [WEB]: web } = world.records.instances
    if (db && web?.profileArn !== undefined) db.profileArn = web.profileArn
    expect(found(world).map(({ subject, affects }) => [subject.id, affects])).toEqual([['web', [DB]]])
  })

  it('are told so where the policy does not look at them', () => {
    const ways = Object.values(viewOf(mixedWorld(), 'nodeRoles').records)
      .flatMap(role => role.nodes)
      .map(node => [node.id, node.ways?.s3])
    expect(Object.fromEntries(ways)).toMatchObject({
      [WEB]: { kind: 'gateway endpoint', endpointId: ENDPOINTS.s3, vpcId: VPC, sourceIp: '10.20.1.11' },
      [DB]: { kind: 'internet', through: NAT },
    })
  })

  it('leave open which way a hybrid node takes', () => {
    const report = audit([guarded(mixedWorld, guardBucket, byEndpoint('s3'))], checks)
    const open = report.findings.filter(({ affects }) => affects.includes(HYBRID))
    expect(open.map(({ check, verdict }) => [check, verdict])).toContainEqual([
      's3/write-permissions',
      'unknown',
    ])
  })

  it('leave the healthy account healthy', () => {
    for (const make of [natWorld, mixedWorld]) {
      const report = audit([make()], checks)
      expect(report.outcomes.map(({ canConnect, recorded }) => [canConnect, recorded.s3])).toEqual([
        ['yes', 'yes'],
        ['yes', 'yes'],
        ['yes', 'yes'],
      ])
    }
  })
})
