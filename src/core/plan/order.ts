import type { Change, GroupRef } from '../changes/change.ts'

/**
 * Ranks within IAM, where steps go by what is edited: the room for a version is made right before it is written. Steps
 * on a network go by rank first: what endpoints let in is widened before any names lead to them.
 */
const RANK: Partial<Record<Change['type'], number>> = {
  'delete-policy-version': 1,
  'put-policy-version': 2,
  'put-role-policy': 3,
  'create-policy': 4,
  'attach-role-policy': 5,
  'create-group': 11,
  'add-group-rule': 12,
  'add-endpoint-group': 13,
  'set-vpc-dns': 14,
  'set-private-dns': 16,
}

// Host names need support.
const rankOf = (change: Change): number =>
  change.type === 'set-vpc-dns' && change.attribute === 'dnsHostnames' ? 15 : (RANK[change.type] ?? 99)

/** The steps in the order in which they are made. */
export const ordered = (changes: readonly Change[]): readonly Change[] =>
  changes.toSorted((a, b) => {
    const byRank = rankOf(a) - rankOf(b)
    const byTarget = compare(targetOf(a), targetOf(b))
    if ('region' in a || 'region' in b) return byRank || byTarget
    return byTarget || byRank
  })

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const targetOf = (change: Change): string => {
  if ('region' in change) return `${change.region}/${placeOf(change)}`
  return 'policyArn' in change ? change.policyArn : `${change.role}/${change.policy}`
}

const placeOf = (change: Extract<Change, { region: string }>): string => {
  if ('rule' in change) return `${groupKey(change.group)} ${JSON.stringify(change.rule)}`
  if ('endpointId' in change) return change.endpointId
  return 'groupName' in change ? change.groupName : change.vpcId
}

const groupKey = (ref: GroupRef): string => ('groupId' in ref ? ref.groupId : ref.groupName)
