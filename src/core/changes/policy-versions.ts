import type { World } from '../snapshot.ts'
import type { ChangeSpec } from './change.ts'
import { editRecord, recordAt } from './edit-record.ts'
import { review } from './review.ts'

const setDefault = (world: World, arn: string, document: string): World =>
  editRecord(world, 'policies', arn, policy => ({ ...policy, document }))

const editSpare = (world: World, arn: string, edit: (spare: readonly string[]) => readonly string[]): World =>
  editRecord(world, 'policyVersions', arn, versions => {
    const spare = edit(versions.spare)
    return spare === versions.spare ? versions : { ...versions, spare }
  })

const without = (texts: readonly string[], at: number): readonly string[] =>
  at < 0 ? texts : texts.toSpliced(at, 1)

/** Whether a policy is there and its default version has another text. */
const hasOtherDefault = (world: World, arn: string, document: string): boolean => {
  const policy = recordAt(world, 'policies', arn)
  return policy !== undefined && policy.document !== document
}

const nameOf = (arn: string): string => arn.split('/').at(-1) as string
const named = (arn: string): string => `policy ${nameOf(arn)} (${arn})`

/** Versions of customer-managed policies, told apart by their text. */
export const policyVersionSpecs: {
  readonly 'put-policy-version': ChangeSpec<'put-policy-version'>
  readonly 'restore-policy-version': ChangeSpec<'restore-policy-version'>
  readonly 'delete-policy-version': ChangeSpec<'delete-policy-version'>
  readonly 'add-policy-version': ChangeSpec<'add-policy-version'>
} = {
  'put-policy-version': {
    touches: ['policies', 'policyVersions'],
    phase: 'policies',
    turn: ({ policyArn }) => `${policyArn} 2`,
    edits: ({ policyArn: id }) => ({ kind: 'policy', id }),
    risk: review,
    diff: ({ policyArn, from, to }) => ({ title: nameOf(policyArn), before: from, after: to }),
    actions: ['iam:CreatePolicyVersion', 'iam:GetPolicyVersion', 'iam:ListPolicyVersions'],
    describe: ({ policyArn }) => `create a new default version of ${named(policyArn)}`,
    apply: (world, { policyArn, from, to }) =>
      hasOtherDefault(world, policyArn, to)
        ? editSpare(setDefault(world, policyArn, to), policyArn, spare => [...spare, from])
        : world,
    invert: ({ policyArn, from, to }) => ({ type: 'restore-policy-version', policyArn, from: to, to: from }),
  },
  'restore-policy-version': {
    touches: ['policies', 'policyVersions'],
    phase: 'policies',
    turn: ({ policyArn }) => `${policyArn} 3`,
    edits: ({ policyArn: id }) => ({ kind: 'policy', id }),
    risk: review,
    actions: [
      'iam:DeletePolicyVersion',
      'iam:GetPolicyVersion',
      'iam:ListPolicyVersions',
      'iam:SetDefaultPolicyVersion',
    ],
    describe: ({ policyArn }) =>
      `set ${named(policyArn)} back to the version before and delete the one that this tool made`,
    apply: (world, { policyArn, to }) =>
      hasOtherDefault(world, policyArn, to)
        ? editSpare(setDefault(world, policyArn, to), policyArn, spare =>
            without(spare, spare.lastIndexOf(to)),
          )
        : world,
    invert: ({ policyArn, from, to }) => ({ type: 'put-policy-version', policyArn, from: to, to: from }),
  },
  'delete-policy-version': {
    touches: ['policyVersions'],
    phase: 'policies',
    turn: ({ policyArn }) => `${policyArn} 1`,
    edits: ({ policyArn: id }) => ({ kind: 'policy', id }),
    risk: review,
    diff: ({ policyArn, document }) => ({
      title: `${nameOf(policyArn)} (oldest version)`,
      before: document,
      after: '',
    }),
    actions: ['iam:DeletePolicyVersion', 'iam:GetPolicyVersion', 'iam:ListPolicyVersions'],
    describe: ({ policyArn }) =>
      `delete the oldest version of ${named(policyArn)} that is not the default, to make room; its text stays in the journal, its number and date cannot be restored`,
    apply: (world, { policyArn, document }) =>
      editSpare(world, policyArn, spare => without(spare, spare.indexOf(document))),
    invert: ({ policyArn, document }) => ({ type: 'add-policy-version', policyArn, document }),
  },
  'add-policy-version': {
    touches: ['policyVersions'],
    phase: 'policies',
    turn: ({ policyArn }) => `${policyArn} 4`,
    edits: ({ policyArn: id }) => ({ kind: 'policy', id }),
    risk: review,
    actions: ['iam:CreatePolicyVersion', 'iam:GetPolicyVersion', 'iam:ListPolicyVersions'],
    describe: ({ policyArn }) =>
      `write back the version of ${named(policyArn)} that was deleted to make room`,
    apply: (world, { policyArn, document }) =>
      editSpare(world, policyArn, spare => (spare.includes(document) ? spare : [document, ...spare])),
    invert: ({ policyArn, document }) => ({ type: 'delete-policy-version', policyArn, document }),
  },
}
