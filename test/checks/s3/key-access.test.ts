import check from '../../../checks/s3/key-access.ts'
import { ACCOUNT, BUCKET, DB, policyDocument, REGION, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'
import { addInline } from '../policies.ts'

const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/bbbbbbbb-7777-4888-9999-aaaaaaaaaaaa`
const LOST = 'sessions open and leave no log in S3, without an error'
const ROOT = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: 'kms:*',
  Resource: '*',
}
const USE = { Effect: 'Allow', Action: ['kms:GenerateDataKey', 'kms:Decrypt'], Resource: KEY }

/** Lets the bucket encrypt by a key of the account, which these roles may use. */
const encrypt = (world: BreakableWorld, ...roles: readonly string[]): void => {
  world.records.bucketEncryption[BUCKET] = { bucket: BUCKET, algorithm: 'aws:kms', keyId: KEY }
  const model = Object.values(world.records.keys)[0]
  if (model) world.records.keys[KEY] = { ...model, ref: KEY, arn: KEY, id: KEY.split('/')[1] as string }
  world.records.keyPolicies[KEY] = { keyArn: KEY, document: policyDocument([ROOT]) }
  world.records.keyGrants[KEY] = { keyArn: KEY, grants: [] }
  for (const role of roles) addInline(world, role, 'bucket-key', USE)
}

const ROLES = ['db', 'hybrid-node', 'web']
const ELSEWHERE = KEY.replace(ACCOUNT, '999999999999')

/** Lets the bucket encrypt by a key of another account, which shows nothing of it. */
const elsewhere = (world: BreakableWorld): void => {
  world.records.bucketEncryption[BUCKET] = { bucket: BUCKET, algorithm: 'aws:kms', keyId: ELSEWHERE }
  for (const kind of ['keys', 'keyPolicies', 'keyGrants'] as const) {
    const gap = { id: ELSEWHERE, reason: 'denied', actions: ['kms:DescribeKey'], foreign: true }
    world.gaps.push({ kind, ...gap })
  }
}

testCheck(check, {
  'a role that may not use the key': {
    break: world => encrypt(world, 'web', 'hybrid-node'),
    finds: [
      {
        subject: 'db',
        message: `role db may not call kms:GenerateDataKey on key ${KEY}: no policy of the role allows it; ${LOST}`,
        severity: 'high',
        affects: [DB],
        fixable: true,
      },
    ],
  },
  'a role that may not decrypt': {
    break: world => {
      encrypt(world, 'db', 'hybrid-node')
      addInline(world, 'web', 'bucket-key', { ...USE, Action: 'kms:GenerateDataKey*' })
    },
    finds: [{ subject: 'web', severity: 'medium', about: 'kms:Decrypt', affects: [WEB] }],
  },
  'a right to use it through S3 alone': {
    break: world => {
      encrypt(world, 'db', 'hybrid-node')
      addInline(world, 'web', 'bucket-key', {
        ...USE,
        Condition: { StringEquals: { 'kms:ViaService': `s3.${REGION}.amazonaws.com` } },
      })
    },
    finds: [],
  },
  'a key that is going': {
    break: world => {
      encrypt(world, 'web', 'db', 'hybrid-node')
      Object.assign(world.records.keys[KEY] ?? {}, { state: 'PendingDeletion' })
    },
    finds: ['db', 'hybrid-node', 'web'].map(
      role => `${role}: the key by which the bucket encrypts, ${KEY}, is in state PendingDeletion: ${LOST}`,
    ),
  },
  'a key that does not exist': {
    break: world => {
      encrypt(world, 'web', 'db', 'hybrid-node')
      delete world.records.keys[KEY]
    },
    finds: ['db', 'hybrid-node', 'web'].map(subject => ({
      subject,
      about: 'key',
      severity: 'high' as const,
    })),
  },
  'the key of another account without its account': {
    break: world => {
      world.declared = { foreign: [{ arn: `arn:aws:s3:::${BUCKET}`, owner: '999999999999' }] }
      world.records.bucketEncryption[BUCKET] = {
        bucket: BUCKET,
        algorithm: 'aws:kms',
        keyId: 'alias/archive',
      }
    },
    finds: ['db', 'hybrid-node', 'web'].map(
      role =>
        `${role}: the key by which the bucket encrypts, alias/archive, does not exist in this account: ${LOST}`,
    ),
  },
  'the key of another account by its ARN, in a bucket of that account, and roles that may use it': {
    break: world => {
      world.declared = { foreign: [{ arn: `arn:aws:s3:::${BUCKET}`, owner: '999999999999' }] }
      elsewhere(world)
      for (const role of ROLES) addInline(world, role, 'bucket-key', { ...USE, Resource: ELSEWHERE })
    },
    finds: [],
  },
  'the key of another account by its ARN, in a bucket of the own account': {
    break: world => {
      elsewhere(world)
      for (const role of ['db', 'web']) addInline(world, role, 'bucket-key', { ...USE, Resource: ELSEWHERE })
    },
    finds: [
      {
        subject: 'hybrid-node',
        message: `role hybrid-node may not call kms:GenerateDataKey on key ${ELSEWHERE}: no policy of the role allows it; ${LOST}`,
        fixable: true,
      },
    ],
  },
  'the key of another account that the config declares': {
    break: world => {
      world.declared = { foreign: [{ arn: ELSEWHERE, owner: '999999999999' }] }
      elsewhere(world)
      for (const role of ROLES) addInline(world, role, 'bucket-key', { ...USE, Resource: ELSEWHERE })
    },
    finds: [],
  },
  'a bucket of another account that encrypts by the key of S3': {
    break: world => {
      world.declared = { foreign: [{ arn: `arn:aws:s3:::${BUCKET}`, owner: '999999999999' }] }
      world.records.bucketEncryption[BUCKET] = { bucket: BUCKET, algorithm: 'aws:kms' }
    },
    finds: ROLES.map(role => ({ subject: role, message: /no other account can use/, about: 'key' })),
  },
  'a bucket of another account that names the key of S3': {
    break: world => {
      world.declared = { foreign: [{ arn: `arn:aws:s3:::${BUCKET}`, owner: '999999999999' }] }
      encrypt(world)
      Object.assign(world.records.keys[KEY] ?? {}, { manager: 'AWS' })
    },
    finds: ROLES.map(role => ({ subject: role, message: /no other account can use/, about: 'key' })),
  },
  'a grant in the place of policies': {
    break: world => {
      encrypt(world, 'web', 'hybrid-node')
      const grantee = `arn:aws:iam::${ACCOUNT}:role/service/db`
      const grants = [{ grantee, operations: ['GenerateDataKey', 'Decrypt'] }]
      world.records.keyGrants[KEY] = { keyArn: KEY, grants }
    },
    finds: [],
  },
  'grants that could not be read, where policies suffice': {
    break: world => {
      encrypt(world, ...ROLES)
      delete world.records.keyGrants[KEY]
      world.gaps.push({ kind: 'keyGrants', id: KEY, reason: 'denied', actions: ['kms:ListGrants'] })
    },
    finds: [],
  },
  'a bucket of another account of which nobody may say how it encrypts': {
    break: world => {
      world.declared = { foreign: [{ arn: `arn:aws:s3:::${BUCKET}`, owner: '999999999999' }] }
      delete world.records.bucketEncryption[BUCKET]
      const gap = {
        reason: 'AccessDenied',
        actions: ['s3:GetEncryptionConfiguration'],
        foreign: true,
      }
      world.gaps.push({ kind: 'bucketEncryption', id: BUCKET, ...gap })
    },
    finds: [],
  },
  'the key of S3': {
    break: world => {
      encrypt(world)
      Object.assign(world.records.keys[KEY] ?? {}, { manager: 'AWS' })
    },
    finds: [],
  },
  'no key of its own': {
    break: world => (world.records.bucketEncryption[BUCKET] = { bucket: BUCKET, algorithm: 'aws:kms' }),
    finds: [],
  },
})
