import {
  awsCommand,
  defineCheck,
  grantCommands,
  roleMay,
  trustAnswer,
  trustRepair,
  type JudgedNode,
  type NodeRole,
  type Problem,
  type Role,
  type Scope,
} from '../../src/core/index.ts'
import { CORE_ACTIONS } from './core-actions.ts'
import { coreGrant, isGrantable } from './core-grant.ts'
import { asNodeRole, HOST_MANAGEMENT, hostManagementRole } from './host-management.ts'

export default defineCheck({
  id: 'identity/dhmc-role',
  title: 'the role of Default Host Management is there, trusted and sufficient',
  why: 'Default Host Management lends one role to every instance of the Region that has no better one. Where that role is missing, does not trust Systems Manager or may not do what the agent needs, none of them can be managed.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-default-host-management-configuration.html',
  severity: 'high',
  fix: 'review',
  asks: ['allow-assume', 'grant'],
  each: 'regions',
  needs: ['serviceSettings', 'roles', 'policies', 'judgedNodes'],
  mayFollow: ['identity/role-trust', 'identity/core-permissions'],
  run({ name: region }, { serviceSettings, roles, policies, judgedNodes }, scope) {
    const name = hostManagementRole(serviceSettings)
    if (name === undefined) return undefined
    const role = roles[name]
    // AWS shows another word than a role's name where nobody has set it.
    if (!role && !/^custom/i.test(serviceSettings[HOST_MANAGEMENT]?.status ?? '')) return undefined
    const fault = role ? faultOf(asNodeRole(role, policies), role, region, scope) : missing(name, region)
    if (!fault) return undefined
    const hurt = Object.values(judgedNodes).filter(needs(name))
    return {
      ...fault,
      ...(hurt.length === 0 && { severity: 'low' as const }),
      affects: hurt.map(node => node.id),
      because: [
        { check: 'identity/role-trust', subject: name },
        { check: 'identity/core-permissions', subject: name },
      ],
      evidence: [
        { label: 'named', value: name, source: 'ssm:GetServiceSetting' },
        { label: 'there is', value: role?.arn ?? 'no such role', source: `iam:GetRole ${name}` },
      ],
    }
  },
})

/** A node that uses this role, or has none; one that is Online by another role is not hurt. */
const needs =
  (role: string) =>
  ({ instance, roleName, roleSource, roleGap }: JudgedNode): boolean =>
    instance !== undefined &&
    (roleName === undefined
      ? roleGap === undefined
      : roleSource === 'Default Host Management' && roleName === role)

type Fault = Pick<Problem, 'message' | 'about' | 'verdict' | 'remedy' | 'fix'>

const missing = (name: string, region: string): Fault => ({
  message: `Default Host Management names role ${name}, which does not exist`,
  about: 'role',
  remedy: {
    text: 'turn Default Host Management on anew, in the console or by the command, so that it names a role that exists; or create the role again',
    // aws: https://docs.aws.amazon.com/cli/latest/reference/ssm/register-default-host-management-configuration.html
    commands: [
      awsCommand('ssm register-default-host-management-configuration', {
        'permission-model': 'SERVICE_MANAGED',
        overwrite: true,
        region,
      }),
    ],
  },
})

const faultOf = (nodeRole: NodeRole, role: Role, region: string, scope: Scope): Fault | undefined => {
  const instance = `arn:${scope.partition}:ec2:${region}:${scope.accountId}:instance/i-00000000000000000`
  const trust = trustAnswer(role, 'Default Host Management', instance, scope)
  if (trust.decision.verdict !== 'allowed') {
    return {
      message: `role ${role.name} of Default Host Management does not trust ${trust.service}`,
      about: 'trust',
      ...(trust.decision.verdict === 'unknown' && { verdict: 'unknown' as const }),
      ...trustRepair(role, trust, 'Default Host Management', scope),
    }
  }
  const lacking = CORE_ACTIONS.flatMap(({ action, stage }) => {
    const resource = stage === 'registration' ? instance : '*'
    const { decision } = roleMay(nodeRole, { action, resource }, scope)
    return decision.verdict.endsWith('deny') ? [{ action, decision }] : []
  })
  if (lacking.length === 0) return undefined
  const actions = lacking.map(({ action }) => action)
  return {
    message: `role ${role.name} of Default Host Management may not ${actions.join(', ')}`,
    about: 'permissions',
    ...(lacking.every(({ decision }) => isGrantable(decision))
      ? granting(nodeRole, actions)
      : {
          remedy: { text: 'alter what denies it, or keeps it from the role: a further Allow does not help' },
        }),
  }
}

const granting = (nodeRole: NodeRole, actions: readonly string[]): Pick<Problem, 'remedy' | 'fix'> => {
  const grant = coreGrant(nodeRole.name, actions)
  const text =
    'allow the missing actions in a policy of the role, or attach AmazonSSMManagedEC2InstanceDefaultPolicy, which AWS keeps for it'
  return { remedy: { text, commands: grantCommands(nodeRole, [grant]) }, fix: [grant] }
}
