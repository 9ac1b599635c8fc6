import type { NodeRole, S3Destination } from '../kinds.ts'
import type { BucketEncryption, BucketPolicy } from '../records.ts'
import type { BucketSide } from './session-access.ts'

export type Headers = NonNullable<BucketSide['context']>

const ALGORITHM = 's3:x-amz-server-side-encryption'
const KEY_ID = 's3:x-amz-server-side-encryption-aws-kms-key-id'

/** The ACL that the agent sends with every log. */
export const ACL: Headers = { 's3:x-amz-acl': 'bucket-owner-full-control' }

/** An upload without encryption headers: what the agent sends where it may not read the bucket's encryption. */
export const noHeaders: Headers = { ...ACL, [ALGORITHM]: null, [KEY_ID]: null }

/**
 * An upload with the headers that the agent copies from the bucket's default encryption; without any for aws:kms:dsse.
 *
 * aws: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
 */
export const copiedHeaders = (encryption: BucketEncryption | undefined): Headers => {
  const algorithm = encryption?.algorithm
  if (algorithm === 'AES256') return { ...ACL, [ALGORITHM]: algorithm, [KEY_ID]: null }
  if (algorithm !== 'aws:kms') return noHeaders
  return { ...ACL, [ALGORITHM]: algorithm, [KEY_ID]: encryption?.keyId ?? null }
}

/** Whether a policy speaks of encryption headers at all. */
export const namesHeaders = (document: string): boolean => document.toLowerCase().includes(ALGORITHM)

/** Whether the bucket's or the role's policies ask for encryption headers: only then does it matter which are sent. */
export const asksForHeaders = (role: NodeRole, policy: BucketPolicy | undefined): boolean =>
  [
    policy?.document ?? '',
    ...role.identityPolicies.map(one => one.document),
    role.boundary?.document ?? '',
  ].some(namesHeaders)

interface HeaderRecords {
  readonly bucketPolicies: Readonly<Record<string, BucketPolicy>>
  readonly bucketEncryption: Readonly<Record<string, BucketEncryption>>
}

/** The headers of an upload at their best, reading the bucket's encryption only where a policy asks for it. */
export const bestHeaders = (role: NodeRole, destination: S3Destination, records: HeaderRecords): Headers => {
  const { bucket, foreign } = destination
  const policy = foreign ? undefined : records.bucketPolicies[bucket]
  return asksForHeaders(role, policy) ? copiedHeaders(records.bucketEncryption[bucket]) : noHeaders
}
