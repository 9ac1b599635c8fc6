import type { Change, ChangeType } from '../../src/core/changes/change.ts'
import { policyOf, type IamState } from './iam-state.ts'

export const ACCOUNT = '123456789012'
export const DIGEST = 'c0ffee1234567890'
export const SHARED = `arn:aws:iam::${ACCOUNT}:policy/team/session-logs`
export const OWN = `arn:aws:iam::${ACCOUNT}:policy/ssm-doctor-db`

/** A document as its owner wrote it, so that byte for byte means something. */
export const text = (word: string): string =>
  `${JSON.stringify({ Version: '2012-10-17', Id: `${word} 100%+`, Statement: [] }, null, 4)}\n`

/** An account before any change. */
export const account = (): IamState => ({
  policies: { [SHARED]: policyOf(['a', 'b', 'c', 'd', 'now'].map(text)) },
  roles: {
    web: { inline: { logging: text('inline') }, attached: [SHARED] },
    db: { inline: {}, attached: [] },
  },
})

/** An account whose shared policy has room for a version. */
const roomy = (): IamState => ({
  ...account(),
  policies: { [SHARED]: policyOf(['a', 'b', 'now'].map(text)) },
})

/** An account that has our policy, tagged, on no role. */
const withOwn = (): IamState => {
  const state = account()
  const tags = { owner: 'mia', team: 'platform', 'ssm-doctor:plan': DIGEST }
  state.policies[OWN] = { ...policyOf([text('own')]), tags }
  return state
}

export interface Example {
  readonly before: () => IamState
  readonly change: Change
}

/** A change of each type, and an account in which it is to be made. */
export const FORWARD = {
  'put-policy-version': {
    before: roomy,
    change: { type: 'put-policy-version', policyArn: SHARED, from: text('now'), to: text('new') },
  },
  'delete-policy-version': {
    before: account,
    change: { type: 'delete-policy-version', policyArn: SHARED, document: text('a') },
  },
  'put-role-policy': {
    before: account,
    change: {
      type: 'put-role-policy',
      role: 'web',
      policy: 'logging',
      from: text('inline'),
      to: text('edited'),
    },
  },
  'put-role-policy (new)': {
    before: account,
    change: { type: 'put-role-policy', role: 'db', policy: 'ssm-doctor-session-access', to: text('added') },
  },
  'create-policy': {
    before: account,
    change: { type: 'create-policy', policyArn: OWN, name: 'ssm-doctor-db', document: text('own') },
  },
  'attach-role-policy': {
    before: withOwn,
    change: { type: 'attach-role-policy', role: 'db', policyArn: OWN, name: 'ssm-doctor-db' },
  },
} satisfies Record<string, Example>

/** The changes that undo those. */
export const UNDO_TYPES: Readonly<Record<keyof typeof FORWARD, ChangeType>> = {
  'put-policy-version': 'restore-policy-version',
  'delete-policy-version': 'add-policy-version',
  'put-role-policy': 'put-role-policy',
  'put-role-policy (new)': 'delete-role-policy',
  'create-policy': 'delete-policy',
  'attach-role-policy': 'detach-role-policy',
}
