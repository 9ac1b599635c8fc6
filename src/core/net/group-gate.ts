import type { SecurityGroup } from '../records.ts'
import type { Judged } from './factors.ts'
import type { Other } from './host.ts'
import { lookAt, type Look } from './look.ts'
import { once, type Network } from './network.ts'
import { isOfAws } from './prefix-lists.ts'
import { compileGroups, letsThrough, type Groups } from './security-groups.ts'

export const HTTPS = 443

/** The groups of an interface, compiled; some may be hidden by a failed read, or belong to another account. */
interface GroupSet {
  readonly groups: Groups
  readonly records: readonly SecurityGroup[]
  readonly gap?: Look<never>['gap']
  readonly unseen: readonly string[]
}

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
  const answer = once(network, `groups|${direction}|${ids.join()}|${other.key}`, () =>
    judge(network, ids, direction, other),
  )
  return { resource, ...(ids.length > 1 || resource !== ids[0] ? { resources: ids } : {}), ...answer }
}

const judge = (
  network: Network,
  ids: readonly string[],
  direction: Direction,
  other: Other,
): Omit<Judged, 'resource'> => {
  const set = groupSet(network, ids, other.end.blocks === 'public' ? other.end.listIds : undefined)
  const ruling = letsThrough(set.groups, direction, other.end, HTTPS)
  if (ruling.verdict === 'open') return ruling
  if (set.gap) return { verdict: 'unknown', reason: 'its rules could not be read', gap: set.gap }
  const [unseen] = set.unseen
  if (unseen !== undefined)
    return { verdict: 'unknown', reason: `${unseen} is not to be seen`, look: `the rules of ${unseen}` }
  const gap = ruling.verdict === 'unknown' ? hiddenList(network, set, direction) : undefined
  return { ...ruling, ...(gap && { gap }) }
}

const groupSet = (network: Network, ids: readonly string[], meant?: readonly string[]): GroupSet =>
  once(network, `group set|${ids.join()}|${meant?.join()}`, () => {
    const looks = ids.map(id => ({ id, ...lookAt(network.reading, 'securityGroups', id) }))
    const found = looks.flatMap(look => look.record ?? [])
    const records = meant ? found.map(group => withoutOthers(network, group, meant)) : found
    const gap = looks.find(look => look.gap)?.gap
    const lists = network.reading.view('prefixLists')
    return {
      groups: compileGroups(records, lists.whole ? {} : lists.records),
      records,
      ...(gap && { gap }),
      unseen: looks.filter(look => !look.record && !look.gap).map(look => look.id),
    }
  })

/** The public addresses in a prefix list of one service of AWS are none of another service. */
const withoutOthers = (
  { reading }: Network,
  group: SecurityGroup,
  meant: readonly string[],
): SecurityGroup => ({
  ...group,
  rules: group.rules.filter(({ peer }) => {
    if (peer.kind !== 'prefix list' || meant.includes(peer.prefixListId)) return true
    return !isOfAws(lookAt(reading, 'prefixLists', peer.prefixListId).record)
  }),
})

/** The read that hides what a rule by a prefix list lets through. */
const hiddenList = (network: Network, { records }: GroupSet, direction: Direction): Look<never>['gap'] => {
  const rules = records.flatMap(group => group.rules.filter(rule => rule.direction === direction))
  for (const { peer } of rules) {
    if (peer.kind !== 'prefix list') continue
    const { gap } = lookAt(network.reading, 'prefixLists', peer.prefixListId)
    if (gap) return gap
  }
  return undefined
}
