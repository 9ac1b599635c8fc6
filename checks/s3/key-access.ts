import {
  accessProblem,
  asNamed,
  bucketKeyAccess,
  declaresForeign,
  defineCheck,
  ifReadable,
  isPassing,
  keyElsewhere,
  ownBucketKeyAccess,
  roleAccess,
  type BucketEncryption,
  type Cause,
  type Declared,
  type Evidence,
  type Key,
  type KeyGrants,
  type KeyPolicy,
  type NodeRole,
  type Problem,
  type S3Destination,
  type Scope,
  type SessionKey,
  type WantedAccess,
} from '../../src/core/index.ts'
import { sameSessionKey } from '../kms/same-key.ts'

export default defineCheck({
  id: 's3/key-access',
  title: 'the role may use the key by which the bucket encrypts',
  why: 'S3 asks KMS for a data key in the name of the role that uploads. Where the role may not use the key, the upload is refused and the log of the session is thrown away without a word.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html',
  severity: 'high',
  fix: 'review',
  asks: ['grant'],
  each: 'nodeRoles',
  needs: [
    's3Destinations',
    'bucketEncryption',
    'keys',
    'keyPolicies',
    'keyGrants',
    'sessionKeys',
    'declared',
  ],
  mayFollow: ['s3/bucket-exists', 'kms/key-usable', 'preferences/default-version-current'],
  run(role, records, scope) {
    return Object.values(records.s3Destinations).flatMap(destination => {
      const encryption = encryptionOf(destination, records.bucketEncryption)
      const problem = encryption && problemOf(role, destination, encryption, records, scope)
      return problem ? [asNamed(problem, destination, destination.id)] : []
    })
  },
})

interface KeyRecords {
  readonly keys: Readonly<Record<string, Key>>
  readonly keyPolicies: Readonly<Record<string, KeyPolicy>>
  readonly keyGrants: Readonly<Record<string, KeyGrants>>
  readonly sessionKeys: Readonly<Record<string, SessionKey>>
  readonly declared: Readonly<Record<string, Declared>>
}

/** How a bucket encrypts; of one in another account that is its owner's to show. */
const encryptionOf = (
  { bucket, foreign }: S3Destination,
  bucketEncryption: Readonly<Record<string, BucketEncryption>>,
): BucketEncryption | undefined =>
  foreign ? ifReadable(() => bucketEncryption[bucket]) : bucketEncryption[bucket]

const LOSS = 'sessions open and leave no log in S3, without an error'

const problemOf = (
  role: NodeRole,
  { bucket, foreign }: S3Destination,
  { algorithm, keyId }: BucketEncryption,
  records: KeyRecords,
  scope: Scope,
): Problem | undefined => {
  if (algorithm?.startsWith('aws:kms') !== true) return undefined
  const problem =
    keyId === undefined
      ? foreign && KEPT_FROM_OTHERS
      : keyProblem(role, keyId, foreign !== undefined, records, scope)
  if (!problem) return undefined
  const shown: Evidence = {
    label: 'bucket encrypts with',
    value: keyId ?? 'the key of S3 in its account',
    source: `s3:GetBucketEncryption ${bucket}`,
  }
  return { ...problem, evidence: [shown, ...(problem.evidence ?? [])] }
}

/** aws: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html */
const KEPT_FROM_OTHERS: Problem = {
  message: `the bucket of another account encrypts with the key that S3 keeps for that account, which no other account can use: ${LOSS}`,
  about: 'key',
  remedy: {
    text: 'let the owner of the bucket encrypt it by AES256, or by a key of his own whose policy admits the node roles, named by its ARN',
  },
}

const keyProblem = (
  role: NodeRole,
  keyId: string,
  isForeign: boolean,
  records: KeyRecords,
  scope: Scope,
): Problem | undefined => {
  const elsewhere = keyElsewhere(keyId, scope)
  const own = elsewhere && lacking(role, actions => ownBucketKeyAccess(elsewhere, scope, actions), scope)
  if (own || (elsewhere && declaresForeign(records.declared['config'], keyId))) return own
  const key = records.keys[keyId]
  if (!key || key.state !== 'Enabled') return unusable(keyId, key, records)
  if (key.manager === 'AWS') return isForeign ? KEPT_FROM_OTHERS : undefined
  return usedProblem(role, key, records, scope)
}

/** Grants are looked at where the policies do not suffice. */
const usedProblem = (
  role: NodeRole,
  key: Key,
  { keyPolicies, keyGrants }: KeyRecords,
  scope: Scope,
): Problem | undefined => {
  const policy = keyPolicies[key.arn]
  const plain = lacking(role, actions => bucketKeyAccess(key, { policy }, scope, actions), scope)
  if (!plain) return undefined
  const grants = keyGrants[key.arn]?.grants ?? []
  return lacking(role, actions => bucketKeyAccess(key, { policy, grants }, scope, actions), scope)
}

const ENABLE =
  'enable the key, or give the bucket another one: objects that were encrypted with a key that is gone cannot be read any more'
const NAME_IN_FULL =
  'where the key belongs to the account of the bucket, name it by its ARN in the encryption of the bucket; else enable it, or give the bucket another one'

const unusable = (
  keyId: string,
  key: Key | undefined,
  { keys, sessionKeys }: Pick<KeyRecords, 'keys' | 'sessionKeys'>,
): Problem => {
  const named: Cause = { check: 'kms/key-usable', subject: keyId }
  return {
    message: `the key by which the bucket encrypts, ${keyId}, ${key ? `is in state ${key.state}` : absent(keyId)}: ${LOSS}`,
    about: 'key',
    ...(key && isPassing(key.state) && { verdict: 'unknown' as const }),
    because: key ? sameSessionKey(key, keys, sessionKeys) : [named],
    evidence: [{ label: 'KMS says', value: key?.state ?? 'not found', source: 'kms:DescribeKey' }],
    remedy: { text: keyId.startsWith('arn:') ? ENABLE : NAME_IN_FULL },
  }
}

/** A key without its account is one of the account that uploads: whoever owns the bucket may have meant his own. */
const absent = (keyId: string): string =>
  keyId.startsWith('arn:') ? 'does not exist' : 'does not exist in this account'

/** What is wanted of the key, for some actions. */
type WantedFor = (actions: readonly string[]) => WantedAccess

/** Uploads of more than 5 MB have several parts, which S3 puts together by decrypting. */
const lacking = (role: NodeRole, wantedFor: WantedFor, scope: Scope): Problem | undefined =>
  accessOf(role, wantedFor, scope, 'kms:GenerateDataKey') ?? accessOf(role, wantedFor, scope, 'kms:Decrypt')

const accessOf = (
  role: NodeRole,
  wantedFor: WantedFor,
  scope: Scope,
  action: 'kms:GenerateDataKey' | 'kms:Decrypt',
): Problem | undefined => {
  const large = action === 'kms:Decrypt'
  const wanted = wantedFor([action])
  // Who may do neither is granted both at once.
  const { statement } = wantedFor(large ? [action] : [action, 'kms:Decrypt'])
  const access = roleAccess(role, { ...wanted, statement }, scope)
  const effect = large ? `logs of more than 5 MB never reach the bucket, without an error` : LOSS
  const { resource } = wanted.call
  const problem = accessProblem(role, access, { on: `on key ${resource}`, effect, resource })
  return problem && { ...problem, ...(large && { severity: 'medium' as const }) }
}
