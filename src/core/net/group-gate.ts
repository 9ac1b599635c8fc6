import type { SecurityGroup } from '../records.ts'
import type { Judged } from './factors.ts'
import type { Other } from './host.ts'
import { lookAt, type Look } from './look.ts'
import { once, type Network } from './network.ts'
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
  const set = groupSet(network, ids)
  const ruling = letsThrough(set.groups, direction, other.end, HTTPS)
  if (ruling.verdict === 'open') return ruling
  if (set.gap) return { verdict: 'unknown', reason: 'its rules could not be read', gap: set.gap }
  const [unseen] = set.unseen
  if (unseen !== undefined)
    return { verdict: 'unknown', reason: `${unseen} is not to be seen`, look: `the rules of ${unseen}` }
  const gap = ruling.verdict === 'unknown' ? hiddenList(network, set, direction) : undefined
  return { ...ruling, ...(gap && { gap }) }
}

const groupSet = (network: Network, ids: readonly string[]): GroupSet =>
  once(network, `group set|${ids.join()}`, () => {
    const looks = ids.map(id => ({ id, ...lookAt(network.reading, 'securityGroups', id) }))
    const records = looks.flatMap(look => look.record ?? [])
    const gap = looks.find(look => look.gap)?.gap
    const lists = network.reading.view('prefixLists')
    return {
      groups: compileGroups(records, lists.whole ? {} : lists.records),
      records,
      ...(gap && { gap }),
      unseen: looks.filter(look => !look.record && !look.gap).map(look => look.id),
    }
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
