import { afterEach, beforeEach } from 'vitest'
import { invertChange } from '../../src/core/changes/specs.ts'
import { DIGEST, FORWARD, REPLACED_FOR_GOOD, text } from './changes.ts'
import type { AccountState } from './account-state.ts'
import { useWire } from './account-wire.ts'
import { testNothingIsWritten, testNoneIsOverwritten, type Others, type Refused } from './others.ts'
import { heldBy, type AgentUpdateState } from './node-state.ts'

useWire({ beforeEach, afterEach })

const hold = (state: AccountState, instanceId: string, name: string, profileId: string): void => {
  const { associations } = state.nodes
  for (const [id, one] of Object.entries(associations))
    if (one.instanceId === instanceId) delete associations[id]
  associations['iip-assoc-9'] = { instanceId, ...heldBy(name, profileId), state: 'associated' }
}

const free = ({ nodes }: AccountState, instanceId: string): void => {
  for (const [id, one] of Object.entries(nodes.associations))
    if (one.instanceId === instanceId) delete nodes.associations[id]
}

/** An association of the name and the targets of ours. */
const updating = (state: AccountState, more: Partial<AgentUpdateState>): void => {
  state.nodes.agentUpdates['99999999-2222-4333-8444-555555555555'] = {
    document: 'AWS-UpdateSSMAgent',
    name: 'ssm-doctor-update-agents',
    targets: [
      { Key: 'tag:team', Values: ['web'] },
      { Key: 'tag:stage', Values: ['test'] },
    ],
    schedule: 'cron(0 3 ? * WED *)',
    onlyAtInterval: true,
    maxConcurrency: '7',
    maxErrors: '2',
    tags: { 'ssm-doctor:plan': DIGEST },
    ...more,
  }
}

const metadataOf = (state: AccountState, id: string, endpoint: string, tokens: string): void => {
  Object.assign(state.nodes.instances[id] ?? {}, { endpoint, tokens })
}

/** What somebody else did before the step, and the change that must not go over it. */
const REFUSED: Readonly<Record<string, Refused>> = {
  'a trust policy with another text': {
    edit: ({ roles }) => (roles['web'] = { inline: {}, attached: [], trust: text('theirs') }),
    change: FORWARD['put-trust-policy'].change,
    says: /the trust policy of role web was changed by someone else/,
  },
  'our trust policy after another edit': {
    edit: ({ roles }) => (roles['web'] = { inline: {}, attached: [], trust: text('theirs') }),
    change: invertChange(FORWARD['put-trust-policy'].change),
    says: /the trust policy of role web was changed by someone else/,
  },
  'a role that is gone': {
    edit: ({ roles }) => delete roles['web'],
    change: FORWARD['put-trust-policy'].change,
    says: /role web does not exist any more/,
  },
  'a profile that is gone': {
    edit: ({ nodes }) => delete nodes.profiles['empty'],
    change: FORWARD['add-role-to-profile'].change,
    says: /instance profile empty does not exist any more/,
  },
  'a profile that has got another role': {
    edit: ({ nodes }) => (nodes.profiles['empty'] = { id: 'AIPAEMPTY', role: 'web' }),
    change: FORWARD['add-role-to-profile'].change,
    says: /instance profile empty has got role web since the plan/,
  },
  'an instance that has got a profile': {
    edit: state => hold(state, 'i-0aa', 'db-nodes', 'AIPADB'),
    change: FORWARD['associate-profile'].change,
    says: /i-0aa holds instance profile .*\/db-nodes since/,
  },
  'an instance that has got another profile than ours': {
    edit: state => hold(state, 'i-0aa', 'db-nodes', 'AIPADB'),
    change: invertChange(FORWARD['associate-profile'].change),
    says: /i-0aa holds instance profile .*\/db-nodes since/,
  },
  'an instance that has lost its profile': {
    edit: state => free(state, 'i-0bb'),
    change: FORWARD['replace-profile'].change,
    says: /i-0bb holds no instance profile any more/,
  },
  'an instance whose profile somebody else replaced': {
    edit: state => hold(state, 'i-0bb', 'empty', 'AIPAEMPTY'),
    change: FORWARD['replace-profile'].change,
    says: /i-0bb holds instance profile .*\/empty since/,
  },
  'an instance whose profile was made anew by somebody else': {
    edit: state => hold(state, 'i-0bb', 'db-nodes', 'AIPAANOTHER'),
    change: FORWARD['replace-profile'].change,
    says: /i-0bb holds instance profile .*\/db-nodes since/,
  },
  'an instance that has got a third profile, when ours is taken back': {
    edit: state => hold(state, 'i-0bb', 'empty', 'AIPAEMPTY'),
    change: invertChange(REPLACED_FOR_GOOD.change),
    says: /i-0bb holds instance profile .*\/empty since/,
  },
  'an endpoint that somebody else turned on': {
    edit: state => metadataOf(state, 'i-0cc', 'enabled', 'optional'),
    change: FORWARD['set-metadata-options'].change,
    says: /the metadata options of i-0cc were changed by someone else/,
  },
  'an instance that is gone': {
    edit: ({ nodes }) => delete nodes.instances['i-0cc'],
    change: FORWARD['set-metadata-options'].change,
    says: /instance i-0cc does not exist any more/,
  },
  'an instance that is terminated and still listed': {
    edit: ({ nodes }) => Object.assign(nodes.instances['i-0cc'] ?? {}, { state: 'terminated' }),
    change: FORWARD['set-metadata-options'].change,
    says: /instance i-0cc does not exist any more/,
  },
  'an association of our name without our tag': {
    edit: state => updating(state, { tags: { team: 'net' } }),
    change: FORWARD['create-association'].change,
    says: /association ssm-doctor-update-agents exists and was not created by this plan/,
  },
  'an association of another plan': {
    edit: state => updating(state, { tags: { 'ssm-doctor:plan': 'another plan' } }),
    change: invertChange(FORWARD['create-association'].change),
    says: /exists and was not created by this plan/,
  },
  'our association with other targets': {
    edit: state => updating(state, { targets: [{ Key: 'InstanceIds', Values: ['*'] }] }),
    change: invertChange(FORWARD['create-association'].change),
    says: /was changed by someone else since it was created/,
  },
  'our association with another window': {
    edit: state => updating(state, { schedule: 'cron(0 5 ? * SAT *)' }),
    change: invertChange(FORWARD['create-association'].change),
    says: /was changed by someone else since it was created/,
  },
  'our association with another document': {
    edit: state => updating(state, { document: 'AWS-RunPatchBaseline' }),
    change: FORWARD['create-association'].change,
    says: /was changed by someone else since it was created/,
  },
}

testNoneIsOverwritten(REFUSED)

/** What leaves nothing to be done. */
const NOTHING: Readonly<Record<string, Others>> = {
  'a trust policy that says the same in another order': {
    edit: ({ roles }) =>
      (roles['web'] = {
        inline: {},
        attached: [],
        trust: '{"Statement":[],"Id":"trusting 100%+","Version":"2012-10-17"}',
      }),
    change: FORWARD['put-trust-policy'].change,
  },
  'an undo in a profile that is gone': {
    edit: ({ nodes }) => delete nodes.profiles['empty'],
    change: invertChange(FORWARD['add-role-to-profile'].change),
  },
  'an undo in a profile that holds another role': {
    edit: ({ nodes }) => (nodes.profiles['empty'] = { id: 'AIPAEMPTY', role: 'web' }),
    change: invertChange(FORWARD['add-role-to-profile'].change),
  },
  'an undo at an instance that holds no profile any more': {
    edit: state => free(state, 'i-0aa'),
    change: invertChange(FORWARD['associate-profile'].change),
  },
  'an undo of a profile that cannot come back, at an instance that holds none': {
    edit: state => free(state, 'i-0bb'),
    change: invertChange(REPLACED_FOR_GOOD.change),
  },
  'an association that has ended': {
    edit: ({ nodes }) =>
      (nodes.associations['iip-assoc-9'] = {
        instanceId: 'i-0aa',
        ...heldBy('web-nodes', 'AIPAWEB'),
        state: 'disassociated',
      }),
    change: invertChange(FORWARD['associate-profile'].change),
  },
  'an undo at an instance that is gone': {
    edit: ({ nodes }) => delete nodes.instances['i-0cc'],
    change: invertChange(FORWARD['set-metadata-options'].change),
  },
  'an endpoint that somebody else turned off again': {
    edit: state => metadataOf(state, 'i-0cc', 'disabled', 'required'),
    change: invertChange(FORWARD['set-metadata-options'].change),
  },
  'an undo of an association that is gone': {
    edit: () => {},
    change: invertChange(FORWARD['create-association'].change),
  },
}

testNothingIsWritten(NOTHING)
