import {
  ifReadable,
  logTarget,
  logWrite,
  meantStatements,
  type LogDestination,
  type LogGroup,
  type NodeRole,
} from '../../src/core/index.ts'

/**
 * The existing log group that most node roles were meant to write to, where the one that the preferences name is absent:
 * then the preferences are what is wrong, not the policies.
 */
export const majorityGroup = (
  destination: LogDestination,
  groups: Readonly<Record<string, LogGroup>>,
  roles: () => readonly NodeRole[],
): { readonly name: string; readonly roles: readonly string[] } | undefined => {
  // A group that is there needs no second look, and roles that cannot be read matter only where another group is known.
  const known = ifReadable(() => Object.keys(groups)) ?? []
  const others = known.filter(name => name !== destination.name)
  if (destination.invalid || groups[destination.name] || others.length === 0) return undefined
  // Roles that cannot be read leave the vote open: the group is missing all the same.
  const all = ifReadable(roles)
  if (!all) return undefined
  const votes = others.map(name => ({
    name,
    roles: all.filter(role => wasMeantFor(role, destination, groups[name])),
  }))
  const [most] = votes.toSorted((a, b) => b.roles.length - a.roles.length)
  return most && most.roles.length * 2 > all.length
    ? { name: most.name, roles: most.roles.map(role => role.name).toSorted() }
    : undefined
}

const wasMeantFor = (role: NodeRole, destination: LogDestination, group: LogGroup | undefined): boolean => {
  const pattern = nearestPattern(role, destination)
  return group !== undefined && pattern !== undefined && logTarget(group.arn).missOf(pattern) === 'covers'
}

const known = new WeakMap<NodeRole, Map<string, string | undefined>>()

/** The pattern of the role's nearest statement; every role asks for those of all, so it is found once. */
const nearestPattern = (role: NodeRole, destination: LogDestination): string | undefined => {
  const patterns = known.get(role) ?? new Map<string, string | undefined>()
  known.set(role, patterns)
  if (!patterns.has(destination.arn)) {
    const { actions, target } = logWrite(destination)
    patterns.set(destination.arn, target && meantStatements(role, actions, target)[0]?.pattern)
  }
  return patterns.get(destination.arn)
}
