import check from '../../../checks/s3/encryption-readable.ts'
import { BUCKET, DB, policyDocument, SESSION_KEY } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'
import { addInline, bound, editInline, prefer } from '../policies.ts'

const ARN = `arn:aws:s3:::${BUCKET}`
const ABORT =
  'every session on its nodes is refused, with the words "unable to validate encryption on Amazon S3 bucket … AccessDenied"'
const LOST =
  'the agent sends no encryption headers, the bucket policy demands them, and session logs are thrown away without an error'

const demand = (world: BreakableWorld, Condition: Record<string, unknown>): void => {
  prefer(world, { s3EncryptionEnabled: false })
  world.records.bucketPolicies[BUCKET] = {
    bucket: BUCKET,
    document: policyDocument([
      {
        Sid: 'Encrypted',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutObject',
        Resource: `${ARN}/*`,
        Condition,
      },
    ]),
  }
}
const NO_HEADER = { Null: { 's3:x-amz-server-side-encryption': 'true' } }
const unread = (world: BreakableWorld): void => editInline(world, 'ReadBucketEncryption', () => undefined)

testCheck(check, {
  'the flag is on and the role may not read': {
    break: unread,
    finds: [
      {
        subject: 'db',
        message: `role db may not call s3:GetEncryptionConfiguration on ${ARN}: no policy of the role allows it; ${ABORT}`,
        severity: 'critical',
        about: 's3:GetEncryptionConfiguration',
        affects: [DB],
        fixable: true,
      },
    ],
  },
  'granted on the objects instead of the bucket': {
    break: world => editInline(world, 'ReadBucketEncryption', one => ({ ...one, Resource: `${ARN}/*` })),
    finds: [{ subject: 'db', fixable: true }],
  },
  'a permissions boundary': {
    break: world =>
      bound(world, 'db', 'fence', {
        Effect: 'Allow',
        Action: ['ssm*:*', 'logs:*', 'kms:*', 's3:Put*'],
        Resource: '*',
      }),
    finds: [{ subject: 'db', about: 'permissions boundary fence', fixable: false }],
  },
  'the bucket policy denies the read': {
    break: world => {
      world.records.bucketPolicies[BUCKET] = {
        bucket: BUCKET,
        document: policyDocument([
          { Sid: 'Hide', Effect: 'Deny', Principal: '*', Action: 's3:Get*', Resource: ARN },
        ]),
      }
    },
    finds: [
      { subject: 'db', about: `bucket policy of ${BUCKET} Hide`, fixable: false },
      { subject: 'hybrid-node' },
      { subject: 'web' },
    ],
  },
  'a bucket of another account: where the permission is forgotten': {
    break: world => {
      unread(world)
      delete world.records.buckets[BUCKET]
      world.gaps.push({
        kind: 'buckets',
        id: BUCKET,
        reason: '403',
        actions: ['s3:ListBucket'],
        foreign: true,
      })
      world.gaps.push({
        kind: 'bucketPolicies',
        id: BUCKET,
        reason: '403',
        actions: ['s3:GetBucketPolicy'],
        foreign: true,
      })
    },
    finds: [{ subject: 'db', severity: 'critical', fixable: true }],
  },
  'the bucket is gone': {
    break: world => {
      unread(world)
      delete world.records.buckets[BUCKET]
    },
    finds: [{ subject: 'db', fixable: false }],
  },
  'the flag is off and the bucket policy demands a header': {
    break: world => {
      demand(world, NO_HEADER)
      unread(world)
    },
    finds: [
      {
        subject: 'db',
        message: `role db may not call s3:GetEncryptionConfiguration on ${ARN}: no policy of the role allows it; ${LOST}`,
        severity: 'high',
        fixable: true,
      },
    ],
  },
  'the flag is off, the bucket policy demands a header, and nobody can read which': {
    break: world => {
      demand(world, NO_HEADER)
      unread(world)
      delete world.records.bucketEncryption[BUCKET]
      const actions = ['s3:GetEncryptionConfiguration']
      world.gaps.push({ kind: 'bucketEncryption', id: BUCKET, reason: 'AccessDenied', actions })
    },
    finds: [{ subject: 'db', verdict: 'fail', severity: 'high', fixable: true }],
  },
  'the flag is off and the bucket policy demands a key': {
    break: world => {
      world.records.bucketEncryption[BUCKET] = { bucket: BUCKET, algorithm: 'aws:kms', keyId: SESSION_KEY }
      demand(world, {
        StringNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': SESSION_KEY },
      })
      unread(world)
    },
    finds: [{ subject: 'db', severity: 'high', fixable: true }],
  },
  'an agent too old to send headers': {
    break: world => {
      demand(world, NO_HEADER)
      const node = world.records.managedNodes[DB]
      if (node) node.agentVersion = '3.0.431.0'
    },
    finds: [
      {
        subject: 'db',
        message: `the agents of ${DB} are older than 3.0.502.0 and send no encryption headers, which the policy of bucket ${BUCKET} demands: session logs are thrown away without an error`,
        severity: 'high',
        about: 'agent version',
        affects: [DB],
        fixable: false,
      },
    ],
  },
  'the flag is off and nothing demands a header': {
    break: world => {
      prefer(world, { s3EncryptionEnabled: false })
      unread(world)
    },
    finds: [],
  },
  'the flag is off and the role copies the header': { break: world => demand(world, NO_HEADER), finds: [] },
  'the bucket policy demands what the bucket’s default cannot give: that is the upload’s finding': {
    break: world => {
      demand(world, { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } })
      unread(world)
    },
    finds: [],
  },
  'granted on every bucket, as in AWS’s sample': {
    break: world => {
      unread(world)
      addInline(world, 'db', 'sample', {
        Effect: 'Allow',
        Action: 's3:GetEncryptionConfiguration',
        Resource: '*',
      })
    },
    finds: [],
  },
})
