import { addInline, bound } from '../../checks/policies.ts'
import { BUCKET, SESSION_KEY, WEB, policyDocument } from '../healthy.ts'
import type { BrokenAccounts } from './broken.ts'
import { edit, key } from './breaks.ts'
import { UNREAD_DATA_KEY, noDataKey, onAll, tnc } from './words.ts'

const STORES = [
  'logs/describe-log-groups',
  'logs/write-permissions',
  's3/encryption-readable',
  's3/write-permissions',
]
const onWeb = (checks: readonly string[], cause: string): string[] =>
  checks.map(check => `${check} web <- ${cause} web`)

/** One thing that stops several calls of a role. */
export const STOPS_BROKEN: BrokenAccounts = {
  'a boundary that leaves out all but the agent': {
    alter: world =>
      bound(world, 'web', 'edge', { Effect: 'Allow', Action: ['ssm:*', 'ssmmessages:*'], Resource: '*' }),
    roots: ['critical kms/node-can-decrypt web permissions boundary edge'],
    folded: onWeb(STORES, 'kms/node-can-decrypt'),
    outcomes: { [WEB]: 'no no no no' },
    sees: { [WEB]: UNREAD_DATA_KEY },
  },
  'a Deny on everything': {
    alter: world =>
      addInline(world, 'web', 'guard', { Sid: 'Quarantine', Effect: 'Deny', Action: '*', Resource: '*' }),
    roots: ['critical identity/core-permissions web identity policy guard Quarantine'],
    folded: onWeb([...STORES, 'kms/node-can-decrypt'], 'identity/core-permissions'),
    outcomes: { [WEB]: 'no no no no' },
    sees: { [WEB]: tnc(WEB) },
  },
  'a Deny on everything, and another on logs': {
    alter: world => {
      addInline(world, 'web', 'guard', { Sid: 'NoKeys', Effect: 'Deny', Action: 'kms:*', Resource: '*' })
      addInline(world, 'web', 'other', { Sid: 'NoLogs', Effect: 'Deny', Action: 'logs:*', Resource: '*' })
    },
    roots: [
      'critical kms/node-can-decrypt web identity policy guard NoKeys',
      'critical logs/describe-log-groups web identity policy other NoLogs',
    ],
    folded: onWeb(['logs/write-permissions'], 'logs/describe-log-groups'),
    outcomes: { [WEB]: 'no no yes no' },
    sees: { [WEB]: UNREAD_DATA_KEY },
  },
  'a boundary that leaves out the stores, and a key that is off': {
    alter: world => {
      key(world, SESSION_KEY, { state: 'Disabled' })
      bound(world, 'web', 'edge', { Effect: 'Allow', Action: ['ssm:*', 'ssmmessages:*'], Resource: '*' })
    },
    roots: [
      `critical kms/key-usable ${SESSION_KEY} state`,
      'critical logs/describe-log-groups web permissions boundary edge',
    ],
    folded: [
      `kms/node-can-decrypt web <- kms/key-usable ${SESSION_KEY}`,
      ...onWeb(
        STORES.filter(check => check !== 'logs/describe-log-groups'),
        'logs/describe-log-groups',
      ),
    ],
    outcomes: { ...onAll('no yes yes no'), [WEB]: 'no no no no' },
    sees: onAll(noDataKey('DisabledException')),
  },
  'one key for sessions and bucket, whose policy lets nobody in': {
    alter: world => {
      world.records.bucketEncryption[BUCKET] = { bucket: BUCKET, algorithm: 'aws:kms', keyId: SESSION_KEY }
      edit(world, 'SessionKey', { Action: ['kms:Decrypt', 'kms:GenerateDataKey'] })
      const admin = {
        Effect: 'Allow',
        Principal: { AWS: 'AIDAADMIN0000000000' },
        Action: 'kms:*',
        Resource: '*',
      }
      world.records.keyPolicies[SESSION_KEY] = { keyArn: SESSION_KEY, document: policyDocument([admin]) }
    },
    roots: ['db', 'hybrid-node', 'web'].map(role => `critical kms/node-can-decrypt ${role} key policy`),
    folded: ['db', 'hybrid-node', 'web'].map(role => `s3/key-access ${role} <- kms/node-can-decrypt ${role}`),
    outcomes: onAll('no yes no no'),
    sees: onAll(UNREAD_DATA_KEY),
  },
}
