import { prefer } from '../../checks/policies.ts'
import { ACCOUNT, BUCKET, GROUP, REGION, SESSION_KEY, policyDocument } from '../healthy.ts'
import type { BrokenAccounts } from './broken.ts'
import { edit, key } from './breaks.ts'
import { UNREAD_DATA_KEY, foldedPerRole, noDataKey, onAll, perRole } from './words.ts'

export const SESSION_KEY_BROKEN: BrokenAccounts = {
  // the session key
  'a role that may not decrypt': {
    alter: world => edit(world, 'SessionKey', undefined),
    roots: perRole('critical kms/node-can-decrypt', 'kms:Decrypt'),
    outcomes: onAll('no yes yes no'),
    sees: onAll(UNREAD_DATA_KEY),
  },
  'a right to decrypt through a service, which nobody calls': {
    alter: world =>
      edit(world, 'SessionKey', {
        Condition: { StringEquals: { 'kms:ViaService': `ssm.${REGION}.amazonaws.com` } },
      }),
    roots: perRole('critical kms/node-can-decrypt', 'kms:Decrypt'),
    outcomes: onAll('no yes yes no'),
    sees: onAll(UNREAD_DATA_KEY),
  },
  'a key policy that leaves the account out': {
    alter: world => {
      const admin = {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/admin` },
        Action: 'kms:*',
        Resource: '*',
      }
      world.records.keyPolicies[SESSION_KEY] = { keyArn: SESSION_KEY, document: policyDocument([admin]) }
    },
    roots: perRole('critical kms/node-can-decrypt', 'key policy'),
    outcomes: onAll('no yes yes no'),
    sees: onAll(UNREAD_DATA_KEY),
  },
  'no such key': {
    alter: world => {
      delete world.records.keys[SESSION_KEY]
      delete world.records.keyPolicies[SESSION_KEY]
    },
    roots: [`critical kms/key-usable ${SESSION_KEY} key`],
    outcomes: onAll('no yes yes no'),
    sees: onAll(noDataKey('NotFoundException')),
  },
  'a key that is off': {
    alter: world => key(world, SESSION_KEY, { state: 'Disabled' }),
    roots: [`critical kms/key-usable ${SESSION_KEY} state`],
    outcomes: onAll('no yes yes no'),
    sees: onAll(noDataKey('DisabledException')),
  },
  'a key that goes, and a role that may not use it either': {
    alter: world => {
      key(world, SESSION_KEY, { state: 'PendingDeletion' })
      edit(world, 'SessionKey', undefined)
    },
    roots: [`critical kms/key-usable ${SESSION_KEY} state`],
    folded: foldedPerRole('kms/node-can-decrypt', `kms/key-usable ${SESSION_KEY}`),
    outcomes: onAll('no yes yes no'),
    sees: onAll(noDataKey('KMSInvalidStateException')),
  },
  'a key of another Region': {
    alter: world => prefer(world, { kmsKeyId: SESSION_KEY.replace(REGION, 'eu-west-1') }),
    roots: [`critical kms/key-usable ${SESSION_KEY.replace(REGION, 'eu-west-1')} region`],
    outcomes: onAll('no yes yes no'),
    sees: onAll(noDataKey('NotFoundException')),
  },
  'one key for sessions and logs, off': {
    alter: world => {
      key(world, SESSION_KEY, { state: 'Disabled' })
      const group = world.records.logGroups[GROUP]
      if (group) group.kmsKeyId = SESSION_KEY
    },
    roots: [`critical kms/key-usable ${SESSION_KEY} state`],
    folded: [`logs/key-allows-logs-service ${GROUP} <- kms/key-usable ${SESSION_KEY}`],
    outcomes: onAll('no no yes no'),
    sees: onAll(noDataKey('DisabledException')),
  },
  'one key for sessions and bucket, off, and named by its alias for sessions': {
    alter: world => {
      prefer(world, { kmsKeyId: 'alias/sessions' })
      key(world, SESSION_KEY, { state: 'Disabled' })
      const off = world.records.keys[SESSION_KEY]
      if (off) world.records.keys['alias/sessions'] = { ...off, ref: 'alias/sessions' }
      world.records.bucketEncryption[BUCKET] = { bucket: BUCKET, algorithm: 'aws:kms', keyId: SESSION_KEY }
    },
    roots: ['critical kms/key-usable alias/sessions state'],
    folded: foldedPerRole('s3/key-access', 'kms/key-usable alias/sessions'),
    outcomes: onAll('no yes no no'),
    sees: onAll(noDataKey('DisabledException')),
  },
}
