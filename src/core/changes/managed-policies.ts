import type { World } from '../snapshot.ts'
import type { ChangeSpec } from './change.ts'
import { dropRecord, editRecord, putRecord, recordAt } from './edit-record.ts'
import { nothing, review } from './review.ts'

const KINDS_OF_A_POLICY = ['policies', 'policyVersions', 'policyHolders'] as const

const create = (world: World, arn: string, name: string, document: string): World => {
  if (!world.records.policies || recordAt(world, 'policies', arn)) return world
  const made = putRecord(world, 'policies', arn, { arn, name, document })
  const versioned = putRecord(made, 'policyVersions', arn, { arn, spare: [] })
  return putRecord(versioned, 'policyHolders', arn, { arn, roles: [], users: [], groups: [], boundaryOf: [] })
}

const remove = (world: World, arn: string, document: string): World =>
  recordAt(world, 'policies', arn)?.document === document
    ? KINDS_OF_A_POLICY.reduce((left, kind) => dropRecord(left, kind, arn), world)
    : world

const setHolder = (world: World, arn: string, role: string, holds: boolean): World =>
  editRecord(world, 'policyHolders', arn, holders => {
    if (holders.roles.includes(role) === holds) return holders
    const roles = holders.roles.filter(one => one !== role)
    return { ...holders, roles: holds ? [...roles, role] : roles }
  })

const attach = (world: World, role: string, arn: string, name: string): World =>
  editRecord(world, 'roles', role, record =>
    record.attached.some(one => one.arn === arn)
      ? record
      : { ...record, attached: [...record.attached, { arn, name }] },
  )

const detach = (world: World, role: string, arn: string): World =>
  editRecord(world, 'roles', role, record =>
    record.attached.some(one => one.arn === arn)
      ? { ...record, attached: record.attached.filter(one => one.arn !== arn) }
      : record,
  )

/** Customer-managed policies of our own and their attachment. */
export const managedPolicySpecs: {
  readonly 'create-policy': ChangeSpec<'create-policy'>
  readonly 'delete-policy': ChangeSpec<'delete-policy'>
  readonly 'attach-role-policy': ChangeSpec<'attach-role-policy'>
  readonly 'detach-role-policy': ChangeSpec<'detach-role-policy'>
} = {
  'create-policy': {
    touches: KINDS_OF_A_POLICY,
    phase: 'policies',
    turn: ({ policyArn }) => `${policyArn} 1`,
    edits: nothing,
    risk: review,
    diff: ({ name, document }) => ({ title: name, before: '', after: document }),
    // A policy that is created with tags needs iam:TagPolicy too, without a call of its own.
    // aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags_customer-managed-policies.html
    actions: [
      'iam:CreatePolicy',
      'iam:GetPolicy',
      'iam:GetPolicyVersion',
      'iam:ListPolicyTags',
      'iam:TagPolicy',
    ],
    describe: ({ policyArn }) => `create policy ${policyArn}`,
    apply: (world, { policyArn, name, document }) => create(world, policyArn, name, document),
    invert: change => ({ ...change, type: 'delete-policy' }),
  },
  'delete-policy': {
    touches: KINDS_OF_A_POLICY,
    phase: 'policies',
    turn: ({ policyArn }) => `${policyArn} 4`,
    edits: nothing,
    risk: review,
    actions: ['iam:DeletePolicy', 'iam:GetPolicy', 'iam:GetPolicyVersion', 'iam:ListPolicyTags'],
    describe: ({ policyArn }) => `delete policy ${policyArn}, which this tool created`,
    apply: (world, { policyArn, document }) => remove(world, policyArn, document),
    invert: change => ({ ...change, type: 'create-policy' }),
  },
  'attach-role-policy': {
    touches: ['policyHolders', 'roles'],
    phase: 'policies',
    turn: ({ policyArn, role }) => `${policyArn} 2 ${role}`,
    edits: ({ role: id }) => ({ kind: 'role', id }),
    risk: review,
    actions: ['iam:AttachRolePolicy', 'iam:ListAttachedRolePolicies'],
    describe: ({ role, policyArn }) => `attach policy ${policyArn} to role ${role}`,
    apply: (world, { role, policyArn, name }) =>
      setHolder(attach(world, role, policyArn, name), policyArn, role, true),
    invert: change => ({ ...change, type: 'detach-role-policy' }),
  },
  'detach-role-policy': {
    touches: ['policyHolders', 'roles'],
    phase: 'policies',
    turn: ({ policyArn, role }) => `${policyArn} 3 ${role}`,
    edits: ({ role: id }) => ({ kind: 'role', id }),
    risk: review,
    actions: ['iam:DetachRolePolicy', 'iam:ListAttachedRolePolicies'],
    describe: ({ role, policyArn }) =>
      `detach policy ${policyArn} from role ${role}, which this tool attached`,
    apply: (world, { role, policyArn }) => setHolder(detach(world, role, policyArn), policyArn, role, false),
    invert: change => ({ ...change, type: 'attach-role-policy' }),
  },
}
