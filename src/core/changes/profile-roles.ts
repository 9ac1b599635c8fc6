import type { InstanceProfile } from '../records.ts'
import { recordsOf, type World } from '../snapshot.ts'
import type { ChangeSpec } from './change.ts'
import { editRecord } from './edit-record.ts'
import { review } from './review.ts'

/** A profile stands under each ARN by which it was asked for: one that was made anew may have got another path. */
const editProfile = (
  world: World,
  profile: string,
  edit: (record: InstanceProfile) => InstanceProfile,
): World =>
  Object.entries(recordsOf(world, 'instanceProfiles'))
    .filter(([, { name }]) => name === profile)
    .reduce((edited, [arn]) => editRecord(edited, 'instanceProfiles', arn, edit), world)

const withRole =
  (role: string) =>
  (record: InstanceProfile): InstanceProfile =>
    record.roleName === undefined ? { ...record, roleName: role } : record

const withoutRole =
  (role: string) =>
  (record: InstanceProfile): InstanceProfile => {
    const { roleName, ...empty } = record
    return roleName === role ? empty : record
  }

/** The role in an instance profile. */
export const profileRoleSpecs: {
  readonly 'add-role-to-profile': ChangeSpec<'add-role-to-profile'>
  readonly 'remove-role-from-profile': ChangeSpec<'remove-role-from-profile'>
} = {
  'add-role-to-profile': {
    touches: ['instanceProfiles'],
    phase: 'instance profiles',
    turn: ({ profile }) => `${profile} 1`,
    edits: ({ profile: id }) => ({ kind: 'instanceProfile', id }),
    risk: review,
    // Whoever puts a role into a profile passes it on: that needs a permission without a call of its own.
    // aws: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html
    actions: ['iam:AddRoleToInstanceProfile', 'iam:GetInstanceProfile', 'iam:PassRole'],
    describe: ({ profile, role }) => `put role ${role} into instance profile ${profile}`,
    apply: (world, { profile, role }) => editProfile(world, profile, withRole(role)),
    invert: change => ({ ...change, type: 'remove-role-from-profile' }),
  },
  'remove-role-from-profile': {
    touches: ['instanceProfiles'],
    phase: 'instance profiles',
    turn: ({ profile }) => `${profile} 2`,
    edits: ({ profile: id }) => ({ kind: 'instanceProfile', id }),
    risk: review,
    actions: ['iam:GetInstanceProfile', 'iam:RemoveRoleFromInstanceProfile'],
    describe: ({ profile, role }) =>
      `take role ${role} out of instance profile ${profile}, where this tool put it`,
    apply: (world, { profile, role }) => editProfile(world, profile, withoutRole(role)),
    invert: change => ({ ...change, type: 'add-role-to-profile' }),
  },
}
