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

/** What comes with a profile, whatever else runs on the host. */
export const gainOf = ({ roleName }: Required<InstanceProfile>): string =>
  `all software on the host gets the credentials of role ${roleName} then`
