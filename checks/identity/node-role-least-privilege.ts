import {
  defineCheck,
  explanationOf,
  namesPrincipal,
  type NodeRole,
  type Scope,
} from '../../src/core/index.ts'
import { allowedBy, allowedCalls, type AllowedCall, type ForbiddenCall } from './reach-of-role.ts'

export default defineCheck({
  id: 'identity/node-role-least-privilege',
  title: 'the role reaches no other node and administers no identities',
  why: 'Whoever has a shell on the node has the credentials of its role. With the right to start sessions on other nodes, to run commands there or to write policies, one node is all of them.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-restrict-access-quickstart.html',
  severity: 'medium',
  fix: 'none',
  each: 'nodeRoles',
  needs: ['declared'],
  mayFollow: ['identity/deprecated-policy'],
  run(role, { declared }, scope) {
    const administrators = declared['config']?.administrators ?? []
    if (administrators.some(pattern => namesPrincipal(pattern, role.arn))) return undefined
    const calls = [...allowedCalls(role, forbidden(scope), scope), ...startingAsAny(role, scope)]
    if (calls.length === 0) return undefined
    const actions = [...new Set(calls.map(call => call.action))]
    return {
      message: `role ${role.name} may call ${actions.join(', ')} beyond its own nodes`,
      about: 'privilege',
      because: fromDeprecated(calls),
      evidence: [{ label: 'allowed by', value: allowedBy(calls), source: `role ${role.name}` }],
      explanation: calls.map(call => explanationOf(call.action, call.decision)),
      remedy: {
        text: 'take these actions from the role, or bind them to the resources that its software needs; a node that has to administer others (a bastion, a build host) belongs among the administrators of the config',
      },
    }
  },
})

/** A node that surely is not the role's own, and principals of the account. */
const forbidden = ({ partition, region, accountId }: Scope): readonly ForbiddenCall[] => {
  const other = `arn:${partition}:ec2:${region}:${accountId}:instance/i-00000000000000000`
  const iam = `arn:${partition}:iam::${accountId}`
  return [
    { action: 'ssm:StartSession', resource: other },
    { action: 'ssm:SendCommand', resource: other },
    ...['iam:AttachRolePolicy', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy'].map(action => ({
      action,
      resource: `${iam}:role/ssm-doctor-any`,
    })),
    ...['iam:AttachUserPolicy', 'iam:PutUserPolicy', 'iam:CreateAccessKey'].map(action => ({
      action,
      resource: `${iam}:user/ssm-doctor-any`,
    })),
    ...['iam:AttachGroupPolicy', 'iam:PutGroupPolicy'].map(action => ({
      action,
      resource: `${iam}:group/ssm-doctor-any`,
    })),
    { action: 'iam:CreatePolicyVersion', resource: `${iam}:policy/ssm-doctor-any` },
  ]
}

/**
 * Passing any role on is the rights of all of them, where it goes with starting an instance that gets the role.
 *
 * aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
const startingAsAny = (role: NodeRole, scope: Scope): readonly AllowedCall[] => {
  const { partition, region, accountId } = scope
  const pair = [
    {
      action: 'iam:PassRole',
      resource: `arn:${partition}:iam::${accountId}:role/ssm-doctor-any`,
      context: {
        'iam:PassedToService': partition === 'aws-cn' ? 'ec2.amazonaws.com.cn' : 'ec2.amazonaws.com',
      },
    },
    { action: 'ec2:RunInstances', resource: `arn:${partition}:ec2:${region}:${accountId}:instance/*` },
  ]
  const allowed = allowedCalls(role, pair, scope)
  return allowed.length === pair.length ? allowed : []
}

const DEPRECATED = 'AmazonEC2RoleforSSM'

const fromDeprecated = (calls: readonly AllowedCall[]) => {
  const all = calls.every(({ decision }) => decision.statements.every(one => one.policy === DEPRECATED))
  return all ? [{ check: 'identity/deprecated-policy', about: DEPRECATED }] : []
}
