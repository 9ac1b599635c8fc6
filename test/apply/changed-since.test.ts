import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ChangedSince } from '../../src/apply/executor.ts'
import type { Change } from '../../src/core/changes/change.ts'
import { invertChange } from '../../src/core/changes/specs.ts'
import { account, DIGEST, FORWARD, OWN, SHARED, text } from './changes.ts'
import { policyOf } from './account-state.ts'
import { accountWire, useWire } from './account-wire.ts'
import { make } from './make.ts'
import { testNoneIsOverwritten, type Refused } from './others.ts'

useWire({ beforeEach, afterEach })

/** What somebody else did before the step, and the change that must not go over it. */
const OTHERS: Readonly<Record<string, Refused>> = {
  'another default version': {
    edit: ({ policies }) => (policies[SHARED] = policyOf([text('now'), text('theirs')])),
    change: FORWARD['put-policy-version'].change,
    says: /session-logs was changed by someone else/,
  },
  'a policy that is gone': {
    edit: ({ policies }) => delete policies[SHARED],
    change: FORWARD['put-policy-version'].change,
    says: /does not exist any more/,
  },
  'an inline policy with another text': {
    edit: ({ roles }) => (roles['web'] = { inline: { logging: text('theirs') }, attached: [] }),
    change: FORWARD['put-role-policy'].change,
    says: /inline policy logging of role web was changed/,
  },
  'an inline policy that is gone': {
    edit: ({ roles }) => (roles['web'] = { inline: {}, attached: [] }),
    change: FORWARD['put-role-policy'].change,
    says: /inline policy logging of role web was changed/,
  },
  'an inline policy where none was': {
    edit: ({ roles }) =>
      (roles['db'] = { inline: { 'ssm-doctor-session-access': text('theirs') }, attached: [] }),
    change: FORWARD['put-role-policy (new)'].change,
    says: /ssm-doctor-session-access of role db was changed/,
  },
  'a policy of our name without our tag': {
    edit: ({ policies }) => (policies[OWN] = policyOf([text('own')])),
    change: FORWARD['create-policy'].change,
    says: /was not created by this plan/,
  },
  'a policy of our name with our tag and another text': {
    edit: ({ policies }) =>
      (policies[OWN] = { ...policyOf([text('theirs')]), tags: { 'ssm-doctor:plan': DIGEST } }),
    change: FORWARD['create-policy'].change,
    says: /was changed by someone else/,
  },
  'a role that is gone': {
    edit: ({ roles }) => delete roles['db'],
    change: FORWARD['attach-role-policy'].change,
    says: /role db does not exist any more/,
  },
  'our policy with others on it': {
    edit: ({ policies, roles }) => {
      policies[OWN] = { ...policyOf([text('own')]), tags: { 'ssm-doctor:plan': DIGEST } }
      roles['web'] = { inline: {}, attached: [OWN] }
    },
    change: invertChange(FORWARD['create-policy'].change),
    says: /is used by others since/,
  },
  'our policy after another edit': {
    edit: ({ policies }) =>
      (policies[OWN] = { ...policyOf([text('theirs')]), tags: { 'ssm-doctor:plan': DIGEST } }),
    change: invertChange(FORWARD['create-policy'].change),
    says: /was changed by someone else/,
  },
  'our inline policy after another edit': {
    edit: ({ roles }) =>
      (roles['db'] = { inline: { 'ssm-doctor-session-access': text('theirs') }, attached: [] }),
    change: invertChange(FORWARD['put-role-policy (new)'].change),
    says: /was changed by someone else/,
  },
}

testNoneIsOverwritten(OTHERS)

describe('texts', () => {
  it('that differ in spacing and order of keys alone are the same', async () => {
    const state = account()
    state.roles['web'] = {
      inline: { logging: '{"Statement":[],"Id":"inline 100%+","Version":"2012-10-17"}' },
      attached: [],
    }
    expect((await make(accountWire(state), FORWARD['put-role-policy'].change)).outcome).toBe('written')
  })

  it('that differ in the order of a list are not', async () => {
    const state = account()
    state.roles['web'] = { inline: { logging: '{"Statement":["b","a"]}' }, attached: [] }
    const change: Change = {
      ...FORWARD['put-role-policy'].change,
      from: '{"Statement":["a","b"]}',
    }
    await expect(make(accountWire(state), change)).rejects.toThrow(ChangedSince)
  })

  it('that are no JSON are compared as they are', async () => {
    const state = account()
    state.roles['web'] = { inline: { logging: 'not { json' }, attached: [] }
    const change: Change = { ...FORWARD['put-role-policy'].change, from: 'not { json' }
    expect((await make(accountWire(state), change)).outcome).toBe('written')
  })
})
