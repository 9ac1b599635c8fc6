import { describe, expect, it } from 'vitest'
import { audit } from '../../../src/core/audit/audit.ts'
import type { SecurityGroup, SecurityGroupRule } from '../../../src/core/index.ts'
import { makePlan } from '../../../src/core/plan/plan.ts'
import { ENDPOINTS, ENDPOINT_GROUP, NODE_GROUP, REGION, VPC } from '../../support/healthy-network.ts'
import { DB, healthyWorld, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import {
  BATCH,
  changesOf,
  letsIn,
  letsOut,
  OTHER,
  planOf,
  reasonsOf,
  rule,
  typesOf,
} from './network-checks.ts'

const group = (id: string, more: Partial<SecurityGroup> = {}): SecurityGroup => ({
  id,
  name: id,
  vpcId: VPC,
  rules: [],
  tags: {},
  ...more,
})

const put = (world: BreakableWorld, one: SecurityGroup): void => {
  world.records.securityGroups[one.id] = one as never
}

/** The logs endpoint has a group that nothing else has. */
const withOwnGroup = (more: Partial<SecurityGroup> = {}): BreakableWorld => {
  const world = healthyWorld()
  put(world, group('sg-0logs', more))
  const endpoint = world.records.vpcEndpoints[ENDPOINTS.logs]
  if (endpoint) endpoint.groupIds = ['sg-0logs']
  return world
}

const full = (direction: 'ingress' | 'egress'): SecurityGroupRule[] =>
  Array.from({ length: 60 }, (_, at) => rule({ kind: 'cidr', cidr: `10.30.${at}.0/24` }, direction))

const dedicated = `ssm-doctor-${ENDPOINTS.logs}`

describe('traffic to an endpoint', () => {
  const wanted = { [ENDPOINTS.logs]: [BATCH] }

  it('gets one rule on the group that is its own', () => {
    const plan = planOf(letsIn(wanted), withOwnGroup())
    expect(changesOf(plan)).toEqual([
      {
        type: 'add-group-rule',
        region: REGION,
        group: { groupId: 'sg-0logs' },
        rule: { ...rule(BATCH), description: 'HTTPS for Session Manager, added by ssm-doctor' },
      },
    ])
    expect(plan.steps[0]?.sharedBy).toEqual([`endpoint ${ENDPOINTS.logs}`])
    expect(plan).toMatchObject({ refused: [], leaves: [], breaks: [] })
    expect(plan.fixes).toHaveLength(1)
  })

  it('gets a group of its own beside the one that it shares with other endpoints', () => {
    const plan = planOf(letsIn(wanted), healthyWorld())
    const own = { vpcId: VPC, groupName: dedicated }
    expect(changesOf(plan)).toMatchObject([
      { type: 'create-group', ...own },
      { type: 'add-group-rule', group: own, rule: rule(BATCH) },
      { type: 'add-endpoint-group', endpointId: ENDPOINTS.logs, group: own },
    ])
    expect(plan.steps.map(({ sharedBy }) => sharedBy)).toEqual([[], [], []])
    expect(plan.steps.every(({ risk }) => risk === 'review')).toBe(true)
    expect(plan.fixes).toHaveLength(1)
  })

  it('gets a group of its own where a node has that group too', () => {
    const world = withOwnGroup()
    const endpoint = world.records.vpcEndpoints[ENDPOINTS.logs]
    if (endpoint) endpoint.groupIds = [NODE_GROUP]
    expect(typesOf(planOf(letsIn(wanted), world))).toEqual([
      'create-group',
      'add-group-rule',
      'add-endpoint-group',
    ])
  })

  it('gets a group of its own beside the default group, which goes on serving', () => {
    const world = withOwnGroup({ name: 'default' })
    expect(typesOf(planOf(letsIn(wanted), world))).toContain('create-group')
    const endpoint = world.records.vpcEndpoints[ENDPOINTS.logs]
    if (endpoint) endpoint.groupIds = []
    const plan = planOf(letsIn(wanted), world)
    expect(changesOf(plan).at(-1)).toMatchObject({ type: 'add-endpoint-group', keeps: 'sg-0logs' })
  })

  it('gets a group of its own where nobody could see who else has that group', () => {
    const world = withOwnGroup()
    world.gaps.push({ kind: 'instances', id: WEB, reason: 'denied', actions: ['ec2:DescribeInstances'] })
    expect(typesOf(planOf(letsIn(wanted), world))).toContain('create-group')
  })

  it('from several groups of nodes gets one group with several rules', () => {
    const plan = planOf(letsIn({ [ENDPOINTS.logs]: [BATCH, OTHER] }), healthyWorld())
    expect(typesOf(plan)).toEqual(['create-group', 'add-group-rule', 'add-group-rule', 'add-endpoint-group'])
  })

  it('of all endpoints that share a group gets one rule on that group', () => {
    const all = [ENDPOINTS.ssm, ENDPOINTS.ssmmessages, ENDPOINTS.logs, ENDPOINTS.kms]
    const plan = planOf(letsIn(Object.fromEntries(all.map(id => [id, [BATCH]]))), healthyWorld())
    expect(changesOf(plan)).toMatchObject([{ type: 'add-group-rule', group: { groupId: ENDPOINT_GROUP } }])
    expect(plan.steps[0]?.sharedBy).toEqual(all.map(id => `endpoint ${id}`).toSorted())
    expect(plan.fixes).toHaveLength(4)
  })

  it('gets a group of its own where the group is full', () => {
    const plan = planOf(letsIn(wanted), withOwnGroup({ rules: full('ingress') }))
    expect(typesOf(plan)).toContain('create-group')
  })

  it('counts what goes out apart, and a list by what it holds', () => {
    expect(typesOf(planOf(letsIn(wanted), withOwnGroup({ rules: full('egress') })))).toEqual([
      'add-group-rule',
    ])
    const peer = { kind: 'prefix list', prefixListId: 'pl-0ours' } as const
    const world = withOwnGroup({ rules: [rule(peer)] })
    const cidrs = Array.from({ length: 60 }, (_, at) => `10.40.${at}.0/24`)
    world.records.prefixLists['pl-0ours'] = { id: 'pl-0ours', name: 'offices', cidrs }
    expect(typesOf(planOf(letsIn(wanted), world))).toContain('create-group')
    world.records.prefixLists['pl-0ours'] = { id: 'pl-0ours', name: `com.amazonaws.${REGION}.s3`, cidrs }
    expect(typesOf(planOf(letsIn(wanted), world))).toEqual(['add-group-rule'])
  })

  it('is refused where the endpoint has as many groups as it may have', () => {
    const world = healthyWorld()
    const ids = ['sg-1', 'sg-2', 'sg-3', 'sg-4', ENDPOINT_GROUP]
    for (const id of ids.slice(0, 4)) put(world, group(id, { name: 'default' }))
    const endpoint = world.records.vpcEndpoints[ENDPOINTS.logs]
    if (endpoint) endpoint.groupIds = ids
    const plan = planOf(letsIn(wanted), world)
    expect(plan.steps).toEqual([])
    expect(reasonsOf(plan)).toEqual([
      `endpoint ${ENDPOINTS.logs} has 5 security groups, as many as it may have`,
    ])
  })

  it('takes up the group that an earlier plan left, and no one else’s', () => {
    const world = healthyWorld()
    put(world, group('sg-0left', { name: dedicated, tags: { 'ssm-doctor:plan': 'an earlier one' } }))
    expect(changesOf(planOf(letsIn(wanted), world))).toMatchObject([
      { type: 'add-group-rule', group: { groupId: 'sg-0left' } },
      { type: 'add-endpoint-group', group: { groupId: 'sg-0left' } },
    ])
    put(world, group('sg-0left', { name: dedicated }))
    expect(reasonsOf(planOf(letsIn(wanted), world))).toEqual([`security group ${dedicated} exists already`])
  })

  it('is refused where its group could not be read, with the action that this needs', () => {
    const world = healthyWorld()
    const plan = planOf(letsOut(NODE_GROUP, BATCH), world)
    expect(typesOf(plan)).toEqual(['add-group-rule'])
    const before = audit([world], [letsOut(NODE_GROUP, BATCH)])
    world.gaps.push({ kind: 'securityGroups', reason: 'denied', actions: ['ec2:DescribeSecurityGroups'] })
    const blind = makePlan([world], [letsOut(NODE_GROUP, BATCH)], before)
    expect(reasonsOf(blind)).toEqual([
      `security group ${NODE_GROUP} could not be read: denied (needs ec2:DescribeSecurityGroups)`,
    ])
  })
})

describe('what infrastructure code owns', () => {
  it.each([
    [{ 'aws:cloudformation:stack-name': 'endpoints' }, { by: 'CloudFormation', name: 'endpoints' }],
    [{ ManagedBy: 'Terraform' }, { by: 'Terraform' }],
  ])('is told before the question: %o', (tags, owner) => {
    const world = withOwnGroup({ tags })
    const wanted = letsIn({ [ENDPOINTS.logs]: [BATCH] })
    expect(planOf(wanted, world).steps[0]?.owner).toEqual(owner)
    const shared = healthyWorld()
    Object.assign(shared.records.vpcEndpoints[ENDPOINTS.logs] ?? {}, { tags })
    expect(planOf(wanted, shared).steps.at(-1)?.owner).toEqual(owner)
  })
})

describe('traffic out of a node', () => {
  it('gets one rule on its group, and names whom else that serves', () => {
    const plan = planOf(letsOut(NODE_GROUP, BATCH), healthyWorld())
    expect(changesOf(plan)).toMatchObject([{ rule: rule(BATCH, 'egress'), group: { groupId: NODE_GROUP } }])
    expect(plan.steps[0]?.sharedBy).toEqual([`node ${WEB}`, `node ${DB}`])
  })

  it('is refused where the group is full', () => {
    const world = healthyWorld()
    put(world, group(NODE_GROUP, { rules: full('egress') }))
    expect(reasonsOf(planOf(letsOut(NODE_GROUP, BATCH), world))).toEqual([
      `security group ${NODE_GROUP} has no room for more rules`,
    ])
  })
})
