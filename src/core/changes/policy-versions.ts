import type { World } from '../snapshot.ts'
import type { ChangeSpec } from './change.ts'
import { editRecord } from './edit-record.ts'

const setDefault = (world: World, arn: string, document: string): World =>
  editRecord(world, 'policies', arn, policy => ({ ...policy, document }))

const editSpare = (world: World, arn: string, edit: (spare: readonly string[]) => readonly string[]): World =>
  editRecord(world, 'policyVersions', arn, versions => ({ ...versions, spare: edit(versions.spare) }))

const withoutFirst = (texts: readonly string[], text: string): readonly string[] => {
  const at = texts.indexOf(text)
  return at < 0 ? texts : texts.toSpliced(at, 1)
}

const withoutLast = (texts: readonly string[], text: string): readonly string[] => {
  const at = texts.lastIndexOf(text)
  return at < 0 ? texts : texts.toSpliced(at, 1)
}

const isDefault = (world: World, arn: string, document: string): boolean =>
  world.records.policies?.[arn]?.document === document

const shortName = (arn: string): string => arn.split('/').at(-1) as string

/** Versions of customer-managed policies, told apart by their text. */
export const policyVersionSpecs: {
  readonly 'put-policy-version': ChangeSpec<'put-policy-version'>
  readonly 'restore-policy-version': ChangeSpec<'restore-policy-version'>
  readonly 'delete-policy-version': ChangeSpec<'delete-policy-version'>
  readonly 'add-policy-version': ChangeSpec<'add-policy-version'>
} = {
  'put-policy-version': {
    touches: ['policies', 'policyVersions'],
    risk: 'review',
    actions: ['iam:CreatePolicyVersion', 'iam:GetPolicyVersion', 'iam:ListPolicyVersions'],
    describe: ({ policyArn }) =>
      `create a new default version of policy ${shortName(policyArn)} (${policyArn})`,
    apply: (world, { policyArn, from, to }) =>
      isDefault(world, policyArn, to)
        ? world
        : editSpare(setDefault(world, policyArn, to), policyArn, spare => [...spare, from]),
    invert: ({ policyArn, from, to }) => ({ type: 'restore-policy-version', policyArn, from: to, to: from }),
  },
  'restore-policy-version': {
    touches: ['policies', 'policyVersions'],
    risk: 'review',
    actions: [
      'iam:DeletePolicyVersion',
      'iam:GetPolicyVersion',
      'iam:ListPolicyVersions',
      'iam:SetDefaultPolicyVersion',
    ],
    describe: ({ policyArn }) =>
      `set policy ${shortName(policyArn)} (${policyArn}) back to its version before`,
    apply: (world, { policyArn, to }) =>
      isDefault(world, policyArn, to)
        ? world
        : editSpare(setDefault(world, policyArn, to), policyArn, spare => withoutLast(spare, to)),
    invert: ({ policyArn, from, to }) => ({ type: 'put-policy-version', policyArn, from: to, to: from }),
  },
  'delete-policy-version': {
    touches: ['policyVersions'],
    risk: 'review',
    actions: ['iam:DeletePolicyVersion', 'iam:GetPolicyVersion', 'iam:ListPolicyVersions'],
    describe: ({ policyArn }) =>
      `delete the oldest version of policy ${shortName(policyArn)} (${policyArn}) that is not the default, to make room; its text stays in the journal, its number and date cannot be restored`,
    apply: (world, { policyArn, document }) =>
      editSpare(world, policyArn, spare => withoutFirst(spare, document)),
    invert: ({ policyArn, document }) => ({ type: 'add-policy-version', policyArn, document }),
  },
  'add-policy-version': {
    touches: ['policyVersions'],
    risk: 'review',
    actions: ['iam:CreatePolicyVersion', 'iam:GetPolicyVersion', 'iam:ListPolicyVersions'],
    describe: ({ policyArn }) =>
      `write a version of policy ${shortName(policyArn)} (${policyArn}) back that was deleted`,
    apply: (world, { policyArn, document }) =>
      editSpare(world, policyArn, spare => (spare.includes(document) ? spare : [document, ...spare])),
    invert: ({ policyArn, document }) => ({ type: 'delete-policy-version', policyArn, document }),
  },
}
