import { describe, expect, it } from 'vitest'
import { audit } from '../../../src/core/audit/audit.ts'
import { defineCheck, type AnyCheck, type Fix, type World } from '../../../src/core/index.ts'
import { makePlan } from '../../../src/core/plan/plan.ts'
import type { Plan } from '../../../src/core/plan/types.ts'
import type { Change } from '../../../src/core/changes/change.ts'
import { applyChange } from '../../../src/core/changes/specs.ts'
import type { Peer, SecurityGroup, SecurityGroupRule, World as AnyWorld } from '../../../src/core/index.ts'
import { ENDPOINTS, ENDPOINT_GROUP, NODE_GROUP, REGION, VPC } from '../../support/healthy-network.ts'
import { DB, healthyWorld, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'

const BATCH: Peer = { kind: 'cidr', cidr: '10.20.7.0/24' }
const OTHER: Peer = { kind: 'group', groupId: 'sg-0batch' }
const rule = (peer: Peer, direction: 'ingress' | 'egress' = 'ingress'): SecurityGroupRule => ({
  direction,
  protocol: 'tcp',
  ports: { from: 443, to: 443 },
  peer,
})
const says = ({ peer }: SecurityGroupRule): string => JSON.stringify(peer)

const about = { why: 'Because.', docs: 'https://example.com', severity: 'high', fix: 'review' } as const

/** Each of these endpoints shall let these peers in, by whichever of its groups. */
const letsIn = (wanted: Readonly<Record<string, readonly Peer[]>>): AnyCheck =>
  defineCheck({
    ...about,
    id: 'network/lets-in',
    title: 'the endpoint lets its nodes in',
    each: 'vpcEndpoints',
    needs: ['securityGroups'],
    run: ({ id, groupIds }, { securityGroups }) => {
      const rules = groupIds.flatMap(group => securityGroups[group]?.rules ?? [])
      const missing = (wanted[id] ?? []).filter(peer => !rules.some(one => says(one) === says(rule(peer))))
      if (missing.length === 0) return undefined
      const fix: Fix[] = missing.map(peer => ({
        type: 'allow-traffic',
        direction: 'ingress',
        of: { endpointId: id },
        port: 443,
        peer,
      }))
      return { message: `${id} is shut`, remedy: { text: 'open it' }, fix }
    },
  })

/** This group shall let this peer be reached. */
const letsOut = (groupId: string, peer: Peer): AnyCheck =>
  defineCheck({
    ...about,
    id: 'network/lets-out',
    title: 'the group lets its nodes out',
    each: 'securityGroups',
    needs: [],
    run: ({ id, rules }) => {
      if (id !== groupId || rules.some(one => says(one) === says(rule(peer)))) return undefined
      const fix: Fix[] = [{ type: 'allow-traffic', direction: 'egress', of: { groupId }, port: 443, peer }]
      return { message: `${id} is shut`, remedy: { text: 'open it' }, fix }
    },
  })

/** Every endpoint's private DNS and both attributes of its VPC shall be on. */
const named = defineCheck({
  ...about,
  id: 'network/named',
  title: 'names lead to the endpoint',
  each: 'vpcEndpoints',
  needs: ['vpcDns'],
  run: ({ id, vpcId, privateDns, type }, { vpcDns }) => {
    const dns = vpcDns[vpcId]
    if (type !== 'Interface' || (privateDns && dns?.dnsSupport && dns.dnsHostnames)) return undefined
    const fix: Fix[] = [
      { type: 'set-private-dns', endpointId: id, to: true },
      { type: 'set-vpc-dns', vpcId, attribute: 'dnsHostnames', to: true },
      { type: 'set-vpc-dns', vpcId, attribute: 'dnsSupport', to: true },
    ]
    return { message: `${id} has no name`, remedy: { text: 'name it' }, fix }
  },
})

const planOf = (check: AnyCheck, ...worlds: BreakableWorld[]): Plan => {
  const frozen = worlds as unknown as World[]
  return makePlan(frozen, [check], audit(frozen, [check]))
}

const changesOf = ({ steps }: Plan): readonly Change[] => steps.map(({ change }) => change)
const typesOf = (plan: Plan): readonly string[] => changesOf(plan).map(({ type }) => type)
const reasonsOf = ({ refused }: Plan): readonly string[] => refused.map(({ reason }) => reason)

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
    const before = audit([world as unknown as World], [letsOut(NODE_GROUP, BATCH)])
    world.gaps.push({ kind: 'securityGroups', reason: 'denied', actions: ['ec2:DescribeSecurityGroups'] })
    const blind = makePlan([world as unknown as World], [letsOut(NODE_GROUP, BATCH)], before)
    expect(reasonsOf(blind)).toEqual([
      `security group ${NODE_GROUP} could not be read: denied (needs ec2:DescribeSecurityGroups)`,
    ])
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

describe('names', () => {
  const nameless = (): BreakableWorld => {
    const world = healthyWorld()
    world.records.vpcDns[VPC] = { vpcId: VPC, dnsSupport: false, dnsHostnames: false }
    for (const id of [ENDPOINTS.ssm, ENDPOINTS.kms]) {
      const endpoint = world.records.vpcEndpoints[id]
      if (endpoint) endpoint.privateDns = false
    }
    return world
  }

  it('come by one attribute at a time, support first, private DNS last, each once', () => {
    const plan = planOf(named, nameless())
    expect(changesOf(plan)).toEqual([
      { type: 'set-vpc-dns', region: REGION, vpcId: VPC, attribute: 'dnsSupport', to: true },
      { type: 'set-vpc-dns', region: REGION, vpcId: VPC, attribute: 'dnsHostnames', to: true },
      { type: 'set-private-dns', region: REGION, endpointId: ENDPOINTS.ssm, to: true },
      { type: 'set-private-dns', region: REGION, endpointId: ENDPOINTS.kms, to: true },
    ])
    for (const { sharedBy } of plan.steps)
      expect(sharedBy).toEqual([`all hosts of ${VPC} (${WEB}, ${DB} among them)`])
  })

  it('are undone in the opposite order', () => {
    const { steps } = planOf(named, nameless())
    const world = nameless() as unknown as AnyWorld
    const undone = [...steps.map(({ change }) => change), ...steps.toReversed().map(({ undo }) => undo)]
    expect(undone.reduce(applyChange, world)).toEqual(world)
  })

  it('come in the Region of the finding alone', () => {
    const json = JSON.stringify(healthyWorld()).replaceAll(REGION, 'eu-west-1')
    const plan = planOf(named, JSON.parse(json) as BreakableWorld, nameless())
    expect(plan.regions).toEqual(['eu-west-1', REGION])
    expect(new Set(changesOf(plan).map(change => 'region' in change && change.region))).toEqual(
      new Set([REGION]),
    )
  })

  it('are refused to an endpoint where another one of the VPC has them', () => {
    const world = healthyWorld()
    const second = { ...world.records.vpcEndpoints[ENDPOINTS.ssm], id: 'vpce-0second', privateDns: false }
    world.records.vpcEndpoints['vpce-0second'] = second as never
    expect(reasonsOf(planOf(named, world))).toEqual([
      `endpoint ${ENDPOINTS.ssm} has the private names of this service in ${VPC}`,
    ])
  })
})
