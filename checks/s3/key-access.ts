import {
  accessProblem,
  asNamed,
  bucketKeyAccess,
  defineCheck,
  roleAccess,
  type BucketEncryption,
  type Evidence,
  type Key,
  type KeyGrants,
  type KeyPolicy,
  type NodeRole,
  type Problem,
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
      if (destination.foreign) return []
      const encryption = records.bucketEncryption[destination.bucket]
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

const PASSING: ReadonlySet<string> = new Set(['Creating', 'Updating', 'Unavailable'])

const unusable = (keyId: string, key: Key | undefined, shown: Evidence): Problem => ({
  message: `the key by which the bucket encrypts, ${keyId}, ${key ? `is in state ${key.state}` : 'does not exist'}: ${LOSS}`,
  about: 'key',
  ...(key && PASSING.has(key.state) && { verdict: 'unknown' as const }),
  because: [{ check: 'kms/key-usable', subject: keyId }],
  evidence: [shown, { label: 'KMS says', value: key?.state ?? 'not found', source: 'kms:DescribeKey' }],
  remedy: {
    text: 'enable the key, or give the bucket another one: objects that were encrypted with a key that is gone cannot be read any more',
  },
})

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
