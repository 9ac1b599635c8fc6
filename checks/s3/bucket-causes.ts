import {
  ifReadable,
  type Bucket,
  type BucketPolicy,
  type Cause,
  type Problem,
  type S3Destination,
} from '../../src/core/index.ts'

interface BucketRecords {
  readonly buckets: Readonly<Record<string, Bucket>>
  readonly bucketPolicies: Readonly<Record<string, BucketPolicy>>
}

/**
 * Reads what the owner of a bucket in another account keeps to himself: where it could not be read, the engine ends the
 * subject as unknown. A bucket that the config declares is not asked about.
 */
export const askOwner = (
  { bucket, foreign }: S3Destination,
  { bucketPolicies }: Pick<BucketRecords, 'bucketPolicies'>,
): void => {
  if (foreign === 'seen') void bucketPolicies[bucket]
}

/** What a problem with a bucket follows from, where the bucket is absent or has a name that none can have. */
export const bucketCauses = (
  { bucket, foreign, invalid }: S3Destination,
  { buckets }: Pick<BucketRecords, 'buckets'>,
): readonly Cause[] => {
  if (invalid) return [{ check: 'preferences/schema-valid', about: 's3BucketName' }]
  // Whether a bucket of another account is there is its owner's to know.
  if (foreign) return []
  // A bucket that cannot be read may be there: what its policies and roles lack is wrong all the same.
  const read = ifReadable(() => ({ record: buckets[bucket] }))
  return !read || read.record ? [] : [{ check: 's3/bucket-exists', subject: bucket }]
}

/** The finding on the bucket policy that a refusal by it follows from. */
export const deniedByBucket = (
  { bucket, foreign }: S3Destination,
  { about }: Pick<Problem, 'about'>,
): readonly Cause[] =>
  !foreign && about?.startsWith(`bucket policy of ${bucket} `) === true
    ? [{ check: 's3/bucket-policy', subject: bucket, about }]
    : []
