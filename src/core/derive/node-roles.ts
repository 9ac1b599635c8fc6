import { Unreadable, type KindView, type Reading } from '../access.ts'
import type { JudgedNode, NodeRole, RolePolicy, RoleSource } from '../kinds.ts'
import type { ManagedPolicy, Role } from '../records.ts'
import { waysOf } from '../net/ways.ts'
import type { Gap } from '../snapshot.ts'
import { eachOf } from './each.ts'

/** The roles that judged nodes run under, each with its nodes and policies. */
export const nodeRolesOf = (reading: Reading): KindView<'nodeRoles'> => {
  const nodes = reading.view('judgedNodes')
  const groups = (): Map<string, JudgedNode[]> => byRole(nodes)
  const view = eachOf<'nodeRoles'>(
    () => groups().keys(),
    name => nodeRole(reading, name, groups().get(name) ?? []),
  )
  // A node whose role could not be told may run under any role: it stands as a gap under its own id.
  return { ...view, missing: new Map([...nodes.missing, ...roleGaps(nodes), ...view.missing]) }
}

const roleGaps = ({ records }: KindView<'judgedNodes'>): readonly (readonly [string, Gap])[] =>
  Object.values(records).flatMap(({ id, roleGap }) => (roleGap ? [[id, roleGap] as const] : []))

const byRole = (nodes: KindView<'judgedNodes'>): Map<string, JudgedNode[]> => {
  if (nodes.whole) throw new Unreadable(nodes.whole)
  const groups = new Map<string, JudgedNode[]>()
  for (const node of Object.values(nodes.records)) {
    if (node.roleName === undefined) continue
    const group = groups.get(node.roleName)
    if (group) group.push(node)
    else groups.set(node.roleName, [node])
  }
  return groups
}

const nodeRole = (reading: Reading, name: string, nodes: readonly JudgedNode[]): NodeRole | undefined => {
  const role = reading.records('roles')[name]
  if (!role) return undefined
  const boundary = boundaryOf(reading, role)
  const sources = new Set(nodes.map(node => node.roleSource as RoleSource))
  return {
    name,
    arn: role.arn,
    role,
    sources: [...sources],
    nodes: nodes.map(node => withWays(reading, node)),
    identityPolicies: rolePolicies(reading, role),
    ...(boundary && { boundary }),
  }
}

/** By which ways a node's calls go is a fact of these calls. */
const withWays = (reading: Reading, node: JudgedNode): JudgedNode => {
  const ways = waysOf(reading, node)
  return ways ? { ...node, ways } : node
}

/** Every identity policy of a role: attached ones in the order of attachment, then the inline ones. */
export const rolePolicies = (reading: Reading, role: Role): readonly RolePolicy[] => {
  const policies = reading.records('policies')
  const attached = role.attached.map(({ arn, name }) => ({
    ref: { kind: 'managed' as const, arn, name },
    document: policies[arn]?.document ?? '',
  }))
  const inline = Object.entries(role.inline).map(([name, document]) => ({
    ref: { kind: 'inline' as const, role: role.name, name },
    document,
  }))
  return [...attached, ...inline]
}

/** The managed policy that is the role's permissions boundary. */
export const boundaryOf = (reading: Reading, role: Role): ManagedPolicy | undefined =>
  role.boundaryArn === undefined ? undefined : reading.records('policies')[role.boundaryArn]
