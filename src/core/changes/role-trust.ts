import type { ChangeSpec } from './change.ts'
import { editRecord } from './edit-record.ts'
import { review } from './review.ts'

/** Trust policies of roles. */
export const roleTrustSpecs: { readonly 'put-trust-policy': ChangeSpec<'put-trust-policy'> } = {
  'put-trust-policy': {
    touches: ['roles'],
    phase: 'trust policies',
    turn: ({ role }) => role,
    edits: ({ role: id }) => ({ kind: 'role', id }),
    risk: review,
    actions: ['iam:GetRole', 'iam:UpdateAssumeRolePolicy'],
    describe: ({ role }) => `write the trust policy of role ${role}`,
    diff: ({ role, from, to }) => ({ title: `trust policy of role ${role}`, before: from, after: to }),
    apply: (world, { role, to }) =>
      editRecord(world, 'roles', role, record =>
        record.trustPolicy === to ? record : { ...record, trustPolicy: to },
      ),
    invert: ({ from, to, ...change }) => ({ ...change, from: to, to: from }),
  },
}
