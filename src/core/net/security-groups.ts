import type { PrefixList, SecurityGroup, SecurityGroupRule } from '../records.ts'
import { covers, meets, parseBlock, type Block } from './cidr.ts'
import { blocksOfEnd, endText, type End } from './end.ts'
import { ALL_PORTS, isAll, isUnreadable, portsText, tcpPorts } from './ports.ts'
import { coverage, type Traffic } from './traffic.ts'
import type { Reach } from './types.ts'

/** What a rule, or a set of rules, says of a connection. */
export interface Ruling {
  readonly verdict: Reach
  readonly rule?: string
  readonly reason?: string
  readonly look?: string
}

/** A rule with its peer worked out. */
interface Compiled {
  readonly rule: SecurityGroupRule
  readonly ports: { readonly from: number; readonly to: number }
  readonly blocks: readonly Block[]
  /** Nobody can tell whom it is about: its block or ports cannot be read, or its list was not. */
  readonly dark: boolean
}

/** Groups that guard one interface together. */
export interface Groups {
  readonly egress: readonly Compiled[]
  readonly ingress: readonly Compiled[]
}

/**
 * Prepares the groups of an interface for questions: what any of them lets through is let through.
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export const compileGroups = (
  groups: readonly SecurityGroup[],
  lists: Readonly<Record<string, PrefixList>>,
): Groups => {
  const rules = groups.flatMap(group => group.rules).flatMap(rule => compile(rule, lists) ?? [])
  return {
    egress: rules.filter(({ rule }) => rule.direction === 'egress'),
    ingress: rules.filter(({ rule }) => rule.direction === 'ingress'),
  }
}

const compile = (
  rule: SecurityGroupRule,
  lists: Readonly<Record<string, PrefixList>>,
): Compiled | undefined => {
  const ports = tcpPorts(rule.protocol, rule.ports)
  if (!ports) return undefined
  if (isUnreadable(rule.protocol, rule.ports)) return { rule, ports, blocks: [], dark: true }
  const cidrs = cidrsOf(rule, lists)
  const blocks = cidrs?.flatMap(cidr => parseBlock(cidr) ?? []) ?? []
  return { rule, ports, blocks, dark: cidrs === undefined || blocks.length < cidrs.length }
}

const cidrsOf = (
  { peer }: SecurityGroupRule,
  lists: Readonly<Record<string, PrefixList>>,
): readonly string[] | undefined => {
  if (peer.kind === 'cidr') return [peer.cidr]
  return peer.kind === 'group' ? [] : lists[peer.prefixListId]?.cidrs
}

/**
 * Whether groups let TCP through on a port, out to an end or in from it. The answer comes back by itself.
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
export const letsThrough = (
  groups: Groups,
  direction: 'egress' | 'ingress',
  end: End,
  port: number,
): Ruling => {
  const rules = groups[direction].filter(({ ports }) => ports.from <= port && port <= ports.to)
  const named = rules.find(({ rule }) => names(rule, end) && !isUnreadable(rule.protocol, rule.ports))
  if (named) return { verdict: 'open', rule: ruleText(named.rule, direction) }
  return byAddress(rules, direction, end, port)
}

const byAddress = (
  rules: readonly Compiled[],
  direction: 'egress' | 'ingress',
  end: End,
  port: number,
): Ruling => {
  const wanted = blocksOfEnd(end)
  const near = rules.filter(({ blocks }) => blocks.some(block => wanted.some(one => meets(one, block))))
  const held = near.length > 0 ? coverage(areas(wanted), areas(near.flatMap(one => one.blocks))) : 'none'
  const what = direction === 'egress' ? `${port} out to` : `${port} in from`
  if (held === 'all') return { verdict: 'open', ...ruleFor(near, wanted, direction) }
  if (held === 'some') return partly(near, wanted, direction, `${what} a part of ${endText(end)} alone`)
  const dark = rules.find(one => one.dark)
  return dark
    ? darkRuling(dark, direction)
    : { verdict: 'blocked', reason: `no rule lets ${what} ${endText(end)}` }
}

const partly = (
  near: readonly Compiled[],
  wanted: readonly Block[],
  direction: 'egress' | 'ingress',
  what: string,
): Ruling => ({
  verdict: 'unknown',
  ...ruleFor(near, wanted, direction),
  reason: `its rules let ${what}`,
  look: `whether ${near.map(({ rule }) => ruleText(rule, direction)).join(', ')} is enough`,
})

const darkRuling = ({ rule }: Compiled, direction: 'egress' | 'ingress'): Ruling => {
  const text = ruleText(rule, direction)
  const reason = `whom its rule ${text} is about is not known`
  return { verdict: 'unknown', rule: text, reason, look: 'the entries of that rule' }
}

const names = ({ peer }: SecurityGroupRule, { groupIds, listIds }: End): boolean => {
  if (peer.kind === 'group') return groupIds.includes(peer.groupId)
  return peer.kind === 'prefix list' && listIds.includes(peer.prefixListId)
}

const areas = (blocks: readonly Block[]): Traffic => blocks.map(block => ({ block, ports: ALL_PORTS }))

/** The rule that covers the end by itself, else the first that covers a part. */
const ruleFor = (
  rules: readonly Compiled[],
  wanted: readonly Block[],
  direction: 'egress' | 'ingress',
): Pick<Ruling, 'rule'> => {
  const alone = rules.find(({ blocks }) => wanted.every(block => blocks.some(one => covers(one, block))))
  const found = alone ?? rules[0]
  return found ? { rule: ruleText(found.rule, direction) } : {}
}

/** A rule as EC2 shows it: `443 from sg-1`, `all traffic to 0.0.0.0/0`. */
export const ruleText = (
  { protocol, ports, peer }: SecurityGroupRule,
  direction: 'egress' | 'ingress',
): string => {
  const range = isUnreadable(protocol, ports) ? ports : tcpPorts(protocol, ports)
  const isWhole = !range || (range.from <= 0 && range.to >= ALL_PORTS.to)
  const what = isAll(protocol) ? 'all traffic' : isWhole ? 'all TCP' : portsText(range)
  const whom = peer.kind === 'cidr' ? peer.cidr : peer.kind === 'group' ? peer.groupId : peer.prefixListId
  return `${what} ${direction === 'egress' ? 'to' : 'from'} ${whom}`
}
