import { describe, expect, it } from 'vitest'
import { DB, healthyWorld, WEB } from '../../support/healthy.ts'
import { ENDPOINT_ACL, ENDPOINT_SUBNET, NODE_ACL } from '../../support/healthy-network.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { judge } from '../../accounts/judge.ts'
import { ALL_OPEN, NAT_ACL, natWorld, the, verdicts } from '../../core/net/worlds.ts'
import { lost } from './broken.ts'

type Entry = BreakableWorld['records']['networkAcls'][string]['entries'][number]

const remedyOf = (world: BreakableWorld) =>
  judge(world).findings.find(one => one.check === 'network/acl')?.remediation

const option = (command: string, name: string): string | undefined =>
  new RegExp(`--${name} (\\S+)`).exec(command)?.[1]

/** What the command makes, as EC2 would list it. */
const entryOf = (command: string): Entry => {
  const [from = 0, to = from] = (option(command, 'port-range')?.match(/\d+/g) ?? []).map(Number)
  return {
    number: Number(option(command, 'rule-number')),
    egress: command.includes('--egress'),
    allow: true,
    protocol: '6',
    cidr: option(command, 'cidr-block') ?? '',
    ports: { from, to },
  }
}

/** The world after the commands of the remedy; numbers that are taken are refused. */
const mended = (world: BreakableWorld): BreakableWorld => {
  const after = structuredClone(world)
  for (const command of remedyOf(world)?.commands ?? []) {
    const acl = the(after, 'networkAcls', option(command, 'network-acl-id') ?? '')
    const entry = entryOf(command)
    const place = (one: Entry): string => `${one.egress} ${one.number}`
    expect(acl.entries.map(place)).not.toContain(place(entry))
    acl.entries.push(entry)
  }
  return after
}

const deny = (number: number, egress: boolean, from: number, to = from): Entry => ({
  number,
  egress,
  allow: false,
  protocol: '6',
  cidr: '0.0.0.0/0',
  ports: { from, to },
})

const lonely = (world: BreakableWorld): BreakableWorld => {
  lost(world)
  return world
}

const denied = (make: () => BreakableWorld, acl: string, ...entries: readonly Entry[]): BreakableWorld => {
  const world = lonely(make())
  the(world, 'networkAcls', acl).entries.push(...entries)
  return world
}

/** One ACL for nodes and endpoints, with the rules that callers need alone. */
const oneAcl = (): BreakableWorld => {
  const world = lonely(healthyWorld())
  delete world.records.networkAcls[ENDPOINT_ACL]
  const acl = the(world, 'networkAcls', NODE_ACL)
  acl.subnetIds.push(ENDPOINT_SUBNET)
  acl.entries = [
    { ...deny(100, true, 443), allow: true },
    { ...deny(100, false, 1024, 65_535), allow: true },
  ]
  return world
}

describe('the commands of an ACL', () => {
  it.each<[string, () => BreakableWorld]>([
    ['of nodes that denies calls', () => denied(healthyWorld, NODE_ACL, deny(90, true, 443))],
    ['of nodes that denies answers', () => denied(healthyWorld, NODE_ACL, deny(90, false, 1024, 65_535))],
    [
      'of endpoints that denies answers',
      () => denied(healthyWorld, ENDPOINT_ACL, deny(90, true, 1024, 65_535)),
    ],
    ['of a NAT gateway that denies answers', () => denied(natWorld, NAT_ACL, deny(20, false, 1024, 65_535))],
    ['of a NAT gateway that denies calls', () => denied(natWorld, NAT_ACL, deny(20, true, 443))],
    ['of nodes and endpoints that knows callers alone', oneAcl],
    [
      'that has a harmless denial before all others',
      () =>
        denied(
          healthyWorld,
          NODE_ACL,
          { ...deny(1, true, 0, 65_535), cidr: '203.0.113.0/24' },
          deny(99, true, 443),
        ),
    ],
    [
      'that is crowded before the one that denies',
      () =>
        denied(
          healthyWorld,
          NODE_ACL,
          ...[97, 98].map(number => ({ ...deny(number, true, 8443), allow: true })),
          deny(99, true, 443),
        ),
    ],
  ])('%s open its way', (_name, make) => {
    expect(verdicts(make(), WEB)).not.toEqual(ALL_OPEN)
    expect(verdicts(mended(make()), WEB)).toEqual(ALL_OPEN)
    expect(verdicts(mended(make()), DB)).toEqual(ALL_OPEN)
  })

  it('of which the first rule denies name no number, and say why', () => {
    const remedy = remedyOf(denied(healthyWorld, NODE_ACL, deny(1, true, 443)))
    expect(remedy?.text).toMatch(/no number is free there: give that one a higher number first$/)
    expect(remedy?.commands?.[0]).toContain("--rule-number '<free number>'")
  })
})
