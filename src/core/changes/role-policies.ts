import type { ChangeSpec } from './change.ts'
import { editRecord } from './edit-record.ts'
import { review } from './review.ts'

/** Inline policies of roles. */
export const rolePolicySpecs: {
  readonly 'put-role-policy': ChangeSpec<'put-role-policy'>
  readonly 'delete-role-policy': ChangeSpec<'delete-role-policy'>
} = {
  'put-role-policy': {
    touches: ['roles'],
    phase: 'policies',
    turn: ({ role, policy }) => `${role}/${policy} 1`,
    edits: ({ role: id }) => ({ kind: 'role', id }),
    risk: review,
    diff: ({ role, policy, from = '', to }) => ({ title: `${role}/${policy}`, before: from, after: to }),
    actions: ['iam:GetRolePolicy', 'iam:PutRolePolicy'],
    describe: ({ role, policy, from }) =>
      from === undefined
        ? `add inline policy ${policy} to role ${role}`
        : `replace inline policy ${policy} of role ${role}`,
    apply: (world, { role, policy, to }) =>
      editRecord(world, 'roles', role, record => ({ ...record, inline: { ...record.inline, [policy]: to } })),
    invert: ({ role, policy, from, to }) =>
      from === undefined
        ? { type: 'delete-role-policy', role, policy, document: to }
        : { type: 'put-role-policy', role, policy, from: to, to: from },
  },
  'delete-role-policy': {
    touches: ['roles'],
    phase: 'policies',
    turn: ({ role, policy }) => `${role}/${policy} 2`,
    edits: ({ role: id }) => ({ kind: 'role', id }),
    risk: review,
    actions: ['iam:DeleteRolePolicy', 'iam:GetRolePolicy'],
    describe: ({ role, policy }) => `delete inline policy ${policy} of role ${role}, which this tool added`,
    apply: (world, { role, policy, document }) =>
      editRecord(world, 'roles', role, record => {
        const { [policy]: text, ...inline } = record.inline
        return text === document ? { ...record, inline } : record
      }),
    invert: ({ role, policy, document }) => ({ type: 'put-role-policy', role, policy, to: document }),
  },
}
