import type { SecurityGroup, SecurityGroupRule } from '../records.ts'
import type { Judged } from './factors.ts'
import type { Other } from './host.ts'
import { lookAt, type Look } from './look.ts'
import { keptIn, once, type Network } from './network.ts'
import { tcpPorts } from './ports.ts'
import { isOfAws } from './prefix-lists.ts'
import { compileGroups, letsThrough } from './security-groups.ts'

export const HTTPS = 443

type Direction = 'egress' | 'ingress'

/**
 * Whether groups let 443 through: all of them together, so that one which cannot be read never closes what another
 * opens.
 * @param resource the thing that the answer is about
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
export const groupGate = (
  network: Network,
  resource: string,
  ids: readonly string[],
  direction: Direction,
  other: Other,
): Judged => {
  const answer = together(network, ids, direction, other)
  return { ...answer, resource, ...(ids.length > 1 || resource !== ids[0] ? { resources: ids } : {}) }
}

/** Each group is asked once; only where several let a part through they are asked as one. */
const together = (network: Network, ids: readonly string[], direction: Direction, other: Other): Judged => {
  const answers = ids.map(id =>
    keptIn(other.kept[direction], id, () => answerOf(network, [id], direction, other)),
  )
  const open = answers.find(answer => answer.verdict === 'open')
  if (open) return open
  const unsure = answers.filter(answer => answer.verdict === 'unknown')
  if (unsure.length < 2) return unsure[0] ?? (answers[0] as Judged)
  return keptIn(other.kept[direction], ids.join(), () => answerOf(network, ids, direction, other))
}

const answerOf = (network: Network, ids: readonly string[], direction: Direction, other: Other): Judged => {
  const looks = ids.map(id => ({ id, ...lookAt(network.reading, 'securityGroups', id) }))
  const lists = network.reading.view('prefixLists')
  const groups = looks.flatMap(({ record }) => (record ? about(network, record, direction, other) : []))
  const compiled = compileGroups(groups, lists.whole ? {} : lists.records)
  const ruling = letsThrough(compiled, direction, other.end, HTTPS)
  const resource = ids[0] as string
  if (ruling.verdict === 'open') return { resource, ...ruling }
  const unread = looks.find(look => look.gap)?.gap
  if (unread) return { resource, verdict: 'unknown', reason: 'its rules could not be read', gap: unread }
  const unseen = looks.find(look => !look.record)
  if (unseen)
    return {
      resource,
      verdict: 'unknown',
      reason: `${unseen.id} is not to be seen`,
      look: `the rules of ${unseen.id}`,
    }
  const gap = ruling.verdict === 'unknown' ? hiddenList(network, groups) : undefined
  return { resource, ...ruling, ...(gap && { gap }) }
}

/** A group with those of its rules that are about the question. */
const about = (
  network: Network,
  group: SecurityGroup,
  direction: Direction,
  { end }: Other,
): SecurityGroup => {
  const rules = once(network, `https|${direction}|${group.id}`, () =>
    group.rules.filter(rule => rule.direction === direction && isHttps(rule)),
  )
  if (end.blocks !== 'public') return { ...group, rules }
  return { ...group, rules: rules.filter(rule => !isOfOthers(network, rule, end.listIds)) }
}

const isHttps = ({ protocol, ports }: SecurityGroupRule): boolean => {
  const range = tcpPorts(protocol, ports)
  return range !== undefined && range.from <= HTTPS && HTTPS <= range.to
}

/** The public addresses in a prefix list of one service of AWS are none of another service. */
const isOfOthers = ({ reading }: Network, { peer }: SecurityGroupRule, meant: readonly string[]): boolean =>
  peer.kind === 'prefix list' &&
  !meant.includes(peer.prefixListId) &&
  isOfAws(lookAt(reading, 'prefixLists', peer.prefixListId).record)

/** The read that hides what a rule by a prefix list lets through. */
const hiddenList = ({ reading }: Network, groups: readonly SecurityGroup[]): Look<never>['gap'] => {
  for (const { peer } of groups.flatMap(group => group.rules)) {
    if (peer.kind !== 'prefix list') continue
    const { gap } = lookAt(reading, 'prefixLists', peer.prefixListId)
    if (gap) return gap
  }
  return undefined
}
