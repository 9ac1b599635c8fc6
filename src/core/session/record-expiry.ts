import type { S3Destination } from '../kinds.ts'
import type { BucketExpiration } from '../records.ts'

const keyOf = ({ objectArn, bucketArn }: S3Destination): string => objectArn.slice(bucketArn.length + 1)

/** Whether a rule of a bucket may let records expire: its prefix is about them, or about some of them. */
export const expiresRecords = ({ prefix }: BucketExpiration, destination: S3Destination): boolean =>
  keyOf(destination).startsWith(prefix) || prefix.startsWith(keyOf(destination).replace('SESSION.log', ''))
