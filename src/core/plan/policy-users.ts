import { gapOf, recordsOf, type World } from '../snapshot.ts'
import { viewOf } from '../views.ts'
import type { Course } from './users.ts'

/** Every principal that holds a customer-managed policy, and the nodes of the roles among them. */
export const holdersOf = (worlds: readonly World[], policyArn: string): readonly string[] => {
  const [world] = worlds
  if (!world) return []
  const gap = gapOf(world, 'policyHolders', policyArn)
  if (gap) return [`holders unknown: ${gap.reason}`]
  const holders = recordsOf(world, 'policyHolders')[policyArn]
  if (!holders) return []
  return [
    ...holders.roles.map(role => roleWithNodes(worlds, role)),
    ...holders.users.map(user => `user ${user}`),
    ...holders.groups.map(group => `group ${group}`),
    ...holders.boundaryOf.map(principal => `permissions boundary of ${principal}`),
  ]
}

/**
 * A role with the nodes that run under it, and those that will: an instance leaves Default Host Management for the role of
 * its profile as soon as that may report in.
 */
export const usersOfRole = (role: string, { before, after }: Course): readonly string[] => {
  const now = new Set(nodesUnder(before, role))
  const moved = nodesUnder(after, role).filter(id => !now.has(id))
  const told = roleWithNodes(before, role)
  return moved.length === 0
    ? [told]
    : [
        told,
        `${moved.join(', ')}, which ${moved.length === 1 ? 'takes its' : 'take their'} credentials from role ${role} then`,
      ]
}

/** Ids of the nodes under a role. */
export const nodesUnder = (worlds: readonly World[], role: string): readonly string[] =>
  worlds.flatMap(world => viewOf(world, 'nodeRoles').records[role]?.nodes.map(({ id }) => id) ?? [])

/** A role, and the nodes that run under it. */
export const roleWithNodes = (worlds: readonly World[], role: string): string => {
  const nodes = nodesUnder(worlds, role)
  return nodes.length === 0 ? `role ${role}` : `role ${role} (${nodes.join(', ')})`
}
