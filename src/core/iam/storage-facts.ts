import type { ContextValue } from './types.ts'

type Context = Readonly<Record<string, ContextValue>>

const isStorage = ({ action }: { readonly action: string }): boolean => action.toLowerCase().startsWith('s3:')

/**
 * What a node's call to S3 tells of itself: the agent signs by version 4, in a header; and whose the bucket is.
 *
 * aws: https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html
 */
export const storageFacts = (call: {
  readonly action: string
  readonly resourceAccount?: string
}): Context => {
  if (!isStorage(call)) return {}
  const owner = call.resourceAccount
  return {
    's3:signatureversion': 'AWS4-HMAC-SHA256',
    's3:authType': 'REST-HEADER',
    ...(owner !== undefined && { 's3:ResourceAccount': owner }),
  }
}

/**
 * The versions of TLS that S3 takes: which one a node and S3 agree on is not told.
 *
 * aws: https://docs.aws.amazon.com/AmazonS3/latest/userguide/network-isolation.html
 */
export const storageChoices = (call: {
  readonly action: string
}): Readonly<Record<string, readonly string[]>> =>
  isStorage(call) ? { 's3:TlsVersion': ['1.2', '1.3'] } : {}
