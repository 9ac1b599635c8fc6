import type { Reading } from '../access.ts'
import type { ContextValue } from '../iam/types.ts'
import type { JudgedNode, S3Destination } from '../kinds.ts'
import type { PreferenceInputs } from '../preferences.ts'
import type { BucketEncryption } from '../records.ts'
import { logUpload, readEncryption, type BucketSide } from '../session-access.ts'
import { attempt, fails, firstObstacle, HOLDS, undecided, type Fact } from './fact.ts'
import { mayAccess } from './permission.ts'
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

const destinationOf = (reading: Reading, inputs: PreferenceInputs): S3Destination | undefined =>
  reading.records('s3Destinations')[`${inputs.s3BucketName}/${inputs.s3KeyPrefix}`]

const sideOf = (reading: Reading, { bucket }: S3Destination): BucketSide => {
  const document = reading.records('bucketPolicies')[bucket]?.document
  return {
    resourceAccount: reading.world.scope.accountId,
    context: {},
    ...(document !== undefined && { resourcePolicy: { name: `bucket policy of ${bucket}`, document } }),
  }
}

const mayReadEncryption = (reading: Reading, node: JudgedNode, inputs: PreferenceInputs): Fact => {
  const destination = destinationOf(reading, inputs)
  if (!destination) return undecided(READABLE)
  const wanted = readEncryption(destination, sideOf(reading, destination))
  return mayAccess(reading, node, wanted, READABLE, bucketNotValidated(ENCRYPTION_DENIED))
}

const ENCRYPTION_DENIED =
  'AccessDenied: User: … is not authorized to perform: s3:GetEncryptionConfiguration on resource: …'

const isSupported = (reading: Reading, { s3BucketName }: PreferenceInputs): Fact => {
  const checks = ['s3/bucket-encryption-supported']
  const encryption = reading.records('bucketEncryption')[s3BucketName]
  if (encryption?.algorithm === undefined) return undecided(checks)
  return encryption.algorithm === 'aws:kms:dsse' ? fails(checks, BUCKET_NOT_ENCRYPTED) : HOLDS
}

const mayUpload = (reading: Reading, node: JudgedNode, inputs: PreferenceInputs): Fact => {
  const destination = destinationOf(reading, inputs)
  if (!destination) return undecided(WRITE)
  const reads = mayReadEncryption(reading, node, inputs).holds !== 'no'
  const encryption = reads ? reading.records('bucketEncryption')[destination.bucket] : undefined
  const side = { ...sideOf(reading, destination), context: uploadContext(encryption) }
  return mayAccess(reading, node, logUpload(destination, side), WRITE)
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
