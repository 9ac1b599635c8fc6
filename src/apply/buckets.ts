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

/** A bucket of the account: S3 refuses where another account owns the name by now. */
interface OwnBucket {
  readonly Bucket: string
  readonly ExpectedBucketOwner: string
}

// aws: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
const ownBucket = (Bucket: string, { accountId }: Context): OwnBucket => ({
  Bucket,
  ExpectedBucketOwner: accountId,
})

/** Gives nothing where S3 says by that error that the bucket has no such thing. @throws ChangedSince without a bucket */
const unlessUnset = async <T>(
  { Bucket }: OwnBucket,
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

const blockOf = async (s3: S3Client, own: OwnBucket): Promise<PublicAccessBlock | undefined> => {
  const read = s3.send(new GetPublicAccessBlockCommand(own))
  const answer = await unlessUnset(own, 'NoSuchPublicAccessBlockConfiguration', read)
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

const putBlock = (s3: S3Client, own: OwnBucket, block: PublicAccessBlock | undefined): Promise<unknown> =>
  block === undefined
    ? s3.send(expectNothing(new DeletePublicAccessBlockCommand(own)))
    : s3.send(
        expectNothing(new PutPublicAccessBlockCommand({ ...own, PublicAccessBlockConfiguration: block })),
      )

/** Another change of the bucket is under way: S3 refuses until that is done. */
const write = async (context: Context, call: () => Promise<unknown>): Promise<void> => {
  await patiently(context, call, error => isError(error, 'OperationAborted'))
}

const block: Executor<'put-public-access-block'> = {
  look: async ({ region, bucket, from, to }, context) => {
    const { s3 } = context.at(region)
    const own = ownBucket(bucket, context)
    const now = await blockOf(s3, own)
    if (same(now, to)) return undefined
    if (!same(now, from))
      throw new ChangedSince(
        `the block of public access of bucket ${bucket} was changed by someone else since`,
      )
    return { write: () => write(context, () => putBlock(s3, own, to)) }
  },
}

const policyOf = async (s3: S3Client, own: OwnBucket): Promise<string | undefined> => {
  const answer = await unlessUnset(own, 'NoSuchBucketPolicy', s3.send(new GetBucketPolicyCommand(own)))
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

const putPolicy = (s3: S3Client, own: OwnBucket, Policy: string | undefined): Promise<unknown> =>
  Policy === undefined
    ? s3.send(expectNothing(new DeleteBucketPolicyCommand(own)))
    : s3.send(expectNothing(new PutBucketPolicyCommand({ ...own, Policy })))

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
    const own = ownBucket(bucket, context)
    const how = stateOf(await policyOf(s3, own), from, to)
    if (how === 'after') return undefined
    if (how === 'neither')
      throw new ChangedSince(`the policy of bucket ${bucket} was changed by someone else since`)
    return { write: () => write(context, () => putPolicy(s3, own, to)) }
  },
}

/** Buckets: their own block of public access, and their policies. */
export const bucketExecutors = { 'put-public-access-block': block, 'put-bucket-policy': policy }
