import type { AccessRequest } from './types.ts'

interface StorageCall {
  readonly action: string
  readonly resourceAccount?: string
}

type Facts = Pick<AccessRequest, 'among'> & { readonly context: NonNullable<AccessRequest['context']> }

/**
 * What a node's call to S3 tells of itself: the agent signs by version 4, in a header; whose the bucket is; and of TLS
 * the versions that S3 takes, which one of them is not told.
 *
 * aws: https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html
 * aws: https://docs.aws.amazon.com/AmazonS3/latest/userguide/network-isolation.html
 */
export const storageFacts = ({ action, resourceAccount: owner }: StorageCall): Facts => {
  if (!/^s3:/i.test(action)) return NONE
  const context = owner === undefined ? SIGNED : { ...SIGNED, 's3:ResourceAccount': owner }
  return { context, among: TLS }
}

const NONE: Facts = { context: {} }
const SIGNED = { 's3:signatureversion': 'AWS4-HMAC-SHA256', 's3:authType': 'REST-HEADER' }
const TLS = { 's3:TlsVersion': ['1.2', '1.3'] }
