import { gapOf, recordsOf, type World } from '../snapshot.ts'
import { viewOf } from '../views.ts'

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

/** A role, and the nodes that run under it. */
export const roleWithNodes = (worlds: readonly World[], role: string): string => {
  const nodes = worlds.flatMap(
    world => viewOf(world, 'nodeRoles').records[role]?.nodes.map(node => node.id) ?? [],
  )
  return nodes.length === 0 ? `role ${role}` : `role ${role} (${nodes.join(', ')})`
}
