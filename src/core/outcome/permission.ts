import type { Reading } from '../access.ts'
import { roleMay, type NodeCall } from '../iam/node-request.ts'
import type { JudgedNode, NodeRole } from '../kinds.ts'
import { fails, HOLDS, undecided, type Fact } from './fact.ts'

/** The role that a node's agent uses, or undefined where none is known. Throws `Unreadable` where it is a gap. */
export const roleOf = (reading: Reading, node: JudgedNode): NodeRole | undefined =>
  node.roleName === undefined ? undefined : reading.records('nodeRoles')[node.roleName]

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
  const { verdict, nodes } = roleMay(role, call, reading.world.scope)
  if (verdict === 'allowed' || !nodes.includes(node.id)) return HOLDS
  return verdict === 'unknown' ? undecided(checks) : fails(checks, sees)
}
