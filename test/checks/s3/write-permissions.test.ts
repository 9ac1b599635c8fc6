import check from '../../../checks/s3/write-permissions.ts'
import { BUCKET, DB, HYBRID, policyDocument, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'
import { addInline, bound, editInline, prefer } from '../policies.ts'

const LOST =
  'sessions open and leave no log in S3, without an error, while the console still shows a link to it'
const OBJECTS = `arn:aws:s3:::${BUCKET}/sessions/*`
const ACL = `the agent sends an ACL with each log, for which S3 lists that permission as needed; within one account uploads are known to work without it`

const bucketPolicy = (world: BreakableWorld, ...statements: Record<string, unknown>[]): void => {
  world.records.bucketPolicies[BUCKET] = { bucket: BUCKET, document: policyDocument(statements) }
}
const makeForeign = (world: BreakableWorld): void => {
  delete world.records.buckets[BUCKET]
  for (const kind of ['buckets', 'bucketPolicies', 'bucketEncryption'] as const) {
    world.gaps.push({ kind, id: BUCKET, reason: '403 Forbidden', actions: ['s3:ListBucket'], foreign: true })
  }
}
const onlyPut = (one: Record<string, unknown>): Record<string, unknown> => ({
  ...one,
  Action: 's3:PutObject',
})

testCheck(check, {
  'no statement was meant for it': {
    break: world => editInline(world, 'Archive', () => undefined),
    finds: [
      {
        subject: 'db',
        message: `role db may not call s3:PutObject on ${OBJECTS}: no policy of the role allows it; ${LOST}`,
        severity: 'high',
        about: 's3:PutObject',
        affects: [DB],
        fixable: true,
      },
    ],
  },
  'the bucket policy denies the upload': {
    break: world =>
      bucketPolicy(world, {
        Sid: 'Freeze',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutObject',
        Resource: OBJECTS,
        Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/web' } },
      }),
    finds: [
      {
        subject: 'web',
        message: `role web may not call s3:PutObject on ${OBJECTS}: statement Freeze of bucket policy of ${BUCKET} denies it; ${LOST}`,
        about: `bucket policy of ${BUCKET} Freeze`,
        affects: [WEB],
        fixable: false,
      },
    ],
  },
  'the bucket policy demands another ACL': {
    break: world =>
      bucketPolicy(world, {
        Sid: 'PrivateOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutObject',
        Resource: OBJECTS,
        Condition: { StringNotEquals: { 's3:x-amz-acl': 'private' } },
      }),
    finds: [
      { subject: 'db', about: `bucket policy of ${BUCKET} PrivateOnly` },
      { subject: 'hybrid-node', affects: [HYBRID] },
      { subject: 'web' },
    ],
  },
  'the bucket policy demands another algorithm than the bucket’s default': {
    break: world =>
      bucketPolicy(world, {
        Sid: 'KmsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutObject',
        Resource: OBJECTS,
        Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
      }),
    finds: [{ subject: 'db' }, { subject: 'hybrid-node' }, { subject: 'web' }],
  },
  'a permissions boundary': {
    break: world =>
      bound(world, 'db', 'fence', { Effect: 'Allow', Action: ['ssm*:*', 'logs:*', 'kms:*'], Resource: '*' }),
    finds: [{ subject: 'db', about: 'permissions boundary fence', fixable: false }],
  },
  'a condition that fails': {
    break: world =>
      editInline(world, 'Archive', one => ({
        ...one,
        Condition: { StringEquals: { 's3:x-amz-acl': 'private' } },
      })),
    finds: [{ subject: 'db', fixable: false }],
  },
  'PutObjectAcl is missing within the account': {
    break: world => editInline(world, 'Archive', onlyPut),
    finds: [
      {
        subject: 'db',
        message: `role db may not call s3:PutObjectAcl on ${OBJECTS}: ${ACL}`,
        severity: 'info',
        about: 's3:PutObjectAcl',
        fixable: false,
      },
    ],
  },
  'PutObjectAcl is denied within the account': {
    break: world =>
      addInline(world, 'db', 'guard', {
        Sid: 'NoAcl',
        Effect: 'Deny',
        Action: 's3:PutObjectAcl',
        Resource: '*',
      }),
    finds: [{ subject: 'db', severity: 'high', about: 'identity policy guard NoAcl' }],
  },
  'PutObjectAcl is missing across accounts': {
    break: world => {
      makeForeign(world)
      editInline(world, 'Archive', onlyPut)
    },
    finds: [
      {
        subject: 'db',
        message: `role db may not call s3:PutObjectAcl on ${OBJECTS}: no policy of the role allows it; ${LOST}`,
        severity: 'high',
        fixable: true,
      },
    ],
  },
  'the upload is missing across accounts': {
    break: world => {
      makeForeign(world)
      editInline(world, 'Archive', () => undefined)
    },
    finds: [{ subject: 'db', about: 's3:PutObject', fixable: true }],
  },
  'the bucket is gone: nothing is granted on it': {
    break: world => {
      delete world.records.buckets[BUCKET]
      editInline(world, 'Archive', () => undefined)
    },
    finds: [{ subject: 'db', fixable: false }],
  },
  'a condition on what AWS does not show': {
    break: world =>
      editInline(world, 'Archive', one => ({
        ...one,
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
      })),
    finds: [
      {
        subject: 'db',
        verdict: 'unknown',
        message: /^whether role db may call s3:PutObject on .* cannot be decided/,
      },
    ],
  },
  'a bucket of another account, declared in the config': {
    break: world => {
      makeForeign(world)
      world.declared = { foreign: [{ arn: `arn:aws:s3:::${BUCKET}`, owner: '999999999999' }] }
    },
    finds: [],
  },
  'the header of the bucket’s default encryption is demanded, and copied': {
    break: world =>
      bucketPolicy(world, {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutObject',
        Resource: OBJECTS,
        Condition: { Null: { 's3:x-amz-server-side-encryption': 'true' } },
      }),
    finds: [],
  },
  'plain HTTP is denied': {
    break: world =>
      bucketPolicy(world, {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    finds: [],
  },
  'a statement that was meant for it is another finding': {
    break: world =>
      editInline(world, 'Archive', one => ({ ...one, Resource: `arn:aws:s3:::${BUCKET}/shell/*` })),
    finds: [{ subject: 'db', about: 's3:PutObjectAcl', severity: 'info' }],
  },
  'the preferences name no bucket': {
    break: world => {
      prefer(world, { s3BucketName: '' })
      editInline(world, 'Archive', () => undefined)
    },
    finds: [],
  },
})
