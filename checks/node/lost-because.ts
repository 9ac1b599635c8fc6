import {
  ifReadable,
  roleMay,
  type Cause,
  type JudgedNode,
  type NodeRole,
  type Scope,
} from '../../src/core/index.ts'

/** The checks on a node whose failure explains why it does not report in. */
export const LOST_AFTER = [
  'node/found',
  'node/status-checks',
  'node/imds-enabled',
  'identity/instance-profile-attached',
  'identity/profile-current',
  'identity/profile-has-role',
  'network/ssm-path',
  'hybrid/duplicate-registration',
] as const

/** The checks on a role that may explain why its node does not report in. */
export const ROLE_CAUSES = [
  'identity/role-trust',
  'identity/core-permissions',
  'identity/dhmc-role',
  'hybrid/service-role-trust',
] as const

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
  const subject = nodeRole.name
  return [
    { check: 'identity/role-trust', subject },
    { check: 'hybrid/service-role-trust', subject },
    ...(node.roleSource === 'Default Host Management' ? [{ check: 'identity/dhmc-role' }] : []),
    ...(verdict === 'allowed' ? [] : [{ check: 'identity/core-permissions', subject }]),
  ]
}
