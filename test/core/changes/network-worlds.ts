import * as fc from 'fast-check'
import type { Change, ChangeType, GroupRef } from '../../../src/core/changes/change.ts'
import type { SecurityGroupRule } from '../../../src/core/records.ts'
import type { World, WorldRecords } from '../../../src/core/snapshot.ts'

export const NETWORK_REGION = 'eu-north-1'
const ACCOUNT = '210987654321'
const VPCS = ['vpc-0aa', 'vpc-0bb'] as const
const GROUPS = ['sg-0aa', 'sg-0bb', 'sg-0cc'] as const
const ENDPOINTS = ['vpce-0aa', 'vpce-0bb'] as const
/** Names that EC2 allows and that trip a careless lookup. */
const NAMES = ['default', 'constructor', '__proto__'] as const
const NEW_NAME = 'ssm-doctor-vpce-0aa'

const peer: fc.Arbitrary<SecurityGroupRule['peer']> = fc.constantFrom(
  { kind: 'cidr', cidr: '10.8.0.0/16' },
  { kind: 'cidr', cidr: '2001:db8::/56' },
  { kind: 'group', groupId: 'sg-0ff', ownerId: ACCOUNT },
  { kind: 'prefix list', prefixListId: 'pl-0ff' },
)

const rule: fc.Arbitrary<SecurityGroupRule> = fc.record(
  {
    direction: fc.constantFrom('ingress', 'egress'),
    protocol: fc.constantFrom('tcp', 'udp'),
    ports: fc.constantFrom({ from: 443, to: 443 }, { from: 1024, to: 65_535 }),
    peer,
    description: fc.constantFrom('theirs', 'HTTPS'),
  },
  { requiredKeys: ['direction', 'protocol', 'ports', 'peer'] },
)

const ruleKey = ({ description: _text, ...rest }: SecurityGroupRule): string => JSON.stringify(rest)

const vpcs = fc
  .tuple(fc.boolean(), fc.boolean())
  .map(dualStack =>
    Object.fromEntries(
      VPCS.map((id, at) => [
        id,
        { id, cidrs: dualStack[at] ? ['10.8.0.0/16', '2001:db8::/56'] : ['10.8.0.0/16'] },
      ]),
    ),
  )

const vpcDns = fc
  .tuple(...VPCS.map(() => fc.tuple(fc.boolean(), fc.boolean())))
  .map(flags =>
    Object.fromEntries(
      VPCS.map((vpcId, at) => [
        vpcId,
        { vpcId, dnsSupport: flags[at]?.[0] === true, dnsHostnames: flags[at]?.[1] === true },
      ]),
    ),
  )

const securityGroups = fc
  .tuple(...GROUPS.map(() => fc.uniqueArray(rule, { selector: ruleKey, maxLength: 4 })))
  .map(rules =>
    Object.fromEntries(
      GROUPS.map((id, at) => [
        id,
        { id, name: NAMES[at] as string, vpcId: VPCS[at % 2] as string, rules: rules[at] ?? [], tags: {} },
      ]),
    ),
  )

const vpcEndpoints = fc
  .tuple(...ENDPOINTS.map(() => fc.tuple(fc.subarray([...GROUPS]), fc.boolean())))
  .map(drawn =>
    Object.fromEntries(
      ENDPOINTS.map((id, at) => [
        id,
        {
          id,
          vpcId: VPCS[0],
          serviceName: `com.amazonaws.${NETWORK_REGION}.ssm`,
          type: 'Interface',
          state: 'available',
          privateDns: drawn[at]?.[1] === true,
          subnetIds: [],
          routeTableIds: [],
          groupIds: drawn[at]?.[0] ?? [],
          interfaceIds: [],
          tags: {},
        },
      ]),
    ),
  )

/** The records of a network; some kinds were not read. */
export const networkRecords: fc.Arbitrary<Partial<WorldRecords>> = fc
  .record({ vpcs, vpcDns, securityGroups, vpcEndpoints })
  .chain(all =>
    fc
      .subarray(Object.keys(all) as (keyof typeof all)[])
      .map(read => Object.fromEntries(read.map(kind => [kind, all[kind]]))),
  )

const region = NETWORK_REGION

const someGroup = (world: World): fc.Arbitrary<GroupRef> =>
  fc.constantFrom(...GROUPS).chain(groupId => {
    const group = world.records.securityGroups?.[groupId]
    const named = group?.vpcId === undefined ? { groupId } : { vpcId: group.vpcId, groupName: group.name }
    return fc.constantFrom<GroupRef>({ groupId }, named)
  })

const groupOf = (world: World, ref: GroupRef) =>
  Object.values(world.records.securityGroups ?? {}).find(group =>
    'groupId' in ref ? group.id === ref.groupId : group.vpcId === ref.vpcId && group.name === ref.groupName,
  )

/** Changes as a plan makes them: what is turned on is off, what is added is not there yet. */
export const NETWORK_FORWARD = {
  'set-private-dns': (world: World): fc.Arbitrary<Change> =>
    fc.constantFrom(...ENDPOINTS).map(endpointId => ({
      type: 'set-private-dns',
      region,
      endpointId,
      to: world.records.vpcEndpoints?.[endpointId]?.privateDns !== true,
    })),
  'set-vpc-dns': (world: World): fc.Arbitrary<Change> =>
    fc
      .tuple(fc.constantFrom(...VPCS), fc.constantFrom('dnsSupport', 'dnsHostnames'))
      .map(([vpcId, attribute]) => ({
        type: 'set-vpc-dns',
        region,
        vpcId,
        attribute,
        to: world.records.vpcDns?.[vpcId]?.[attribute] !== true,
      })),
  'add-group-rule': (world: World): fc.Arbitrary<Change> =>
    someGroup(world).chain(group =>
      rule
        .filter(one => !groupOf(world, group)?.rules.some(other => ruleKey(other) === ruleKey(one)))
        .map(drawn => ({ type: 'add-group-rule', region, group, rule: drawn })),
    ),
  'create-group': (): fc.Arbitrary<Change> =>
    fc.constantFrom(...VPCS).map(vpcId => ({ type: 'create-group', region, vpcId, groupName: NEW_NAME })),
  'add-endpoint-group': (world: World): fc.Arbitrary<Change> =>
    fc.constantFrom(...ENDPOINTS).chain(endpointId => {
      const has = world.records.vpcEndpoints?.[endpointId]?.groupIds ?? []
      const free: readonly GroupRef[] = [
        ...GROUPS.filter(id => !has.includes(id)).map(groupId => ({ groupId })),
        { vpcId: VPCS[0], groupName: NEW_NAME },
      ]
      return fc.constantFrom(...free).map(group => ({
        type: 'add-endpoint-group',
        region,
        endpointId,
        group,
        ...(has.length === 0 && { keeps: 'sg-0dd' }),
      }))
    }),
} satisfies Partial<Record<ChangeType, (world: World) => fc.Arbitrary<Change>>>
