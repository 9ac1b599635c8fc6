import { describe, expect, it } from 'vitest'
import type { Change } from '../../../src/core/changes/change.ts'
import { applyChange, describeChange } from '../../../src/core/changes/specs.ts'
import type { World } from '../../../src/core/snapshot.ts'
import { ACCOUNT, ENDPOINTS, ENDPOINT_GROUP, REGION, VPC } from '../../support/healthy-network.ts'
import { healthyWorld } from '../../support/healthy.ts'

const groupName = `ssm-doctor-${ENDPOINTS.logs}`
const create: Change = { type: 'create-group', region: REGION, vpcId: VPC, groupName }
const rule = {
  direction: 'ingress',
  protocol: 'tcp',
  ports: { from: 443, to: 443 },
  peer: { kind: 'cidr', cidr: '10.20.1.0/24' },
} as const
const made = (world: World) =>
  Object.values(world.records.securityGroups ?? {}).find(group => group.name === groupName)

describe('a group that is created', () => {
  it('lets everything out, as AWS makes it, and nothing in', () => {
    const everything = { direction: 'egress', protocol: '-1' }
    const group = made(applyChange(healthyWorld(), create))
    expect(group).toMatchObject({ vpcId: VPC, ownerId: ACCOUNT })
    expect(group?.rules).toEqual([{ ...everything, peer: { kind: 'cidr', cidr: '0.0.0.0/0' } }])
    const dual = healthyWorld()
    dual.records.vpcs[VPC] = { id: VPC, cidrs: ['10.20.0.0/16', '2001:db8:20::/56'] }
    expect(made(applyChange(dual, create))?.rules).toEqual([
      { ...everything, peer: { kind: 'cidr', cidr: '0.0.0.0/0' } },
      { ...everything, peer: { kind: 'cidr', cidr: '::/0' } },
    ])
  })

  it('is found by its name by the steps that follow', () => {
    const group = { vpcId: VPC, groupName }
    const steps: readonly Change[] = [
      create,
      { type: 'add-group-rule', region: REGION, group, rule },
      { type: 'add-endpoint-group', region: REGION, endpointId: ENDPOINTS.logs, group },
    ]
    const after = steps.reduce<World>(applyChange, healthyWorld())
    expect(made(after)?.rules).toContainEqual(rule)
    expect(after.records.vpcEndpoints?.[ENDPOINTS.logs]?.groupIds).toEqual([ENDPOINT_GROUP, made(after)?.id])
  })

  it('is not made a second time where somebody has one of that name, and theirs is not deleted', () => {
    const world = healthyWorld()
    world.records.securityGroups['sg-9'] = { id: 'sg-9', name: groupName, vpcId: VPC, rules: [], tags: {} }
    expect(applyChange(world, create)).toBe(world)
    expect(applyChange(world, { ...create, type: 'delete-group' })).toBe(world)
  })
})

describe('the group of an endpoint that lists none', () => {
  it('stands beside the default one, which goes on serving', () => {
    const world = healthyWorld()
    const endpoint = world.records.vpcEndpoints[ENDPOINTS.kms]
    if (endpoint) endpoint.groupIds = []
    const change: Change = {
      type: 'add-endpoint-group',
      region: REGION,
      endpointId: ENDPOINTS.kms,
      group: { groupId: 'sg-7' },
      keeps: 'sg-8',
    }
    const after = applyChange(world, change)
    expect(after.records.vpcEndpoints?.[ENDPOINTS.kms]?.groupIds).toEqual(['sg-8', 'sg-7'])
    const back = applyChange(after, { ...change, type: 'remove-endpoint-group' })
    expect(back.records.vpcEndpoints?.[ENDPOINTS.kms]?.groupIds).toEqual([])
  })
})

describe('the words of a change', () => {
  it.each<readonly [Change, string]>([
    [
      { type: 'add-group-rule', region: REGION, group: { groupId: 'sg-1' }, rule },
      'let tcp 443 in from 10.20.1.0/24 through security group sg-1',
    ],
    [
      {
        type: 'add-group-rule',
        region: REGION,
        group: { vpcId: 'vpc-1', groupName: 'ours' },
        rule: { ...rule, direction: 'egress', peer: { kind: 'prefix list', prefixListId: 'pl-1' } },
      },
      'let tcp 443 out to pl-1 through security group ours of vpc-1',
    ],
    [
      { type: 'set-vpc-dns', region: REGION, vpcId: 'vpc-1', attribute: 'dnsHostnames', to: true },
      'turn DNS host names of vpc-1 on',
    ],
    [
      { type: 'set-private-dns', region: REGION, endpointId: 'vpce-1', to: false },
      'turn private DNS of endpoint vpce-1 off',
    ],
  ])('are exact: %o', (change, words) => {
    expect(describeChange(change)).toBe(words)
  })
})
