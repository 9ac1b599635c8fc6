import {
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import type { PublicAccessBlock } from '../core/changes/change.ts'
import { sameMeaning } from '../core/same-meaning.ts'
import { given, isError } from './answers.ts'
import { ChangedSince, type Context, type Executor } from './executor.ts'
import { expectNothing } from './expect-nothing.ts'
import { patiently } from './patiently.ts'

/** Gives nothing where S3 says by that error that the bucket has no such thing. @throws ChangedSince without a bucket */
const unlessUnset = async <T>(
  Bucket: string,
  unset: 'NoSuchPublicAccessBlockConfiguration' | 'NoSuchBucketPolicy',
  call: Promise<T>,
): Promise<T | undefined> => {
  try {
    return await call
  } catch (error) {
    if (isError(error, unset)) return undefined
    if (isError(error, 'NoSuchBucket')) throw new ChangedSince(`bucket ${Bucket} does not exist any more`)
    throw error
  }
}

const blockOf = async (s3: S3Client, Bucket: string): Promise<PublicAccessBlock | undefined> => {
  const read = s3.send(new GetPublicAccessBlockCommand({ Bucket }))
  const answer = await unlessUnset(Bucket, 'NoSuchPublicAccessBlockConfiguration', read)
  if (!answer) return undefined
  const block = given(answer.PublicAccessBlockConfiguration, 'PublicAccessBlockConfiguration')
  return {
    BlockPublicAcls: given(block.BlockPublicAcls, 'BlockPublicAcls'),
    IgnorePublicAcls: given(block.IgnorePublicAcls, 'IgnorePublicAcls'),
    BlockPublicPolicy: given(block.BlockPublicPolicy, 'BlockPublicPolicy'),
    RestrictPublicBuckets: given(block.RestrictPublicBuckets, 'RestrictPublicBuckets'),
  }
}

const same = (one: PublicAccessBlock | undefined, other: PublicAccessBlock | undefined): boolean =>
  one === undefined || other === undefined
    ? one === other
    : Object.entries(one).every(([name, on]) => other[name as keyof PublicAccessBlock] === on)

const putBlock = (s3: S3Client, Bucket: string, block: PublicAccessBlock | undefined): Promise<unknown> =>
  block === undefined
    ? s3.send(expectNothing(new DeletePublicAccessBlockCommand({ Bucket })))
    : s3.send(
        expectNothing(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: block })),
      )

/** Another change of the bucket is under way: S3 refuses until that is done. */
const write = async (context: Context, call: () => Promise<unknown>): Promise<void> => {
  await patiently(context, call, error => isError(error, 'OperationAborted'))
}

const block: Executor<'put-public-access-block'> = {
  look: async ({ region, bucket, from, to }, context) => {
    const { s3 } = context.at(region)
    const now = await blockOf(s3, bucket)
    if (same(now, to)) return undefined
    if (!same(now, from))
      throw new ChangedSince(
        `the block of public access of bucket ${bucket} was changed by someone else since`,
      )
    return { write: () => write(context, () => putBlock(s3, bucket, to)) }
  },
}

const policyOf = async (s3: S3Client, Bucket: string): Promise<string | undefined> => {
  const answer = await unlessUnset(
    Bucket,
    'NoSuchBucketPolicy',
    s3.send(new GetBucketPolicyCommand({ Bucket })),
  )
  return answer && whole(given(answer.Policy, 'Policy'))
}

/** The answer is the bare policy: a torn one would pass for what somebody else wrote. */
const whole = (text: string): string => {
  try {
    JSON.parse(text)
    return text
  } catch (cause) {
    throw new Error('malformed answer: it is no policy', { cause })
  }
}

const putPolicy = (s3: S3Client, Bucket: string, Policy: string | undefined): Promise<unknown> =>
  Policy === undefined
    ? s3.send(expectNothing(new DeleteBucketPolicyCommand({ Bucket })))
    : s3.send(expectNothing(new PutBucketPolicyCommand({ Bucket, Policy })))

/** How far a policy has come, where before or after there may be none. */
const stateOf = (
  now: string | undefined,
  from: string | undefined,
  to: string | undefined,
): 'before' | 'after' | 'neither' => {
  if (isSame(now, to)) return 'after'
  return isSame(now, from) ? 'before' : 'neither'
}

const isSame = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined || other === undefined ? one === other : sameMeaning(one, other)

const policy: Executor<'put-bucket-policy'> = {
  look: async ({ region, bucket, from, to }, context) => {
    const { s3 } = context.at(region)
    const how = stateOf(await policyOf(s3, bucket), from, to)
    if (how === 'after') return undefined
    if (how === 'neither')
      throw new ChangedSince(`the policy of bucket ${bucket} was changed by someone else since`)
    return { write: () => write(context, () => putPolicy(s3, bucket, to)) }
  },
}

/** Buckets: their own block of public access, and their policies. */
export const bucketExecutors = { 'put-public-access-block': block, 'put-bucket-policy': policy }
