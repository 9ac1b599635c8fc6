import { ACCOUNT, BUCKET } from '../healthy.ts'
import { ENDPOINTS } from '../healthy-network.ts'
import type { SoundAccounts } from './sound.ts'
import { bucketPolicy, edited } from './changes.ts'

export const SOUND_BUCKETS: SoundAccounts = {
  // buckets
  'a bucket policy that demands TLS': {
    alter: world =>
      bucketPolicy(world, {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
  },
  'a bucket policy that demands encryption, which the agent copies': {
    alter: world => {
      bucketPolicy(
        world,
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:PutObject',
          Resource: `arn:aws:s3:::${BUCKET}/*`,
          Condition: { StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' } },
        },
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:PutObject',
          Resource: `arn:aws:s3:::${BUCKET}/*`,
          Condition: { Null: { 's3:x-amz-server-side-encryption': 'true' } },
        },
      )
    },
  },
  'a bucket policy that demands the ACL which the agent sends': {
    alter: world =>
      bucketPolicy(world, {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${BUCKET}/*`,
        Condition: { StringNotEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
      }),
  },
  "a bucket policy that refuses customers' own keys, grants, old signatures and old TLS": {
    alter: world => {
      const deny = (Condition: object, Action = 's3:*'): object => ({
        Effect: 'Deny',
        Principal: '*',
        Action,
        Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
        Condition,
      })
      bucketPolicy(
        world,
        deny({ Null: { 's3:x-amz-server-side-encryption-customer-algorithm': 'false' } }, 's3:PutObject'),
        deny({ Null: { 's3:x-amz-grant-read': 'false' } }, 's3:PutObject'),
        deny({ StringNotEquals: { 's3:signatureversion': 'AWS4-HMAC-SHA256' } }),
        deny({ StringNotEquals: { 's3:authType': 'REST-HEADER' } }),
        deny({ NumericLessThan: { 's3:TlsVersion': '1.2' } }),
        deny({ StringNotEquals: { 's3:ResourceAccount': ACCOUNT } }),
      )
    },
  },
  'a bucket policy that shuts out other roles': {
    alter: world =>
      bucketPolicy(world, {
        Effect: 'Deny',
        NotPrincipal: { AWS: Object.values(world.records.roles).map(role => role.arn) },
        Action: 's3:DeleteObject',
        Resource: `arn:aws:s3:::${BUCKET}/*`,
      }),
  },
  'a bucket that lets the account in': {
    alter: world =>
      bucketPolicy(world, {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: ['s3:PutObject', 's3:GetEncryptionConfiguration'],
        Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
      }),
  },
  'PutObject without PutObjectAcl, as the sample policy has it': {
    alter: world => edited(world, 'Archive', { Action: 's3:PutObject' }),
    tells: ['db', 'hybrid-node', 'web'].map(role => `info s3/write-permissions ${role} s3:PutObjectAcl`),
  },
  'a bucket in another Region, and an endpoint that leads there': {
    alter: world => {
      const bucket = world.records.buckets[BUCKET]
      const kms = world.records.vpcEndpoints[ENDPOINTS.kms]
      if (!bucket || !kms) return
      bucket.region = 'eu-central-1'
      const serviceName = 'com.amazonaws.eu-central-1.s3'
      const abroad = { ...kms, id: 'vpce-0c9', serviceName, serviceRegion: 'eu-central-1' }
      world.records.vpcEndpoints['vpce-0c9'] = abroad
    },
  },
  'a bucket that KMS encrypts by the key of S3': {
    alter: world => {
      world.records.bucketEncryption[BUCKET] = { bucket: BUCKET, algorithm: 'aws:kms' }
    },
  },
}
