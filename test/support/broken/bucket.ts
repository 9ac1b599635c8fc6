import { addInline, prefer } from '../../checks/policies.ts'
import { ACCOUNT, BUCKET, DB, HYBRID, REGION, SESSION_KEY, WEB, policyDocument } from '../healthy.ts'
import type { BrokenAccounts } from './broken.ts'
import { bucketPolicy, edit, noBucketAtAll, node } from './breaks.ts'
import { DOCUMENT, foldedPerRole, noBucket, onAll, perRole } from './words.ts'

export const BUCKET_BROKEN: BrokenAccounts = {
  // the bucket
  'another prefix in the policies': {
    alter: world =>
      edit(world, 'Archive', { Action: 's3:Put*', Resource: `arn:aws:s3:::${BUCKET}/session-logs/*` }),
    roots: [
      'high s3/prefix-match db session-logging-inline Archive',
      'high s3/prefix-match hybrid-node session-logging Archive',
      'high s3/prefix-match web session-logging Archive',
    ],
    folded: foldedPerRole('s3/write-permissions', 's3/prefix-match ROLE'),
    outcomes: onAll('yes yes no yes'),
  },
  'the bucket itself in the place of its objects': {
    alter: world => edit(world, 'Archive', { Resource: `arn:aws:s3:::${BUCKET}` }),
    roots: [
      'high s3/prefix-match db session-logging-inline Archive',
      'high s3/prefix-match hybrid-node session-logging Archive',
      'high s3/prefix-match web session-logging Archive',
    ],
    folded: foldedPerRole('s3/write-permissions', 's3/prefix-match ROLE'),
    outcomes: onAll('yes yes no yes'),
  },
  'a prefix with a leading slash': {
    alter: world => prefer(world, { s3KeyPrefix: '/sessions' }),
    roots: [`high preferences/schema-valid ${DOCUMENT} s3KeyPrefix`],
    folded: [
      ...foldedPerRole('s3/prefix-match', `preferences/schema-valid ${DOCUMENT}`),
      ...foldedPerRole('s3/write-permissions', `preferences/schema-valid ${DOCUMENT}`),
    ],
    outcomes: onAll('yes yes no yes'),
  },
  'no right to upload': {
    alter: world => edit(world, 'Archive', undefined),
    roots: perRole('high s3/write-permissions', 's3:PutObject'),
    outcomes: onAll('yes yes no yes'),
  },
  'a bucket policy that refuses every upload': {
    alter: world =>
      bucketPolicy(world, {
        Sid: 'NoPut',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${BUCKET}/*`,
      }),
    roots: [`high s3/bucket-policy ${BUCKET} bucket policy of ${BUCKET} NoPut`],
    folded: foldedPerRole('s3/write-permissions', `s3/bucket-policy ${BUCKET}`),
    outcomes: onAll('yes yes no yes'),
  },
  'a bucket policy that lets nobody set an ACL': {
    alter: world =>
      bucketPolicy(world, {
        Sid: 'NoAcl',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutObjectAcl',
        Resource: `arn:aws:s3:::${BUCKET}/*`,
      }),
    roots: [`high s3/bucket-policy ${BUCKET} bucket policy of ${BUCKET} NoAcl`],
    folded: foldedPerRole('s3/write-permissions', `s3/bucket-policy ${BUCKET}`),
    outcomes: onAll('yes yes no yes'),
  },
  'a role that may not set an ACL': {
    alter: world =>
      addInline(world, 'web', 'guard', {
        Sid: 'NoAcl',
        Effect: 'Deny',
        Action: 's3:PutObjectAcl',
        Resource: '*',
      }),
    roots: ['high s3/write-permissions web identity policy guard NoAcl'],
    outcomes: { [WEB]: 'yes yes no yes' },
  },
  'no bucket, where encryption is required': {
    alter: noBucketAtAll,
    roots: [`critical s3/bucket-exists ${BUCKET} s3BucketName`],
    outcomes: onAll('no yes no yes'),
    sees: onAll(noBucket('NoSuchBucket …')),
  },
  'no bucket': {
    alter: world => {
      prefer(world, { s3EncryptionEnabled: false })
      noBucketAtAll(world)
    },
    roots: [`high s3/bucket-exists ${BUCKET} s3BucketName`],
    outcomes: onAll('yes yes no yes'),
  },
  'a role that may not read how the bucket encrypts': {
    alter: world => edit(world, 'ReadBucketEncryption', undefined),
    roots: perRole('critical s3/encryption-readable', 's3:GetEncryptionConfiguration'),
    outcomes: onAll('no yes yes yes'),
    sees: onAll(
      noBucket(
        'AccessDenied: User: … is not authorized to perform: s3:GetEncryptionConfiguration on resource: …',
      ),
    ),
  },
  'a bucket policy that demands the header which the agent then cannot copy': {
    alter: world => {
      prefer(world, { s3EncryptionEnabled: false })
      edit(world, 'ReadBucketEncryption', undefined)
      bucketPolicy(world, {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${BUCKET}/*`,
        Condition: { Null: { 's3:x-amz-server-side-encryption': 'true' } },
      })
    },
    roots: perRole('high s3/encryption-readable', 's3:GetEncryptionConfiguration'),
    outcomes: onAll('yes yes no yes'),
  },
  'an agent that sends no header, and a bucket policy that demands it': {
    alter: world => {
      prefer(world, { s3EncryptionEnabled: false, runAsEnabled: false })
      node(world, WEB, { agentVersion: '3.0.450.0' })
      bucketPolicy(world, {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${BUCKET}/*`,
        Condition: { Null: { 's3:x-amz-server-side-encryption': 'true' } },
      })
    },
    roots: [`high node/agent-version ${WEB}`, 'high s3/encryption-readable web agent version'],
    outcomes: { [WEB]: 'yes yes no yes' },
  },
  "a bucket's key that the roles may not use": {
    alter: world => {
      const arn = `arn:aws:kms:${REGION}:${ACCOUNT}:key/aaaaaaaa-2222-4333-8444-555555555555`
      world.records.bucketEncryption[BUCKET] = { bucket: BUCKET, algorithm: 'aws:kms', keyId: arn }
      const session = world.records.keys[SESSION_KEY]
      if (session) world.records.keys[arn] = { ...session, ref: arn, arn }
      const root = {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: 'kms:*',
        Resource: '*',
      }
      world.records.keyPolicies[arn] = { keyArn: arn, document: policyDocument([root]) }
      addInline(world, 'web', 'bucket-key', {
        Effect: 'Allow',
        Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
        Resource: arn,
        Condition: { StringEquals: { 'kms:ViaService': `s3.${REGION}.amazonaws.com` } },
      })
    },
    roots: perRole('high s3/key-access', 'kms:GenerateDataKey', ['db', 'hybrid-node']),
    outcomes: { [DB]: 'yes yes no yes', [HYBRID]: 'yes yes no yes' },
  },
}
