import type { Reading } from '../access.ts'
import { joinKey } from '../derive/destinations.ts'
import type { ContextValue } from '../iam/types.ts'
import type { JudgedNode } from '../kinds.ts'
import type { PreferenceInputs } from '../preferences.ts'
import type { BucketEncryption } from '../records.ts'
import { attempt, fails, firstObstacle, HOLDS, undecided, type Fact } from './fact.ts'
import { mayCall } from './permission.ts'
import { BUCKET_NOT_ENCRYPTED, bucketNotValidated } from './texts.ts'

const BUCKET = ['s3/bucket-exists', 'preferences/schema-valid']
const READABLE = ['s3/encryption-readable']
const WRITE = ['s3/prefix-match', 's3/write-permissions', 's3/encryption-readable']

/** The agent's check of the bucket before the prompt: with the encryption flag on, a failure refuses the session. */
export const bucketValidation = (reading: Reading, node: JudgedNode, inputs: PreferenceInputs): Fact => {
  if (inputs.s3BucketName === '' || !inputs.s3EncryptionEnabled) return HOLDS
  return firstObstacle([
    exists(reading, inputs, bucketNotValidated('NoSuchBucket …')),
    attempt(READABLE, () => mayReadEncryption(reading, node, inputs)),
    attempt(['s3/bucket-encryption-supported'], () => isSupported(reading, inputs)),
  ])
}

/** Whether a session's log arrives in the bucket: silent where it does not. */
export const s3Record = (reading: Reading, node: JudgedNode, inputs: PreferenceInputs): Fact =>
  firstObstacle([exists(reading, inputs), attempt(WRITE, () => mayUpload(reading, node, inputs))])

const exists = (reading: Reading, { s3BucketName }: PreferenceInputs, sees?: string): Fact =>
  attempt(BUCKET, () => (reading.records('buckets')[s3BucketName] ? HOLDS : fails(BUCKET, sees)))

const bucketArn = ({ world }: Reading, bucket: string): string =>
  `arn:${world.scope.partition}:s3:::${bucket}`

const policyOf = (
  reading: Reading,
  bucket: string,
): { resourcePolicy?: { name: string; document: string } } => {
  const document = reading.records('bucketPolicies')[bucket]?.document
  return document === undefined ? {} : { resourcePolicy: { name: 'bucket policy', document } }
}

const mayReadEncryption = (reading: Reading, node: JudgedNode, inputs: PreferenceInputs): Fact => {
  const bucket = inputs.s3BucketName
  const sees = bucketNotValidated(
    'AccessDenied: User: … is not authorized to perform: s3:GetEncryptionConfiguration on resource: …',
  )
  const call = {
    action: 's3:GetEncryptionConfiguration',
    resource: bucketArn(reading, bucket),
    resourceAccount: reading.world.scope.accountId,
    ...policyOf(reading, bucket),
  }
  return mayCall(reading, node, call, READABLE, sees)
}

const isSupported = (reading: Reading, { s3BucketName }: PreferenceInputs): Fact => {
  const checks = ['s3/bucket-encryption-supported']
  const encryption = reading.records('bucketEncryption')[s3BucketName]
  if (encryption?.algorithm === undefined) return undecided(checks)
  return encryption.algorithm === 'aws:kms:dsse' ? fails(checks, BUCKET_NOT_ENCRYPTED) : HOLDS
}

const mayUpload = (reading: Reading, node: JudgedNode, inputs: PreferenceInputs): Fact => {
  const bucket = inputs.s3BucketName
  const reads = mayReadEncryption(reading, node, inputs)
  const call = {
    action: 's3:PutObject',
    resource: `${bucketArn(reading, bucket)}/${joinKey(inputs.s3KeyPrefix, 'operator-0a1b2c3d4e5f60789.log')}`,
    resourceAccount: reading.world.scope.accountId,
    context: uploadContext(reads.holds === 'no' ? undefined : reading.records('bucketEncryption')[bucket]),
    ...policyOf(reading, bucket),
  }
  return mayCall(reading, node, call, WRITE)
}

/** The headers that the agent sends: the bucket's own default encryption, where it may read that. */
const uploadContext = (encryption: BucketEncryption | undefined): Record<string, ContextValue> => {
  const sends = encryption?.algorithm === 'AES256' || encryption?.algorithm === 'aws:kms'
  return {
    's3:x-amz-acl': 'bucket-owner-full-control',
    's3:x-amz-server-side-encryption': sends ? (encryption?.algorithm as string) : null,
    's3:x-amz-server-side-encryption-aws-kms-key-id':
      sends && encryption?.algorithm === 'aws:kms' ? (encryption.keyId ?? null) : null,
  }
}
