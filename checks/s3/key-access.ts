import {
  accessProblem,
  asNamed,
  bucketKeyAccess,
  defineCheck,
  ifReadable,
  isPassing,
  roleAccess,
  type BucketEncryption,
  type Evidence,
  type Key,
  type KeyGrants,
  type KeyPolicy,
  type NodeRole,
  type Problem,
  type S3Destination,
  type Scope,
} from '../../src/core/index.ts'

export default defineCheck({
  id: 's3/key-access',
  title: 'the role may use the key by which the bucket encrypts',
  why: 'S3 asks KMS for a data key in the name of the role that uploads. Where the role may not use the key, the upload is refused and the log of the session is thrown away without a word.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html',
  severity: 'high',
  fix: 'review',
  each: 'nodeRoles',
  needs: ['s3Destinations', 'bucketEncryption', 'keys', 'keyPolicies', 'keyGrants'],
  mayFollow: ['s3/bucket-exists', 'kms/key-usable', 'preferences/default-version-current'],
  run(role, records, scope) {
    return Object.values(records.s3Destinations).flatMap(destination => {
      const encryption = encryptionOf(destination, records.bucketEncryption)
      const problems = encryption ? problemsOf(role, encryption, records, scope) : []
      return problems.map(problem => asNamed(problem, destination, destination.id))
    })
  },
})

interface KeyRecords {
  readonly keys: Readonly<Record<string, Key>>
  readonly keyPolicies: Readonly<Record<string, KeyPolicy>>
  readonly keyGrants: Readonly<Record<string, KeyGrants>>
}

/**
 * How a bucket encrypts. Of one in another account it matters, and is known, only where the key stands there without its
 * account: the node then looks for it in its own.
 */
const encryptionOf = (
  { bucket, foreign }: S3Destination,
  bucketEncryption: Readonly<Record<string, BucketEncryption>>,
): BucketEncryption | undefined => {
  if (!foreign) return bucketEncryption[bucket]
  const encryption = ifReadable(() => bucketEncryption[bucket])
  return encryption?.keyId?.startsWith('arn:') === false ? encryption : undefined
}

const LOSS = 'sessions open and leave no log in S3, without an error'

const problemsOf = (
  role: NodeRole,
  encryption: BucketEncryption,
  records: KeyRecords,
  scope: Scope,
): readonly Problem[] => {
  const { algorithm, keyId, bucket } = encryption
  if (algorithm?.startsWith('aws:kms') !== true || keyId === undefined) return []
  const key = records.keys[keyId]
  const shown: Evidence = {
    label: 'bucket encrypts with',
    value: keyId,
    source: `s3:GetBucketEncryption ${bucket}`,
  }
  if (!key || key.state !== 'Enabled') return [unusable(keyId, key, shown)]
  if (key.manager === 'AWS') return []
  const problem =
    accessOf(role, key, records, scope, 'kms:GenerateDataKey') ??
    accessOf(role, key, records, scope, 'kms:Decrypt')
  return problem ? [{ ...problem, evidence: [shown, ...(problem.evidence ?? [])] }] : []
}

const ENABLE =
  'enable the key, or give the bucket another one: objects that were encrypted with a key that is gone cannot be read any more'
const NAME_IN_FULL =
  'where the key belongs to the account of the bucket, name it by its ARN in the encryption of the bucket; else enable it, or give the bucket another one'

const unusable = (keyId: string, key: Key | undefined, shown: Evidence): Problem => ({
  message: `the key by which the bucket encrypts, ${keyId}, ${key ? `is in state ${key.state}` : absent(keyId)}: ${LOSS}`,
  about: 'key',
  ...(key && isPassing(key.state) && { verdict: 'unknown' as const }),
  because: [{ check: 'kms/key-usable', subject: keyId }],
  evidence: [shown, { label: 'KMS says', value: key?.state ?? 'not found', source: 'kms:DescribeKey' }],
  remedy: {
    text: keyId.startsWith('arn:') ? ENABLE : NAME_IN_FULL,
  },
})

/** A key without its account is one of the account that uploads: whoever owns the bucket may have meant his own. */
const absent = (keyId: string): string =>
  keyId.startsWith('arn:') ? 'does not exist' : 'does not exist in this account'

/** Uploads of more than 5 MB have several parts, which S3 puts together by decrypting. */
const accessOf = (
  role: NodeRole,
  key: Key,
  { keyPolicies, keyGrants }: KeyRecords,
  scope: Scope,
  action: 'kms:GenerateDataKey' | 'kms:Decrypt',
): Problem | undefined => {
  const side = { policy: keyPolicies[key.arn], grants: keyGrants[key.arn]?.grants ?? [] }
  const large = action === 'kms:Decrypt'
  // Who may do neither is granted both at once.
  const { statement } = bucketKeyAccess(key, side, scope, large ? [action] : [action, 'kms:Decrypt'])
  const access = roleAccess(role, { ...bucketKeyAccess(key, side, scope, [action]), statement }, scope)
  const effect = large ? `logs of more than 5 MB never reach the bucket, without an error` : LOSS
  const problem = accessProblem(role, access, { on: `on key ${key.arn}`, effect, resource: key.arn })
  return problem && { ...problem, ...(large && { severity: 'medium' as const }) }
}
