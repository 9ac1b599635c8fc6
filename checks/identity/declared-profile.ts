import {
  ifReadable,
  trustAnswer,
  type Declared,
  type InstanceProfile,
  type JudgedNode,
  type Role,
  type Scope,
} from '../../src/core/index.ts'

interface Records {
  readonly declared: Readonly<Record<string, Declared>>
  readonly instanceProfiles: Readonly<Record<string, InstanceProfile>>
  readonly roles: Readonly<Record<string, Role>>
}

/** Whether EC2 may assume a role for an instance. */
export const trustsEc2 = (role: Role | undefined, { arn }: JudgedNode, scope: Scope): boolean =>
  role !== undefined && trustAnswer(role, 'instance profile', arn, scope).decision.verdict === 'allowed'

/** The instance profile that the config names, if EC2 can give it to an instance: it exists and holds a role that trusts EC2. */
export const declaredProfile = (
  { declared, instanceProfiles, roles }: Records,
  node: JudgedNode,
  scope: Scope,
): Required<InstanceProfile> | undefined => {
  const name = declared['config']?.instanceProfile
  if (name === undefined) return undefined
  return ifReadable(() => {
    const profile = Object.values(instanceProfiles).find(one => one.name === name)
    if (profile?.roleName === undefined || !trustsEc2(roles[profile.roleName], node, scope)) return undefined
    return { ...profile, roleName: profile.roleName }
  })
}

/** Why EC2 cannot give the profile of this name to an instance, as a clause; undefined where it can, or that is not known. */
export const flawOf = (
  name: string,
  { instanceProfiles, roles }: Omit<Records, 'declared'>,
  node: JudgedNode,
  scope: Scope,
): string | undefined =>
  ifReadable(() => {
    const profile = Object.values(instanceProfiles).find(one => one.name === name)
    if (!profile) return `instance profile ${name} does not exist`
    const { roleName } = profile
    if (roleName === undefined) return `instance profile ${name} holds no role`
    const role = roles[roleName]
    if (!role) return `role ${roleName} of instance profile ${name} does not exist`
    const { verdict } = trustAnswer(role, 'instance profile', node.arn, scope).decision
    return verdict.endsWith('deny')
      ? `role ${roleName} of instance profile ${name} does not trust EC2`
      : undefined
  })

/** What comes with a profile, whatever else runs on the host. */
export const gainOf = ({ roleName }: Required<InstanceProfile>): string =>
  `all software on the host gets the credentials of role ${roleName} then`
