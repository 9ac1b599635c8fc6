import type { World } from '../snapshot.ts'
import type { ChangeSpec } from './change.ts'
import { dropRecord, editRecord, putRecord } from './edit-record.ts'

const setHolders = (
  world: World,
  arn: string,
  edit: (roles: readonly string[]) => readonly string[],
): World => editRecord(world, 'policyHolders', arn, holders => ({ ...holders, roles: edit(holders.roles) }))

/** Customer-managed policies of our own and their attachment. */
export const managedPolicySpecs: {
  readonly 'create-policy': ChangeSpec<'create-policy'>
  readonly 'delete-policy': ChangeSpec<'delete-policy'>
  readonly 'attach-role-policy': ChangeSpec<'attach-role-policy'>
  readonly 'detach-role-policy': ChangeSpec<'detach-role-policy'>
} = {
  'create-policy': {
    touches: ['policies'],
    risk: 'review',
    actions: [
      'iam:CreatePolicy',
      'iam:GetPolicy',
      'iam:GetPolicyVersion',
      'iam:ListPolicyTags',
      'iam:TagPolicy',
    ],
    describe: ({ policyArn }) => `create policy ${policyArn}`,
    apply: (world, { policyArn: arn, name, document }) =>
      putRecord(world, 'policies', arn, { arn, name, document }),
    invert: change => ({ ...change, type: 'delete-policy' }),
  },
  'delete-policy': {
    touches: ['policies'],
    risk: 'review',
    actions: ['iam:DeletePolicy', 'iam:GetPolicy', 'iam:GetPolicyVersion', 'iam:ListPolicyTags'],
    describe: ({ policyArn }) => `delete policy ${policyArn}, which this tool created`,
    apply: (world, { policyArn }) => dropRecord(world, 'policies', policyArn),
    invert: change => ({ ...change, type: 'create-policy' }),
  },
  'attach-role-policy': {
    touches: ['policyHolders', 'roles'],
    risk: 'review',
    actions: ['iam:AttachRolePolicy', 'iam:ListAttachedRolePolicies'],
    describe: ({ role, policyArn }) => `attach policy ${policyArn} to role ${role}`,
    apply: (world, { role, policyArn: arn, name }) => {
      if (world.records.roles?.[role]?.attached.some(one => one.arn === arn)) return world
      const attached = editRecord(world, 'roles', role, record => ({
        ...record,
        attached: [...record.attached, { arn, name }],
      }))
      return setHolders(attached, arn, roles => [...roles, role])
    },
    invert: change => ({ ...change, type: 'detach-role-policy' }),
  },
  'detach-role-policy': {
    touches: ['policyHolders', 'roles'],
    risk: 'review',
    actions: ['iam:DetachRolePolicy', 'iam:ListAttachedRolePolicies'],
    describe: ({ role, policyArn }) =>
      `detach policy ${policyArn} from role ${role}, which this tool attached`,
    apply: (world, { role, policyArn }) => {
      const detached = editRecord(world, 'roles', role, record => ({
        ...record,
        attached: record.attached.filter(one => one.arn !== policyArn),
      }))
      return setHolders(detached, policyArn, roles => roles.filter(one => one !== role))
    },
    invert: change => ({ ...change, type: 'attach-role-policy' }),
  },
}
