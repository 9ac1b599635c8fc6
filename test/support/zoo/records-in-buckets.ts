import { editShared, prefer } from '../../checks/policies.ts'
import {
  ACCOUNT,
  BUCKET,
  DB,
  HYBRID,
  policyDocument,
  REGION,
  SESSION_KEY,
  TLS_ONLY,
  WEB,
} from '../healthy.ts'
import type { BreakableWorld } from '../mutable.ts'
import { broken, follows, onEach, type Causes } from './cause.ts'
import {
  BUCKET_NOT_ENCRYPTED,
  DATA_KEY_NOT_READ,
  ENCRYPTION_READ_DENIED,
  KEY_DISABLED,
  NO_SUCH_BUCKET,
} from './words.ts'

const ALL = [WEB, DB, HYBRID]
const SHARED = [WEB, HYBRID]
const SHARED_ROLES = ['hybrid-node', 'web']
const ROLES = ['db', ...SHARED_ROLES]
const OBJECTS = `arn:aws:s3:::${BUCKET}/*`

const denyUpload = (Condition?: object): object => ({
  Sid: 'NoUpload',
  Effect: 'Deny',
  Principal: '*',
  Action: 's3:PutObject',
  Resource: OBJECTS,
  ...(Condition && { Condition }),
})

const bucketPolicy = (world: BreakableWorld, ...statements: readonly object[]): void => {
  world.records.bucketPolicies[BUCKET] = {
    bucket: BUCKET,
    document: policyDocument([TLS_ONLY, ...statements]),
  }
}

const BUCKET_KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/aaaaaaaa-2222-4333-8444-555555555555`

/** The bucket encrypts with a key of its own, of which no role's policy speaks. */
const ownKey = ({ records }: BreakableWorld): void => {
  records.bucketEncryption[BUCKET] = { bucket: BUCKET, algorithm: 'aws:kms', keyId: BUCKET_KEY }
  const [model, policy] = [records.keys[SESSION_KEY], records.keyPolicies[SESSION_KEY]]
  const id = BUCKET_KEY.split('/')[1] ?? ''
  if (model) records.keys[BUCKET_KEY] = { ...model, ref: BUCKET_KEY, arn: BUCKET_KEY, id }
  if (policy) records.keyPolicies[BUCKET_KEY] = { ...policy, keyArn: BUCKET_KEY }
  records.keyGrants[BUCKET_KEY] = { keyArn: BUCKET_KEY, grants: [] }
  records.keyRotation[BUCKET_KEY] = { keyArn: BUCKET_KEY, enabled: true }
}

/** A bucket of another account that lets the roles in, and whose default key stands there without its account. */
const foreignKeyById = ({ records }: BreakableWorld): void => {
  Object.assign(records.buckets[BUCKET] ?? {}, { own: false })
  const allow = {
    Sid: 'Members',
    Effect: 'Allow',
    Principal: { AWS: Object.values(records.roles).map(role => role.arn) },
    Action: ['s3:PutObject', 's3:PutObjectAcl', 's3:GetEncryptionConfiguration'],
    Resource: [`arn:aws:s3:::${BUCKET}`, OBJECTS],
  }
  records.bucketPolicies[BUCKET] = { bucket: BUCKET, document: policyDocument([TLS_ONLY, allow]) }
  records.bucketEncryption[BUCKET] = {
    bucket: BUCKET,
    algorithm: 'aws:kms',
    keyId: 'bbbbbbbb-2222-4333-8444-555555555555',
  }
}

/** What keeps records from S3, and what the keys of sessions and buckets ask of roles. */
export const BUCKETS: Causes = {
  'session-key-not-granted': {
    number: 9,
    world: broken(world => editShared(world, 'SessionKey', () => undefined)),
    names: SHARED_ROLES.map(role => `kms/node-can-decrypt ${role}`),
    hurt: onEach(SHARED, 'no yes yes no'),
    sees: onEach(SHARED, DATA_KEY_NOT_READ),
  },
  'session-key-disabled': {
    world: broken(({ records }) => {
      Object.assign(records.keys[SESSION_KEY] ?? {}, { state: 'Disabled' })
    }),
    names: [`kms/key-usable ${SESSION_KEY}`],
    hurt: onEach(ALL, 'no yes yes no'),
    sees: onEach(ALL, KEY_DISABLED),
  },
  'bucket-encrypted-twice': {
    world: broken(({ records }) => {
      records.bucketEncryption[BUCKET] = { bucket: BUCKET, algorithm: 'aws:kms:dsse' }
    }),
    names: [`s3/bucket-encryption-supported ${BUCKET}`],
    hurt: onEach(ALL, 'no yes yes yes'),
    sees: onEach(ALL, BUCKET_NOT_ENCRYPTED),
  },
  'bucket-prefix-differs-in-the-policy': {
    number: 10,
    world: broken(world =>
      editShared(world, 'Archive', statement => ({
        ...statement,
        Resource: `arn:aws:s3:::${BUCKET}/session-logs/*`,
      })),
    ),
    names: SHARED_ROLES.map(role => `s3/prefix-match ${role}`),
    folded: SHARED_ROLES.map(role => `s3/write-permissions ${role} <- s3/prefix-match ${role}`),
    hurt: onEach(SHARED, 'yes yes no yes'),
  },
  'bucket-policy-denies-uploads': {
    number: 10,
    world: broken(world => bucketPolicy(world, denyUpload())),
    names: [`s3/bucket-policy ${BUCKET}`],
    folded: follows(['s3/write-permissions'], ROLES, `s3/bucket-policy ${BUCKET}`),
    hurt: onEach(ALL, 'yes yes no yes'),
  },
  'bucket-encryption-not-readable': {
    number: 17,
    world: broken(world => editShared(world, 'ReadBucketEncryption', () => undefined)),
    names: SHARED_ROLES.map(role => `s3/encryption-readable ${role}`),
    hurt: onEach(SHARED, 'no yes yes yes'),
    sees: onEach(SHARED, ENCRYPTION_READ_DENIED),
  },
  'bucket-key-not-granted': {
    number: 27,
    world: broken(ownKey),
    names: ROLES.map(role => `s3/key-access ${role}`),
    hurt: onEach(ALL, 'yes yes no yes'),
  },
  'bucket-deleted': {
    number: 31,
    world: broken(({ records }) => {
      for (const kind of BUCKET_KINDS) records[kind] = {}
    }),
    names: [`s3/bucket-exists ${BUCKET}`],
    hurt: onEach(ALL, 'no yes no yes'),
    sees: onEach(ALL, NO_SUCH_BUCKET),
  },
  'bucket-policy-demands-a-header': {
    number: 37,
    world: broken(world => {
      prefer(world, { s3EncryptionEnabled: false })
      editShared(world, 'ReadBucketEncryption', () => undefined)
      bucketPolicy(world, denyUpload({ Null: { 's3:x-amz-server-side-encryption': 'true' } }))
    }),
    names: SHARED_ROLES.map(role => `s3/encryption-readable ${role}`),
    hurt: onEach(SHARED, 'yes yes no yes'),
  },
  'bucket-key-of-another-account-by-id': {
    number: 38,
    world: broken(foreignKeyById),
    asked: { foreign: [{ arn: `arn:aws:s3:::${BUCKET}`, owner: '999999999999' }] },
    names: ROLES.map(role => `s3/key-access ${role}`),
    hurt: onEach(ALL, 'yes yes no yes'),
  },
}

const BUCKET_KINDS = [
  'buckets',
  'bucketPolicies',
  'bucketEncryption',
  'bucketVersioning',
  'bucketLifecycle',
  'bucketPublicAccess',
] as const
