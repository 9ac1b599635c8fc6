import { WHOLE_BLOCK } from '../../src/core/changes/buckets.ts'
import type { Change, ChangeType } from '../../src/core/changes/change.ts'
import type { AccountState } from './account-state.ts'

const REGION = 'eu-north-1'
export const BUCKET = 'session-archive'
/** A bucket that has neither a policy nor a block. */
export const BARE = 'bare-archive'
export const GROUP_KEY = 'arn:aws:kms:eu-north-1:123456789012:key/77777777-2222-4333-8444-555555555555'
/** A group with a retention, one with the group key, and one with neither and without streams. */
export const KEPT = '/ssm/sessions'
export const KEYED = '/ssm/sessions-2025'
export const EMPTY = '/ssm/sessions-2026'

const NARROW = {
  BlockPublicAcls: false,
  IgnorePublicAcls: true,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
}

const text = (word: string): string =>
  `${JSON.stringify({ Version: '2012-10-17', Id: `${word} 100%+`, Statement: [] }, null, 4)}\n`
const [BEFORE, AFTER] = ['bucket', 'TLS only'].map(text) as [string, string]

/** The log groups and buckets of the account before any change. */
export const stores = (): Pick<AccountState, 'logGroups' | 'buckets'> => ({
  logGroups: {
    [KEPT]: { retention: 90, tags: { owner: 'mia' }, streams: ['mia-0a1'] },
    [KEYED]: { key: GROUP_KEY, tags: {}, streams: ['mia-0a0'] },
    [EMPTY]: { tags: {}, streams: [] },
  },
  buckets: { [BUCKET]: { policy: BEFORE, block: NARROW }, [BARE]: {} },
})

const group = <T extends ChangeType>(type: T, logGroup: string) => ({ type, region: REGION, logGroup })
const bucket = <T extends ChangeType>(type: T, name: string) => ({ type, region: REGION, bucket: name })

/** A change of each type, with the account's other keys. */
export const storeForward = (key: string) =>
  ({
    'put-key-policy (for log groups)': {
      type: 'put-key-policy',
      region: REGION,
      keyArn: GROUP_KEY,
      from: text('group key'),
      to: text('opened'),
      letsIn: [EMPTY, '/ssm/gone'],
    },
    'create-log-group': group('create-log-group', '/ssm/new'),
    'create-log-group (with a key)': {
      ...group('create-log-group', '/ssm/session'),
      keyArn: GROUP_KEY,
    },
    'set-retention': { ...group('set-retention', KEPT), from: 90, to: 400 },
    'set-retention (where there is none)': { ...group('set-retention', EMPTY), to: 731 },
    'set-log-group-key': { ...group('set-log-group-key', KEPT), to: GROUP_KEY },
    'set-log-group-key (in the place of another)': {
      ...group('set-log-group-key', KEYED),
      from: GROUP_KEY,
      to: key,
    },
    'put-public-access-block': {
      ...bucket('put-public-access-block', BUCKET),
      from: NARROW,
      to: WHOLE_BLOCK,
    },
    'put-public-access-block (where there is none)': {
      ...bucket('put-public-access-block', BARE),
      to: WHOLE_BLOCK,
    },
    'put-bucket-policy': { ...bucket('put-bucket-policy', BUCKET), from: BEFORE, to: AFTER },
    'put-bucket-policy (where there is none)': { ...bucket('put-bucket-policy', BARE), to: AFTER },
  }) satisfies Readonly<Record<string, Change>>

/** What undoes each. */
export const STORE_UNDO: Readonly<Record<keyof ReturnType<typeof storeForward>, ChangeType>> = {
  'put-key-policy (for log groups)': 'put-key-policy',
  'create-log-group': 'delete-log-group',
  'create-log-group (with a key)': 'delete-log-group',
  'set-retention': 'set-retention',
  'set-retention (where there is none)': 'set-retention',
  'set-log-group-key': 'set-log-group-key',
  'set-log-group-key (in the place of another)': 'set-log-group-key',
  'put-public-access-block': 'put-public-access-block',
  'put-public-access-block (where there is none)': 'put-public-access-block',
  'put-bucket-policy': 'put-bucket-policy',
  'put-bucket-policy (where there is none)': 'put-bucket-policy',
}
