import {
  ifReadable,
  roleMay,
  type Cause,
  type JudgedNode,
  type NodeRole,
  type Scope,
} from '../../src/core/index.ts'

/** The checks on a role that may explain why its node does not report in. */
export const ROLE_CAUSES = ['identity/role-trust', 'identity/core-permissions'] as const

/** The findings on a node's role that explain why it does not report in: a missing channel does not. */
export const lostBecause = (
  node: JudgedNode,
  nodeRoles: Readonly<Record<string, NodeRole>>,
  scope: Scope,
): readonly Cause[] => {
  const { roleName } = node
  // A role that cannot be read explains nothing, and hides nothing either: the node is lost all the same.
  const nodeRole = roleName === undefined ? undefined : ifReadable(() => nodeRoles[roleName])
  if (!nodeRole) return []
  const call = { action: 'ssm:UpdateInstanceInformation', resource: node.arn }
  const { verdict } = roleMay({ ...nodeRole, nodes: [node] }, call, scope)
  const trust: Cause = { check: 'identity/role-trust', subject: nodeRole.name }
  return verdict === 'allowed'
    ? [trust]
    : [trust, { check: 'identity/core-permissions', subject: nodeRole.name }]
}
