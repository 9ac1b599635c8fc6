import { Unreadable, type Reading } from '../access.ts'
import { roleMay, type NodeCall } from '../iam/node-request.ts'
import type { JudgedNode, NodeRole } from '../kinds.ts'
import type { WantedAccess } from '../meant/role-access.ts'
import { fails, firstObstacle, HOLDS, undecided, type Fact } from './fact.ts'

/** The role that a node's agent uses, or undefined where none is known. Throws `Unreadable` where it is a gap. */
export const roleOf = (reading: Reading, node: JudgedNode): NodeRole | undefined => {
  if (node.roleGap) throw new Unreadable(node.roleGap)
  return node.roleName === undefined ? undefined : reading.records('nodeRoles')[node.roleName]
}

/** Whether a node's role may make a call; a node whose role is not known proves nothing. */
export const mayCall = (
  reading: Reading,
  node: JudgedNode,
  call: NodeCall,
  checks: readonly string[],
  sees?: string,
): Fact => {
  const role = roleOf(reading, node)
  if (!role) return undecided(checks)
  const { verdict } = roleMay({ ...role, nodes: [node] }, call, reading.world.scope)
  if (verdict === 'allowed') return HOLDS
  return verdict === 'unknown' ? undecided(checks) : fails(checks, sees)
}

/** Whether a node's role may make every call that a purpose needs. */
export const mayAccess = (
  reading: Reading,
  node: JudgedNode,
  { actions, call }: WantedAccess,
  checks: readonly string[],
  sees?: string,
): Fact => firstObstacle(actions.map(action => mayCall(reading, node, { ...call, action }, checks, sees)))
