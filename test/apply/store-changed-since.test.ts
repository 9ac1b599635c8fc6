import { afterEach, beforeEach } from 'vitest'
import type { Change } from '../../src/core/changes/change.ts'
import { invertChange } from '../../src/core/changes/specs.ts'
import { useWire } from './account-wire.ts'
import { DIGEST, FORWARD } from './changes.ts'
import { testNothingIsWritten, testNoneIsOverwritten, type Others, type Refused } from './others.ts'
import { BARE, BUCKET, EMPTY, GROUP_KEY, KEPT, KEYED } from './store-changes.ts'

useWire({ beforeEach, afterEach })

const ours = { 'ssm-doctor:plan': DIGEST }
const undoOf = (name: keyof typeof FORWARD): Change => invertChange(FORWARD[name].change)

/** What somebody else did before the step, and the change that must not go over it. */
const REFUSED: Readonly<Record<string, Refused>> = {
  'a log group of that name without our tag': {
    edit: ({ logGroups }) => (logGroups['/ssm/new'] = { tags: { owner: 'mia' }, streams: [] }),
    change: FORWARD['create-log-group'].change,
    says: /log group \/ssm\/new exists and was not created by this plan/,
  },
  'a log group of that name of another plan, on the way back': {
    edit: ({ logGroups }) =>
      (logGroups['/ssm/new'] = { tags: { 'ssm-doctor:plan': 'another' }, streams: [] }),
    change: undoOf('create-log-group'),
    says: /exists and was not created by this plan/,
  },
  'our log group with a stream': {
    edit: ({ logGroups }) => (logGroups['/ssm/new'] = { tags: ours, streams: ['mia-0aa'] }),
    change: undoOf('create-log-group'),
    says: /has got streams since: it is kept, with its records/,
  },
  'a key that was turned off, for a new group': {
    edit: ({ keys }) => Object.assign(keys[GROUP_KEY] ?? {}, { state: 'Disabled' }),
    change: FORWARD['create-log-group (with a key)'].change,
    says: /key .* is Disabled, not enabled/,
  },
  'a key that is gone, for a group that is there': {
    edit: ({ keys }) => delete keys[GROUP_KEY],
    change: FORWARD['set-log-group-key'].change,
    says: /key .* is gone, not enabled/,
  },
  'another key on the group': {
    edit: ({ logGroups }) => Object.assign(logGroups[KEPT] ?? {}, { key: 'arn:aws:kms:theirs' }),
    change: FORWARD['set-log-group-key'].change,
    says: /the key of log group \/ssm\/sessions was changed by someone else since/,
  },
  'a group without the key that we gave it, on the way back': {
    edit: ({ logGroups }) => Object.assign(logGroups[KEYED] ?? {}, { key: 'arn:aws:kms:theirs' }),
    change: undoOf('set-log-group-key (in the place of another)'),
    says: /was changed by someone else since/,
  },
  'a group that is gone': {
    edit: ({ logGroups }) => delete logGroups[KEPT],
    change: FORWARD['set-retention'].change,
    says: /log group \/ssm\/sessions does not exist any more/,
  },
  'a group that is gone and should get a key': {
    edit: ({ logGroups }) => delete logGroups[KEPT],
    change: FORWARD['set-log-group-key'].change,
    says: /log group \/ssm\/sessions does not exist any more/,
  },
  'another retention': {
    edit: ({ logGroups }) => Object.assign(logGroups[KEPT] ?? {}, { retention: 30 }),
    change: FORWARD['set-retention'].change,
    says: /the retention of log group \/ssm\/sessions was changed by someone else since/,
  },
  'a retention where none was': {
    edit: ({ logGroups }) => Object.assign(logGroups[EMPTY] ?? {}, { retention: 30 }),
    change: FORWARD['set-retention (where there is none)'].change,
    says: /was changed by someone else since/,
  },
  'a group with records that only the key’s new policy lets anybody read, on the way back': {
    edit: ({ keys, logGroups }) => {
      const { to } = FORWARD['put-key-policy (for log groups)'].change
      Object.assign(keys[GROUP_KEY] ?? {}, { policy: to })
      Object.assign(logGroups[EMPTY] ?? {}, { streams: ['mia-0aa'] })
    },
    change: undoOf('put-key-policy (for log groups)'),
    says: /log group \/ssm\/sessions-2026 holds records that may be encrypted with key/,
  },
  'another block': {
    edit: ({ buckets }) =>
      Object.assign(buckets[BUCKET] ?? {}, {
        block: {
          BlockPublicAcls: true,
          IgnorePublicAcls: false,
          BlockPublicPolicy: false,
          RestrictPublicBuckets: false,
        },
      }),
    change: FORWARD['put-public-access-block'].change,
    says: /the block of public access of bucket session-archive was changed by someone else since/,
  },
  'a block that is gone': {
    edit: ({ buckets }) => delete buckets[BUCKET]?.block,
    change: FORWARD['put-public-access-block'].change,
    says: /was changed by someone else since/,
  },
  'a bucket that is gone': {
    edit: ({ buckets }) => delete buckets[BARE],
    change: FORWARD['put-public-access-block (where there is none)'].change,
    says: /bucket bare-archive does not exist any more/,
  },
  'another bucket policy': {
    edit: ({ buckets }) => Object.assign(buckets[BUCKET] ?? {}, { policy: '{"Statement":[]}' }),
    change: FORWARD['put-bucket-policy'].change,
    says: /the policy of bucket session-archive was changed by someone else since/,
  },
  'a bucket policy where none was': {
    edit: ({ buckets }) => Object.assign(buckets[BARE] ?? {}, { policy: '{"Statement":[]}' }),
    change: FORWARD['put-bucket-policy (where there is none)'].change,
    says: /was changed by someone else since/,
  },
  'our bucket policy after another edit, on the way back': {
    edit: ({ buckets }) => Object.assign(buckets[BARE] ?? {}, { policy: '{"Statement":[]}' }),
    change: undoOf('put-bucket-policy (where there is none)'),
    says: /was changed by someone else since/,
  },
  'a bucket that is gone, with its policy': {
    edit: ({ buckets }) => delete buckets[BUCKET],
    change: FORWARD['put-bucket-policy'].change,
    says: /bucket session-archive does not exist any more/,
  },
}

testNoneIsOverwritten(REFUSED)

/** What leaves nothing to be done. */
const NOTHING: Readonly<Record<string, Others>> = {
  'our log group that somebody else has deleted': {
    edit: () => undefined,
    change: undoOf('create-log-group'),
  },
  'the block that somebody else has set': {
    edit: ({ buckets }) =>
      Object.assign(buckets[BARE] ?? {}, { block: FORWARD['put-public-access-block'].change.to }),
    change: FORWARD['put-public-access-block (where there is none)'].change,
  },
  'the policy that somebody else has written, in another form': {
    edit: ({ buckets }) => {
      const { to } = FORWARD['put-bucket-policy'].change
      Object.assign(buckets[BUCKET] ?? {}, { policy: JSON.stringify(JSON.parse(to)) })
    },
    change: FORWARD['put-bucket-policy'].change,
  },
}

testNothingIsWritten(NOTHING)
