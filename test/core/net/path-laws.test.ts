import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CollectedKind } from '../../../src/core/records.ts'
import { DB, healthyWorld, WEB } from '../../support/healthy.ts'
import {
  DHCP,
  ENDPOINT_GROUP,
  ENDPOINTS,
  NODE_GROUP,
  ROUTE_TABLE,
  S3_LIST,
  VPC,
} from '../../support/healthy-network.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { runs } from '../iam/law-support.ts'
import { addNat, natWorld, publicWorld, silent, the, verdicts } from './worlds.ts'

type Alter = (world: BreakableWorld) => void
type Rule = BreakableWorld['records']['securityGroups'][string]['rules'][number]
type Entry = BreakableWorld['records']['networkAcls'][string]['entries'][number]

const both = (): BreakableWorld => {
  const world = healthyWorld()
  addNat(world)
  return world
}

const cidr = fc.constantFrom(
  '0.0.0.0/0',
  '10.0.0.0/8',
  '10.20.1.0/24',
  '10.20.1.11/32',
  '10.20.2.11/32',
  '10.20.2.12/31',
  '3.5.134.0/23',
  '52.0.0.0/8',
)
const ports = fc.constantFrom(
  { from: 443, to: 443 },
  { from: 22, to: 22 },
  { from: 0, to: 65_535 },
  { from: 1024, to: 65_535 },
  { from: 32_768, to: 40_000 },
)
const protocol = fc.constantFrom('6', '-1', '17')

const rule: fc.Arbitrary<Rule> = fc.record({
  direction: fc.constantFrom('ingress' as const, 'egress' as const),
  protocol,
  ports,
  peer: fc.oneof(
    cidr.map(text => ({ kind: 'cidr' as const, cidr: text })),
    fc.constantFrom(NODE_GROUP, ENDPOINT_GROUP, 'sg-9').map(groupId => ({ kind: 'group' as const, groupId })),
    fc.constantFrom(S3_LIST, 'pl-9').map(prefixListId => ({ kind: 'prefix list' as const, prefixListId })),
  ),
})

const entry = (allow: fc.Arbitrary<boolean>): fc.Arbitrary<Entry> =>
  fc.record({ number: fc.integer({ min: 1, max: 200 }), egress: fc.boolean(), allow, protocol, cidr, ports })

const group = fc.constantFrom(NODE_GROUP, ENDPOINT_GROUP)

const addRule: fc.Arbitrary<Alter> = fc.tuple(group, rule).map(
  ([id, added]) =>
    world =>
      void the(world, 'securityGroups', id).rules.push(added),
)

const addEntry = (allow: fc.Arbitrary<boolean>): fc.Arbitrary<Alter> =>
  fc.tuple(fc.nat(3), entry(allow)).map(([at, added]) => world => {
    const acls = Object.values(world.records.networkAcls)
    acls[at % acls.length]?.entries.push(added)
  })

const addRoute: fc.Arbitrary<Alter> = fc
  .tuple(
    fc.constantFrom('10.0.0.0/8', '0.0.0.0/1', '128.0.0.0/1'),
    fc.constantFrom('transit gateway' as const, 'network interface' as const),
    fc.constantFrom('active' as const, 'blackhole' as const),
  )
  .map(([destination, kind, state]) => world => {
    const route = { destination, target: { kind, id: 'x-1' }, state }
    the(world, 'routeTables', ROUTE_TABLE).routes.push(route)
  })

const share: Alter = world => {
  for (const one of [...Object.values(world.records.vpcs), ...Object.values(world.records.subnets)])
    one.ownerId = '210987654321'
}

const others: readonly Alter[] = [
  world => void (the(world, 'securityGroups', NODE_GROUP).rules = []),
  world => void (the(world, 'securityGroups', ENDPOINT_GROUP).rules = []),
  world => void (the(world, 'vpcDns', VPC).dnsHostnames = false),
  world => void (the(world, 'dhcpOptions', DHCP).domainNameServers = ['192.0.2.1']),
  share,
  ...Object.values(ENDPOINTS).flatMap((id): Alter[] =>
    [{ privateDns: false }, { state: 'failed' }, { state: 'partial' }, { groupIds: [] }].map(
      change => world => void Object.assign(world.records.vpcEndpoints[id] ?? {}, change),
    ),
  ),
]

/** A network with some things in it that are not as they should be. */
const network: fc.Arbitrary<BreakableWorld> = fc
  .tuple(
    fc.constantFrom(healthyWorld, natWorld, publicWorld, both),
    fc.array(fc.oneof(addRule, addEntry(fc.boolean()), addRoute, fc.constantFrom(...others)), {
      maxLength: 6,
    }),
  )
  .map(([make, alterations]) => {
    const world = silent(make())
    for (const alter of alterations) alter(world)
    return world
  })

const altered = (world: BreakableWorld, alter: Alter): BreakableWorld => {
  const after = structuredClone(world)
  alter(after)
  return after
}

const RANK: Readonly<Record<string, number>> = { blocked: 0, gap: 1, unknown: 1, open: 2 }

test('a rule that allows more never closes a path', () => {
  fc.assert(
    fc.property(network, fc.oneof(addRule, addEntry(fc.constant(true))), (world, alter) => {
      const after = altered(world, alter)
      for (const node of [WEB, DB])
        for (const [service, verdict] of Object.entries(verdicts(after, node)))
          expect(RANK[verdict]).toBeGreaterThanOrEqual(RANK[verdicts(world, node)[service] ?? ''] ?? 0)
    }),
    runs(300),
  )
})

const KINDS: readonly CollectedKind[] = [
  'vpcs',
  'vpcDns',
  'vpcEndpoints',
  'routeTables',
  'networkInterfaces',
  'prefixLists',
  'subnets',
  'securityGroups',
  'networkAcls',
  'dhcpOptions',
  'natGateways',
  'internetGateways',
  'privateZones',
]

/** Takes what was read of a kind away, or one record of it. */
const unread: fc.Arbitrary<Alter> = fc
  .tuple(fc.constantFrom(...KINDS), fc.option(fc.nat(5)))
  .map(([kind, at]) => world => {
    const records = world.records[kind] as Record<string, unknown>
    const ids = Object.keys(records)
    const id = at === null ? undefined : ids[at % Math.max(ids.length, 1)]
    for (const one of id === undefined ? ids : [id]) delete records[one]
    world.gaps.push({ kind, ...(id !== undefined && { id }), reason: 'AccessDenied', actions: ['ec2:*'] })
  })

test('a read that failed never turns an answer around: what changes is not known any more', () => {
  fc.assert(
    fc.property(network, unread, (world, alter) => {
      const after = altered(world, alter)
      for (const node of [WEB, DB]) {
        const before = verdicts(world, node)
        for (const [service, verdict] of Object.entries(verdicts(after, node)))
          expect([before[service], 'gap', 'unknown']).toContain(verdict)
      }
    }),
    runs(300),
  )
})
