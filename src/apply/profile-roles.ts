import {
  AddRoleToInstanceProfileCommand,
  GetInstanceProfileCommand,
  RemoveRoleFromInstanceProfileCommand,
  type IAMClient,
} from '@aws-sdk/client-iam'
import { given, unlessGone } from './answers.ts'
import { ChangedSince, type Executor } from './executor.ts'

/** The role in a profile, or nothing where the profile does not exist any more; a profile holds one role at most. */
const heldIn = async (
  iam: IAMClient,
  InstanceProfileName: string,
): Promise<{ readonly role?: string } | undefined> => {
  const answer = await unlessGone(iam.send(new GetInstanceProfileCommand({ InstanceProfileName })))
  const [role] = answer ? given(answer.InstanceProfile?.Roles, 'Roles') : []
  return answer && (role ? { role: given(role.RoleName, 'RoleName') } : {})
}

const add: Executor<'add-role-to-profile'> = {
  look: async ({ profile, role }, { iam }) => {
    const held = await heldIn(iam, profile)
    if (!held) throw new ChangedSince(`instance profile ${profile} does not exist any more`)
    if (held.role === role) return undefined
    if (held.role !== undefined)
      throw new ChangedSince(`instance profile ${profile} has got role ${held.role} since the plan`)
    const input = { InstanceProfileName: profile, RoleName: role }
    return { write: async () => void (await iam.send(new AddRoleToInstanceProfileCommand(input))) }
  },
}

const remove: Executor<'remove-role-from-profile'> = {
  look: async ({ profile, role }, { iam }) => {
    const held = await heldIn(iam, profile)
    // Another role in it is none that this tool put there.
    if (held?.role !== role) return undefined
    const input = { InstanceProfileName: profile, RoleName: role }
    return { write: async () => void (await iam.send(new RemoveRoleFromInstanceProfileCommand(input))) }
  },
}

/** The role in an instance profile. */
export const profileRoleExecutors = { 'add-role-to-profile': add, 'remove-role-from-profile': remove }
