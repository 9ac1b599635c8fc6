import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { End } from '../../../src/core/net/end.ts'
import { aclRuling } from '../../../src/core/net/network-acl.ts'
import { coverage, intersection, union, type Traffic } from '../../../src/core/net/traffic.ts'
import type { NetworkAclEntry, PortRange, SecurityGroupRule } from '../../../src/core/records.ts'
import { runs } from '../iam/law-support.ts'
import {
  askGroups,
  block,
  cidr,
  clearEntry,
  clearRule,
  end,
  entry,
  RANK,
  REPLIES,
  rule,
} from './law-support.ts'

const rules = fc.array(rule, { maxLength: 5 })
const entries = fc.array(entry, { maxLength: 6 })
const side = fc.constantFrom('client' as const, 'server' as const)

test('adding a rule that allows never blocks, and removing one never opens', () => {
  fc.assert(
    fc.property(rules, rule, fc.nat(5), end, (list, added, at, asked) => {
      const more = list.toSpliced(at, 0, added)
      expect(RANK[askGroups(more, asked).verdict]).toBeGreaterThanOrEqual(
        RANK[askGroups(list, asked).verdict],
      )
    }),
    runs(),
  )
})

const askAcl = (
  list: readonly NetworkAclEntry[],
  at: 'client' | 'server',
  asked: End,
  replies: PortRange = REPLIES,
) => aclRuling({ id: 'acl-1', vpcId: 'vpc-1', subnetIds: [], entries: list }, at, asked, replies).verdict

test('adding a denial to an ACL never opens, and adding an allowance never blocks', () => {
  fc.assert(
    fc.property(entries, entry, side, end, (list, added, at, asked) => {
      const before = RANK[askAcl(list, at, asked)]
      const after = RANK[askAcl([...list, added], at, asked)]
      if (added.allow) expect(after).toBeGreaterThanOrEqual(before)
      else expect(after).toBeLessThanOrEqual(before)
    }),
    runs(),
  )
})

test('the order in which rules are listed does not matter', () => {
  fc.assert(
    fc.property(
      rules,
      fc.uniqueArray(entry, { selector: one => one.number }),
      side,
      end,
      (list, acl, at, asked) => {
        expect(askGroups(list.toReversed(), asked).verdict).toBe(askGroups(list, asked).verdict)
        expect(askAcl(acl.toReversed(), at, asked)).toBe(askAcl(acl, at, asked))
      },
    ),
    runs(),
  )
})

test('a rule by address and the same by group agree', () => {
  fc.assert(
    fc.property(rules, clearRule, cidr, (list, shape, text) => {
      const asked: End = { family: 'ipv4', blocks: [block(text)], groupIds: ['sg-7'], listIds: [] }
      const byAddress: SecurityGroupRule = { ...shape, peer: { kind: 'cidr', cidr: text } }
      const byGroup: SecurityGroupRule = { ...shape, peer: { kind: 'group', groupId: 'sg-7' } }
      expect(askGroups([...list, byAddress], asked).verdict).toBe(
        askGroups([...list, byGroup], asked).verdict,
      )
    }),
    runs(),
  )
})

/** Each of the addresses as an end of its own. */
const points = (asked: End): readonly End[] =>
  (asked.blocks === 'public' ? [] : asked.blocks).flatMap(({ family, first, last }) =>
    Array.from({ length: Number(last - first) + 1 }, (_, at) => first + BigInt(at)).map(address => ({
      ...asked,
      blocks: [{ family, first: address, last: address }],
    })),
  )

test('groups answer for a range what they answer for each of its addresses', () => {
  fc.assert(
    fc.property(fc.array(clearRule, { maxLength: 5 }), end, (list, asked) => {
      const each = new Set(points(asked).map(one => askGroups(list, one).verdict))
      expect(askGroups(list, asked).verdict).toBe(each.size > 1 ? 'unknown' : [...each][0])
    }),
    runs(),
  )
})

test('an ACL is open for a range just where it is for each address and port, and blocked only where it is for each', () => {
  fc.assert(
    fc.property(fc.array(clearEntry, { maxLength: 6 }), side, end, (list, at, asked) => {
      const ports = [40_000, 40_001, 40_002, 40_003].map(port => ({ from: port, to: port }))
      const each = points(asked).flatMap(one => ports.map(port => askAcl(list, at, one, port)))
      const verdict = askAcl(list, at, asked)
      expect(verdict === 'open').toBe(each.every(one => one === 'open'))
      if (verdict === 'blocked') expect(each.every(one => one === 'blocked')).toBe(true)
    }),
    runs(),
  )
})

/** The whole of IPv4 within IPv6, each address at a fixed place. */
const embedded = (text: string): string => {
  const [address = '', prefix = '32'] = text.split('/')
  return `2001:db8:5::${address}/${Number(prefix) + 96}`
}

const embeddedEnd = (asked: End): End => ({
  ...asked,
  family: 'ipv6',
  blocks:
    asked.blocks === 'public'
      ? 'public'
      : asked.blocks.map(one => ({
          family: 'ipv6',
          first: one.first + block('2001:db8:5::').first,
          last: one.last + block('2001:db8:5::').first,
        })),
})

test('IPv6 is judged as IPv4 is', () => {
  fc.assert(
    fc.property(rules, entries, side, end, (list, acl, at, asked) => {
      const other = list.map(one => ({
        ...one,
        peer: one.peer.kind === 'cidr' ? { ...one.peer, cidr: embedded(one.peer.cidr) } : one.peer,
      }))
      const otherAcl = acl.map(one => ({ ...one, cidr: embedded(one.cidr) }))
      expect(askGroups(other, embeddedEnd(asked)).verdict).toBe(askGroups(list, asked).verdict)
      expect(askAcl(otherAcl, at, embeddedEnd(asked))).toBe(askAcl(acl, at, asked))
    }),
    runs(),
  )
})

const range = fc.tuple(fc.nat(5), fc.nat(5)).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }))
const traffic: fc.Arbitrary<Traffic> = fc.array(
  fc.tuple(cidr, range).map(([text, ports]) => ({ block: block(text), ports })),
  { maxLength: 4 },
)

const within = (a: Traffic, b: Traffic): boolean => a.length === 0 || coverage(a, b) === 'all'
const same = (a: Traffic, b: Traffic): boolean => within(a, b) && within(b, a)

test('union and intersection of traffic commute, associate, are idempotent and distribute', () => {
  fc.assert(
    fc.property(traffic, traffic, traffic, (a, b, c) => {
      for (const both of [union, intersection]) {
        expect(same(both(a, b), both(b, a))).toBe(true)
        expect(same(both(a, both(b, c)), both(both(a, b), c))).toBe(true)
        expect(same(both(a, a), a)).toBe(true)
      }
      expect(same(intersection(a, union(b, c)), union(intersection(a, b), intersection(a, c)))).toBe(true)
      expect(within(intersection(a, b), a) && within(a, union(a, b))).toBe(true)
    }),
    runs(),
  )
})
