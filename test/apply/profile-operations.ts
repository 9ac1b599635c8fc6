import type { AccountState } from './account-state.ts'
import { encode, field, noSuch, roleIn } from './iam-operations.ts'
import type { ProfileState } from './node-state.ts'
import { Refused } from './refused.ts'

type Fields = Readonly<Record<string, string>>
type Operation = (state: AccountState, fields: Fields) => string

const profileIn = ({ nodes }: AccountState, fields: Fields): ProfileState => {
  const name = field(fields, 'InstanceProfileName')
  const profile = nodes.profiles[name]
  if (!profile) throw noSuch(`Instance Profile ${name}`)
  return profile
}

/** IAM's rules for trust and instance profiles, as its API reference gives them. */
export const PROFILE_OPERATIONS: Readonly<Record<string, Operation>> = {
  GetRole: (state, fields) =>
    `<Role><RoleName>${field(fields, 'RoleName')}</RoleName><AssumeRolePolicyDocument>${encode(roleIn(state, fields).trust ?? '')}</AssumeRolePolicyDocument></Role>`,
  UpdateAssumeRolePolicy: (state, fields) => {
    const text = field(fields, 'PolicyDocument')
    if (text.length > 2048) throw new Refused('LimitExceeded', 409, 'Cannot exceed quota for ACLSizePerRole')
    roleIn(state, fields).trust = text
    return ''
  },
  GetInstanceProfile: (state, fields) => {
    const { id, role } = profileIn(state, fields)
    const roles = role === undefined ? '' : `<member><RoleName>${role}</RoleName></member>`
    return `<InstanceProfile><InstanceProfileId>${id}</InstanceProfileId><Roles>${roles}</Roles></InstanceProfile>`
  },
  AddRoleToInstanceProfile: (state, fields) => {
    const profile = profileIn(state, fields)
    roleIn(state, fields)
    if (profile.role !== undefined)
      throw new Refused('LimitExceeded', 409, 'Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1')
    profile.role = field(fields, 'RoleName')
    return ''
  },
  RemoveRoleFromInstanceProfile: (state, fields) => {
    const profile = profileIn(state, fields)
    if (profile.role !== field(fields, 'RoleName')) throw noSuch('The role in the profile')
    delete profile.role
    return ''
  },
}
