import type { Change } from '../changes/change.ts'
import { usersOf } from './network-users.ts'
import type { Step } from './types.ts'
import { gapOf, recordsOf, type World } from '../snapshot.ts'
import { viewOf } from '../views.ts'

/** The text before and after, where a change edits a document. */
export const diffOf = (change: Change): Step['diff'] => {
  switch (change.type) {
    case 'put-policy-version':
      return { title: nameOf(change.policyArn), before: change.from, after: change.to }
    case 'put-role-policy':
      return { title: `${change.role}/${change.policy}`, before: change.from ?? '', after: change.to }
    case 'create-policy':
      return { title: change.name, before: '', after: change.document }
    case 'delete-policy-version':
      return { title: `${nameOf(change.policyArn)} (oldest version)`, before: change.document, after: '' }
    default:
      return undefined
  }
}

const nameOf = (arn: string): string => arn.split('/').at(-1) as string

/**
 * Who else is touched by a change: every principal that holds the policy, and the nodes of the roles among them; the
 * endpoints and nodes that have the security group; every host of a VPC whose names are resolved otherwise.
 * @param after the worlds once all steps are made
 */
export const holdersOf = (
  worlds: readonly World[],
  change: Change,
  after: readonly World[],
): readonly string[] => {
  if ('region' in change) return usersOf(after, change)
  if ('role' in change) return [roleWithNodes(worlds, change.role)]
  const [world] = worlds
  if (!world) return []
  const gap = gapOf(world, 'policyHolders', change.policyArn)
  if (gap) return [`holders unknown: ${gap.reason}`]
  const holders = recordsOf(world, 'policyHolders')[change.policyArn]
  if (!holders) return []
  return [
    ...holders.roles.map(role => roleWithNodes(worlds, role)),
    ...holders.users.map(user => `user ${user}`),
    ...holders.groups.map(group => `group ${group}`),
    ...holders.boundaryOf.map(principal => `permissions boundary of ${principal}`),
  ]
}

const roleWithNodes = (worlds: readonly World[], role: string): string => {
  const nodes = worlds.flatMap(
    world => viewOf(world, 'nodeRoles').records[role]?.nodes.map(node => node.id) ?? [],
  )
  return nodes.length === 0 ? `role ${role}` : `role ${role} (${nodes.join(', ')})`
}
