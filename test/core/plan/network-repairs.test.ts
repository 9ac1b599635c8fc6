import { describe, expect, it } from 'vitest'
import { checks } from '../../../checks/index.ts'
import { audit } from '../../../src/core/audit/audit.ts'
import { applyChange } from '../../../src/core/changes/specs.ts'
import type { World } from '../../../src/core/index.ts'
import { makePlan } from '../../../src/core/plan/plan.ts'
import {
  ACCOUNT,
  ENDPOINTS,
  ENDPOINT_GROUP,
  NODE_ACL,
  NODE_GROUP,
  VPC,
} from '../../support/healthy-network.ts'
import { DB, healthyWorld, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'

const INTERFACE_ENDPOINTS = [ENDPOINTS.ssm, ENDPOINTS.ssmmessages, ENDPOINTS.logs, ENDPOINTS.kms]

/** An account whose nodes have not been heard for an hour, so that the model is believed. */
const broken = (breakIt: (records: BreakableWorld['records']) => void): BreakableWorld => {
  const world = healthyWorld()
  for (const id of [WEB, DB]) {
    const node = world.records.managedNodes[id]
    if (node) Object.assign(node, { pingStatus: 'ConnectionLost', lastPingAt: '2026-11-20T08:00:00.000Z' })
  }
  breakIt(world.records)
  return world
}

const shut = ({ securityGroups }: BreakableWorld['records'], id: string): void => {
  const group = securityGroups[id]
  if (group) group.rules = group.rules.filter(rule => rule.direction === 'egress')
}

/** Both nodes in a group that may call nothing but the archive's prefix list. */
const narrowed = ({ securityGroups }: BreakableWorld['records']): void => {
  const group = securityGroups[NODE_GROUP]
  if (group) group.rules = group.rules.filter(({ peer }) => peer.kind === 'prefix list')
}

const planOf = (world: World) => makePlan([world], checks, audit([world], checks))

/** What breaks a network, and the steps that mend it, in order. */
const CASES: Readonly<
  Record<string, readonly [(records: BreakableWorld['records']) => void, readonly string[]]>
> = {
  'private DNS that is off': [
    ({ vpcEndpoints }) => {
      for (const id of INTERFACE_ENDPOINTS) Object.assign(vpcEndpoints[id] ?? {}, { privateDns: false })
    },
    INTERFACE_ENDPOINTS.map(id => `turn private DNS of endpoint ${id} on`),
  ],
  'a VPC without DNS': [
    ({ vpcDns }) => (vpcDns[VPC] = { vpcId: VPC, dnsSupport: false, dnsHostnames: false }),
    [`turn DNS support of ${VPC} on`, `turn DNS host names of ${VPC} on`],
  ],
  'the endpoints’ own group that lets nobody in': [
    records => shut(records, ENDPOINT_GROUP),
    [`let tcp 443 in from ${NODE_GROUP} through security group ${ENDPOINT_GROUP}`],
  ],
  'the default group on one endpoint': [
    ({ vpcEndpoints, securityGroups }) => {
      securityGroups['sg-0default'] = {
        id: 'sg-0default',
        name: 'default',
        vpcId: VPC,
        ownerId: ACCOUNT,
        rules: [],
        tags: {},
      }
      const own = { protocol: 'tcp', ports: { from: 443, to: 443 }, direction: 'egress' } as const
      securityGroups[NODE_GROUP]?.rules.push({ ...own, peer: { kind: 'group', groupId: 'sg-0default' } })
      Object.assign(vpcEndpoints[ENDPOINTS.kms] ?? {}, { groupIds: ['sg-0default'] })
    },
    [
      `create security group ssm-doctor-${ENDPOINTS.kms} in ${VPC}`,
      `let tcp 443 in from ${NODE_GROUP} through security group ssm-doctor-${ENDPOINTS.kms} of ${VPC}`,
      `add security group ssm-doctor-${ENDPOINTS.kms} of ${VPC} to endpoint ${ENDPOINTS.kms}, beside the groups that it has`,
    ],
  ],
  'nodes that may not call the endpoints': [
    narrowed,
    [`let tcp 443 out to ${ENDPOINT_GROUP} through security group ${NODE_GROUP}`],
  ],
  'nodes that may not call endpoints that let nobody in and have no names': [
    records => {
      narrowed(records)
      shut(records, ENDPOINT_GROUP)
      for (const id of INTERFACE_ENDPOINTS)
        Object.assign(records.vpcEndpoints[id] ?? {}, { privateDns: false })
    },
    [
      `let tcp 443 out to ${ENDPOINT_GROUP} through security group ${NODE_GROUP}`,
      `let tcp 443 in from ${NODE_GROUP} through security group ${ENDPOINT_GROUP}`,
      ...INTERFACE_ENDPOINTS.map(id => `turn private DNS of endpoint ${id} on`),
    ],
  ],
}

describe.each(Object.entries(CASES))('%s', (_, [breakIt, steps]) => {
  const world = broken(breakIt) as World
  const plan = planOf(world)
  const after = plan.steps.map(({ change }) => change).reduce(applyChange, world)

  it('is mended by exactly these steps, to the satisfaction of all checks', () => {
    expect(plan.steps.map(({ describe: words }) => words)).toEqual(steps)
    expect(plan).toMatchObject({ breaks: [], refused: [] })
    expect(plan.fixes.length).toBeGreaterThan(0)
    const network = audit([after], checks).findings.filter(({ check }) => check.startsWith('network/'))
    expect(network.map(({ message }) => message)).toEqual([])
  })

  it('is as it was once they are undone', () => {
    expect(
      plan.steps
        .toReversed()
        .map(({ undo }) => undo)
        .reduce(applyChange, after),
    ).toEqual(world)
  })

  it('needs nothing more once it is mended', () => {
    expect(planOf(after).steps).toEqual([])
  })
})

describe('names for one node that would cut off another', () => {
  const world = broken(records => {
    Object.assign(records.vpcEndpoints[ENDPOINTS.ssm] ?? {}, { privateDns: false })
    const everywhere = { kind: 'cidr', cidr: '0.0.0.0/0' } as const
    records.securityGroups['sg-0edge'] = {
      id: 'sg-0edge',
      name: 'edge',
      vpcId: VPC,
      ownerId: ACCOUNT,
      rules: [{ direction: 'egress', protocol: '-1', peer: everywhere }],
      tags: {},
    }
    Object.assign(records.instances[WEB]?.interfaces?.[0] ?? {}, {
      groupIds: ['sg-0edge'],
      subnetId: 'subnet-0edge',
      publicAddresses: ['203.0.113.7'],
    })
    Object.assign(records.instances[WEB] ?? {}, { subnetId: 'subnet-0edge' })
    records.subnets['subnet-0edge'] = {
      id: 'subnet-0edge',
      vpcId: VPC,
      ownerId: ACCOUNT,
      cidrs: ['10.20.1.0/24'],
    }
    records.internetGateways['igw-0edge'] = { id: 'igw-0edge', vpcIds: [VPC] }
    records.routeTables['rtb-0edge'] = {
      id: 'rtb-0edge',
      vpcId: VPC,
      ownerId: ACCOUNT,
      main: false,
      subnetIds: ['subnet-0edge'],
      routes: [
        { destination: '10.20.0.0/16', target: { kind: 'local', id: 'local' }, state: 'active' },
        { destination: '0.0.0.0/0', target: { kind: 'internet gateway', id: 'igw-0edge' }, state: 'active' },
      ],
    }
    records.networkAcls[NODE_ACL]?.subnetIds.push('subnet-0edge')
  }) as World

  it('are refused: the plan says whose path would close', () => {
    const plan = planOf(world)
    const names = plan.steps.find(({ change }) => change.type === 'set-private-dns')
    expect(names?.sharedBy).toContain(`its groups do not let in ${WEB}`)
    expect(plan.breaks.join('\n')).toContain(WEB)
    expect(plan.breaks.join('\n')).toContain('ssm')
  })
})
