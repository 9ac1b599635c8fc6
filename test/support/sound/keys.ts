import { prefer } from '../../checks/policies.ts'
import { ACCOUNT, REGION, SESSION_KEY, policyDocument } from '../healthy.ts'
import type { SoundAccounts } from './sound.ts'
import { edited, groupKeyPolicy, keyPolicy, root, withoutSession } from './changes.ts'
import { GROUP_ARN } from './words.ts'

export const SOUND_KEYS: SoundAccounts = {
  // keys
  'a key policy that names the roles and not the account': {
    alter: world => {
      const arns = Object.values(world.records.roles).map(role => role.arn)
      keyPolicy(world, {
        Effect: 'Allow',
        Principal: { AWS: arns },
        Action: ['kms:Decrypt', 'kms:DescribeKey'],
        Resource: '*',
      })
    },
  },
  'a key policy that names the roles, and no policy of theirs': {
    alter: world => {
      withoutSession(world)
      const arns = Object.values(world.records.roles).map(role => role.arn)
      keyPolicy(world, { Effect: 'Allow', Principal: { AWS: arns }, Action: 'kms:Decrypt', Resource: '*' })
    },
  },
  'grants in the place of policies': {
    alter: world => {
      withoutSession(world)
      world.records.keyGrants[SESSION_KEY] = {
        keyArn: SESSION_KEY,
        grants: Object.values(world.records.roles).map(role => ({
          grantee: role.arn,
          operations: ['Decrypt', 'GenerateDataKey'],
        })),
      }
    },
  },
  'a key that is for each node alone': {
    alter: world =>
      edited(world, 'SessionKey', {
        Condition: { StringLike: { 'kms:EncryptionContext:aws:ssm:TargetId': ['i-*', 'mi-*'] } },
      }),
  },
  'a session key by its alias': {
    alter: world => {
      prefer(world, { kmsKeyId: 'alias/sessions' })
      const key = world.records.keys[SESSION_KEY]
      if (key)
        world.records.keys = { ...world.records.keys, 'alias/sessions': { ...key, ref: 'alias/sessions' } }
      delete world.records.keys[SESSION_KEY]
    },
  },
  'a session key by the ARN of its alias': {
    alter: world => {
      const ref = `arn:aws:kms:${REGION}:${ACCOUNT}:alias/sessions`
      prefer(world, { kmsKeyId: ref })
      const key = world.records.keys[SESSION_KEY]
      if (key) world.records.keys[ref] = { ...key, ref }
    },
  },
  'a session key by its bare id': {
    alter: world => {
      const ref = '11111111-2222-4333-8444-555555555555'
      prefer(world, { kmsKeyId: ref })
      const key = world.records.keys[SESSION_KEY]
      if (key) world.records.keys[ref] = { ...key, ref }
    },
  },
  'a replica of a multi-Region key': {
    alter: world => {
      const arn = `arn:aws:kms:${REGION}:${ACCOUNT}:key/mrk-1234abcd12ab34cd56ef1234567890ab`
      prefer(world, { kmsKeyId: arn })
      edited(world, 'SessionKey', { Resource: arn })
      const key = world.records.keys[SESSION_KEY]
      if (key)
        world.records.keys[arn] = {
          ...key,
          ref: arn,
          arn,
          id: 'mrk-1234abcd12ab34cd56ef1234567890ab',
          multiRegion: true,
        }
      world.records.keyPolicies[arn] = { keyArn: arn, document: policyDocument([root]) }
      world.records.keyGrants[arn] = { keyArn: arn, grants: [] }
    },
  },
  "a group key's policy for any group of the account": {
    alter: world =>
      groupKeyPolicy(world, root, {
        Effect: 'Allow',
        Principal: { Service: `logs.${REGION}.amazonaws.com` },
        Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
        Resource: '*',
        Condition: {
          ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${REGION}:${ACCOUNT}:*` },
        },
      }),
  },
  "a group key's policy without a condition, in one statement": {
    alter: world =>
      groupKeyPolicy(world, {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root`, Service: [`logs.${REGION}.amazonaws.com`] },
        Action: 'kms:*',
        Resource: '*',
      }),
  },
  "a group key's policy for anybody under a condition": {
    alter: world =>
      groupKeyPolicy(world, root, {
        Effect: 'Allow',
        Principal: '*',
        Action: 'kms:*',
        Resource: '*',
        Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `${GROUP_ARN}*` } },
      }),
  },
}
