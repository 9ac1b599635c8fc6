import {
  ifReadable,
  logTarget,
  logWrite,
  meantStatements,
  statementsOf,
  type LogDestination,
  type LogGroup,
  type NodeRole,
} from '../../src/core/index.ts'

/** The finding that policies and an existing group agree on another name than the preferences. */
export const MAJORITY = { check: 'logs/log-group-exists', about: 'majority' } as const

interface Majority {
  readonly name: string
  readonly roles: readonly string[]
}

/**
 * The existing log group that most node roles were meant to write to, where the one that the preferences name is absent:
 * then the preferences are what is wrong, not the policies. Roles that may write to any group, or to none, have no say.
 */
export const majorityGroup = (
  destination: LogDestination,
  groups: Readonly<Record<string, LogGroup>>,
  roles: () => readonly NodeRole[],
): Majority | undefined => {
  // A group that is there needs no second look, and roles that cannot be read matter only where another group is known.
  const others = (ifReadable(() => Object.values(groups)) ?? []).filter(
    ({ name }) => name !== destination.name,
  )
  if (destination.invalid || groups[destination.name] || others.length === 0) return undefined
  // Roles that cannot be read leave the vote open: the group is missing all the same.
  const [first, ...rest] = ifReadable(roles) ?? []
  return first && countOnce([first, ...rest], destination, others)
}

type Roles = readonly [NodeRole, ...NodeRole[]]

/** Every role asks for the vote of all of its world: it is counted once. */
const counted = new WeakMap<NodeRole, Map<string, { readonly majority: Majority | undefined }>>()

const countOnce = (
  roles: Roles,
  destination: LogDestination,
  groups: readonly LogGroup[],
): Majority | undefined => {
  const votes = counted.get(roles[0]) ?? new Map<string, { readonly majority: Majority | undefined }>()
  counted.set(roles[0], votes)
  const key = [roles.length, destination.arn, ...groups.map(({ arn }) => arn)].join(' ')
  const known = votes.get(key) ?? { majority: count(roles, destination, groups) }
  votes.set(key, known)
  return known.majority
}

const count = (
  roles: Roles,
  destination: LogDestination,
  groups: readonly LogGroup[],
): Majority | undefined => {
  const voices = roles.map(role => voiceOf(role, destination))
  const [most] = groups
    .map(group => votesFor(group, voices))
    .toSorted((a, b) => b.roles.length - a.roles.length)
  return most && most.roles.length > most.against ? most : undefined
}

/** What a role's policies say of where it writes. */
interface Voice {
  readonly role: string
  /** The pattern of the statement that was meant for the group of the preferences and misses it. */
  readonly missing?: string
  /** The patterns that cover that group. */
  readonly covering: readonly string[]
}

const voiceOf = (role: NodeRole, destination: LogDestination): Voice => {
  const { actions, target = logTarget(destination.arn) } = logWrite(destination)
  const missing = meantStatements(role, actions, target)[0]?.pattern
  const covering = role.identityPolicies
    .flatMap(({ document }) => statementsOf(document).statements)
    .filter(({ effect, actions: listed = [] }) => effect === 'Allow' && listed.some(isOfLogs))
    .flatMap(({ resources = [] }) => resources)
    .filter(pattern => target.missOf(pattern) === 'covers')
  return { role: role.name, covering, ...(missing !== undefined && { missing }) }
}

const isOfLogs = (action: string): boolean => /^(?:logs:|\*$)/i.test(action)

const votesFor = (
  { name, arn }: LogGroup,
  voices: readonly Voice[],
): Majority & { readonly against: number } => {
  const target = logTarget(arn)
  const covers = (pattern: string): boolean => target.missOf(pattern) === 'covers'
  const named = voices.filter(({ missing }) => missing !== undefined && covers(missing))
  const against = voices.filter(({ missing, covering }) =>
    missing === undefined ? covering.some(pattern => !covers(pattern)) : !covers(missing),
  )
  return { name, roles: named.map(({ role }) => role).toSorted(), against: against.length }
}
