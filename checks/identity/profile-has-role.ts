import {
  awsCommand,
  clockTime,
  defineCheck,
  ifReadable,
  type Instance,
  type InstanceProfile,
  type JudgedNode,
  type Problem,
  type Role,
  type Scope,
} from '../../src/core/index.ts'
import { declaredProfile, gainOf, trustsEc2 } from './declared-profile.ts'
import { PROFILE_NAME, replaceProfile } from './associate-profile.ts'

export default defineCheck({
  id: 'identity/profile-has-role',
  title: 'the instance profile, or the activation, has a role that is there',
  why: 'An instance profile is only the envelope, and an activation names a role. Without one that is there the node gets no credentials, and the agent cannot register or goes silent.',
  docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html',
  severity: 'high',
  fix: 'review',
  asks: ['add-role-to-profile', 'hold-profile'],
  each: 'judgedNodes',
  needs: ['instanceProfiles', 'roles', 'declared'],
  after: ['identity/profile-current'],
  run(node, records, scope) {
    const { instance } = node
    const { instanceProfiles, roles } = records
    if (node.roleSource === 'hybrid activation') return serviceRoleGone(node, roles, scope.region)
    if (!instance || instance.state !== 'running' || instance.profileArn === undefined) return undefined
    const profile = instanceProfiles[instance.profileArn]
    const fault = profile ? emptiness(profile, roles) : gone(instance, instance.profileArn, scope.region)
    if (!fault) return undefined
    const repair = asDeclared(node, profile, records, scope) ?? fault.repair
    return problemOf(node, instance.profileArn, { ...fault, repair })
  },
})

/** A hybrid node's role is the activation's: Systems Manager cannot assume one that was deleted. */
const serviceRoleGone = (
  { id, roleName = '' }: JudgedNode,
  roles: Readonly<Record<string, Role>>,
  region: string,
): Problem | undefined => {
  if (roles[roleName]) return undefined
  return {
    message: `role ${roleName}, by which the node was registered, does not exist any more: its credentials are not renewed`,
    evidence: [
      { label: 'registered with', value: roleName, source: 'Systems Manager' },
      { label: 'there is', value: 'no such role', source: `iam:GetRole ${roleName}` },
    ],
    remedy: {
      text: 'make the role again, trusted by ssm.amazonaws.com and with the permissions of the agent; or give the node another one (ROLE-NAME stands for its name)',
      commands: [
        awsCommand('ssm update-managed-instance-role', {
          'instance-id': id,
          'iam-role': 'ROLE-NAME',
          region,
        }),
      ],
    },
  }
}

interface Fault {
  readonly what: string
  readonly holds: string
  readonly repair: Pick<Problem, 'remedy' | 'fix'>
}

const nameOf = (profileArn: string): string => profileArn.slice(profileArn.lastIndexOf('/') + 1)

const gone = ({ id }: Instance, profileArn: string, region: string): Fault => ({
  what: `instance profile ${nameOf(profileArn)}, which the instance holds, does not exist any more`,
  holds: 'no such instance profile',
  repair: {
    remedy: {
      text: `associate an instance profile that exists (${PROFILE_NAME} stands for its name)`,
      commands: [replaceProfile(id, PROFILE_NAME, region)],
    },
  },
})

const addRole = (profile: string, role: string): string =>
  awsCommand('iam add-role-to-instance-profile', { 'instance-profile-name': profile, 'role-name': role })

const emptiness = (
  { name, roleName }: InstanceProfile,
  roles: Readonly<Record<string, Role>>,
): Fault | undefined => {
  if (roleName !== undefined && roles[roleName]) return undefined
  const add = addRole(name, 'ROLE-NAME')
  if (roleName === undefined) {
    const text = 'put a role that trusts ec2.amazonaws.com into the profile (ROLE-NAME stands for its name)'
    return {
      what: `instance profile ${name} holds no role`,
      holds: 'no role',
      repair: { remedy: { text, commands: [add] } },
    }
  }
  const remove = awsCommand('iam remove-role-from-instance-profile', {
    'instance-profile-name': name,
    'role-name': roleName,
  })
  return {
    what: `instance profile ${name} holds role ${roleName}, which does not exist any more`,
    holds: `role ${roleName}, deleted`,
    repair: {
      remedy: {
        text: 'put a role that exists into the profile (ROLE-NAME stands for its name)',
        commands: [remove, add],
      },
    },
  }
}

/** What the config lets be done: fill the profile that it names with the role of that name, or give the instance that profile. */
const asDeclared = (
  node: JudgedNode,
  profile: InstanceProfile | undefined,
  records: Parameters<typeof declaredProfile>[0],
  scope: Scope,
): Fault['repair'] | undefined => {
  if (node.graceUntil !== undefined) return undefined
  const name = records.declared['config']?.instanceProfile
  if (profile && profile.name === name) return filling(node, profile, records.roles, scope)
  const declared = declaredProfile(records, node, scope)
  if (!declared) return undefined
  return {
    remedy: {
      text: `associate instance profile ${declared.name}, which the config names: ${gainOf(declared)}`,
      commands: [replaceProfile(node.id, declared.name, scope.region)],
    },
    fix: [{ type: 'hold-profile', instanceId: node.id, profile: declared.name }],
  }
}

const filling = (
  node: JudgedNode,
  { name, roleName }: InstanceProfile,
  roles: Readonly<Record<string, Role>>,
  scope: Scope,
): Fault['repair'] | undefined => {
  if (roleName !== undefined || !ifReadable(() => trustsEc2(roles[name], node, scope))) return undefined
  return {
    remedy: {
      text: `put role ${name} into the profile, which the config names and which bears its name: all software on every host that holds the profile gets the credentials of the role then`,
      commands: [addRole(name, name)],
    },
    fix: [{ type: 'add-role-to-profile', profile: name, role: name }],
  }
}

const problemOf = (node: JudgedNode, profileArn: string, { what, holds, repair }: Fault): Problem => {
  // A node that is registered and falls back to Default Host Management works without the profile.
  const hosted = node.managed !== undefined && node.roleSource === 'Default Host Management'
  const instead = hosted ? '; Default Host Management serves it instead' : ''
  const until =
    node.graceUntil === undefined ? '' : `; it has just started, wait until ${clockTime(node.graceUntil)}`
  return {
    message: `${what}${instead}${until}`,
    ...(hosted && { severity: 'low' as const }),
    ...(node.graceUntil !== undefined && { verdict: 'unknown' as const }),
    evidence: [
      { label: 'instance holds', value: profileArn, source: `ec2:DescribeInstances ${node.id}` },
      { label: 'profile holds', value: holds, source: `iam:GetInstanceProfile ${nameOf(profileArn)}` },
    ],
    ...repair,
  }
}
