import type { AddBucketStatement, BlockPublicAccess, Change, PublicAccessBlock } from '../changes/change.ts'
import { WHOLE_BLOCK } from '../changes/buckets.ts'
import { recordAt } from '../changes/edit-record.ts'
import { writtenInto } from '../iam/resource-statement.ts'
import type { World } from '../snapshot.ts'
import { lowerByThing, together, type Lowered } from './lowered.ts'
import { unread } from './unread.ts'

type BucketFix = AddBucketStatement | BlockPublicAccess

/** In bytes. aws: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html */
const LARGEST_POLICY = 20_480

/** Turns what is asked of buckets into changes: all statements for one bucket in one write of its policy. */
export const lowerBuckets = (world: World, fixes: readonly BucketFix[]): Lowered => {
  const statements = fixes.filter(fix => fix.type === 'add-bucket-statement')
  const blocks = fixes.filter(fix => fix.type === 'block-public-access')
  return together([
    lowerByThing(
      statements,
      ({ bucket }) => bucket,
      (bucket, own) => policyDraft(world, bucket, own),
    ),
    lowerByThing(
      blocks,
      ({ bucket }) => bucket,
      bucket => blockDraft(world, bucket),
    ),
  ])
}

/** What is not surely the account's own is not touched. */
const notOurs = (world: World, bucket: string): string | undefined => {
  const reason = unread(world, 'buckets', bucket, `bucket ${bucket}`)
  if (reason !== undefined || recordAt(world, 'buckets', bucket)?.own === true) return reason
  return `bucket ${bucket} is not known to be one of this account's own`
}

const placeOf = (world: World, bucket: string) => ({
  bucket,
  region: recordAt(world, 'buckets', bucket)?.region ?? world.scope.region,
})

const policyDraft = (
  world: World,
  bucket: string,
  fixes: readonly AddBucketStatement[],
): readonly Change[] | string => {
  const reason =
    notOurs(world, bucket) ?? unread(world, 'bucketPolicies', bucket, `the policy of bucket ${bucket}`)
  if (reason !== undefined) return reason
  const from = recordAt(world, 'bucketPolicies', bucket)?.document
  const to = writtenInto(
    from ?? EMPTY,
    fixes.map(({ statement }) => statement),
  )
  if (to === undefined) return `the policy of bucket ${bucket} is no JSON`
  if (to === from) return []
  if (new TextEncoder().encode(to).length > LARGEST_POLICY)
    return `the policy of bucket ${bucket} has no room for another statement`
  if (refusesItself(world, bucket))
    return `the policy of bucket ${bucket} is public, and its block of public access refuses to have such a one written`
  return [{ type: 'put-bucket-policy', ...placeOf(world, bucket), ...(from !== undefined && { from }), to }]
}

const EMPTY = '{"Version":"2012-10-17","Statement":[]}'

/** aws: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
const refusesItself = (world: World, bucket: string): boolean => {
  const access = recordAt(world, 'bucketPublicAccess', bucket)
  return access?.publicByPolicy === true && access.block['BlockPublicPolicy'] === true
}

const blockDraft = (world: World, bucket: string): readonly Change[] | string => {
  const reason =
    notOurs(world, bucket) ??
    unread(world, 'bucketPublicAccess', bucket, `the block of public access of bucket ${bucket}`)
  const access = recordAt(world, 'bucketPublicAccess', bucket)
  if (reason !== undefined || !access) return reason ?? `bucket ${bucket} was not read`
  const from = access.unset ? undefined : blockOf(access.block)
  if (from && Object.values(from).every(Boolean)) return []
  return [
    {
      type: 'put-public-access-block',
      ...placeOf(world, bucket),
      ...(from && { from }),
      to: WHOLE_BLOCK,
    },
  ]
}

const blockOf = (block: Readonly<Record<string, boolean>>): PublicAccessBlock => ({
  BlockPublicAcls: block['BlockPublicAcls'] === true,
  IgnorePublicAcls: block['IgnorePublicAcls'] === true,
  BlockPublicPolicy: block['BlockPublicPolicy'] === true,
  RestrictPublicBuckets: block['RestrictPublicBuckets'] === true,
})
