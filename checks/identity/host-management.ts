import type { ManagedPolicy, NodeRole, Role, ServiceSetting } from '../../src/core/index.ts'

/** aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-default-host-management-configuration.html */
export const HOST_MANAGEMENT = '/ssm/managed-instance/default-ec2-instance-management-role'

/**
 * The role that Default Host Management names: a name that may carry a path.
 * @returns undefined where it is off
 */
export const hostManagementRole = (
  settings: Readonly<Record<string, ServiceSetting>>,
): string | undefined => {
  const name = settings[HOST_MANAGEMENT]?.value.split('/').at(-1)
  return name === undefined || name === '' || name.startsWith('$') ? undefined : name
}

/** A role as one that nodes could run under, though none does now. */
export const asNodeRole = (role: Role, policies: Readonly<Record<string, ManagedPolicy>>): NodeRole => {
  const boundary = role.boundaryArn === undefined ? undefined : policies[role.boundaryArn]
  return {
    name: role.name,
    arn: role.arn,
    role,
    sources: ['Default Host Management'],
    nodes: [],
    identityPolicies: [
      ...role.attached.map(({ arn, name }) => ({
        ref: { kind: 'managed' as const, arn, name },
        document: policies[arn]?.document ?? '',
      })),
      ...Object.entries(role.inline).map(([name, document]) => ({
        ref: { kind: 'inline' as const, role: role.name, name },
        document,
      })),
    ],
    ...(boundary && { boundary }),
  }
}
