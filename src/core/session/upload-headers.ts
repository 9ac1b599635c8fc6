import type { NodeRole, S3Destination } from '../kinds.ts'
import type { BucketEncryption, BucketPolicy } from '../records.ts'
import type { BucketSide } from './session-access.ts'

export type Headers = NonNullable<BucketSide['context']>

const ALGORITHM = 's3:x-amz-server-side-encryption'
const KEY_ID = 's3:x-amz-server-side-encryption-aws-kms-key-id'

/** What else an upload may carry, and a log never does: keys of the sender's own, grants, tags, locks, conditions. */
const UNSENT = [
  's3:x-amz-server-side-encryption-customer-algorithm',
  's3:x-amz-copy-source',
  's3:x-amz-metadata-directive',
  's3:x-amz-website-redirect-location',
  's3:x-amz-grant-full-control',
  's3:x-amz-grant-read',
  's3:x-amz-grant-read-acp',
  's3:x-amz-grant-write',
  's3:x-amz-grant-write-acp',
  's3:RequestObjectTagKeys',
  's3:object-lock-mode',
  's3:object-lock-retain-until-date',
  's3:object-lock-remaining-retention-days',
  's3:object-lock-legal-hold',
  's3:if-match',
  's3:if-none-match',
]

/** What the agent sends with every log: one ACL, and nothing else that policies can ask for but encryption. */
const PLAIN: Headers = {
  ...Object.fromEntries(UNSENT.map(key => [key, null])),
  's3:x-amz-acl': 'bucket-owner-full-control',
}

/** An upload without encryption headers: what the agent sends where it may not read the bucket's encryption. */
export const noHeaders: Headers = { ...PLAIN, [ALGORITHM]: null, [KEY_ID]: null }

/**
 * An upload with the headers that the agent copies from the bucket's default encryption; without any for aws:kms:dsse.
 *
 * aws: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
 */
export const copiedHeaders = (encryption: BucketEncryption | undefined): Headers => {
  const algorithm = encryption?.algorithm
  if (algorithm === 'AES256') return { ...PLAIN, [ALGORITHM]: algorithm, [KEY_ID]: null }
  if (algorithm !== 'aws:kms') return noHeaders
  return { ...PLAIN, [ALGORITHM]: algorithm, [KEY_ID]: encryption?.keyId ?? null }
}

/** Whether the bucket's or the role's policies ask for encryption headers: only then does it matter which are sent. */
export const asksForHeaders = (role: NodeRole, policy: BucketPolicy | undefined): boolean =>
  [
    policy?.document ?? '',
    ...role.identityPolicies.map(one => one.document),
    role.boundary?.document ?? '',
  ].some(document => document.toLowerCase().includes(ALGORITHM))

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
