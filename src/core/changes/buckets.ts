import type { World } from '../snapshot.ts'
import type { ChangeSpec, PublicAccessBlock, PutPublicAccessBlock } from './change.ts'
import { editRecord, recordAt } from './edit-record.ts'
import { review } from './review.ts'
import { swapped } from './swapped.ts'

/** The settings that keep the public out as far as a bucket's own block can. */
export const WHOLE_BLOCK: PublicAccessBlock = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
}

const NAMES = Object.keys(WHOLE_BLOCK) as (keyof PublicAccessBlock)[]
const NO_BLOCK = Object.fromEntries(NAMES.map(name => [name, false]))

/** What is let in without a block may be cut off by one: a public policy or ACL, a website, and what nobody looked at. */
const cutsOff = (world: World, { bucket }: PutPublicAccessBlock): boolean => {
  const access = recordAt(world, 'bucketPublicAccess', bucket)
  const isOurs = recordAt(world, 'buckets', bucket)?.own === true
  const isOpen = !access || access.publicByPolicy || access.publicGrants.length > 0
  return !isOurs || isOpen || recordAt(world, 'bucketWebsites', bucket)?.serves !== false
}

const opens = ({ from, to }: PutPublicAccessBlock): boolean =>
  NAMES.some(name => from?.[name] === true && to?.[name] !== true)

const blockWords = ({ bucket, from, to }: PutPublicAccessBlock): string => {
  if (to === undefined) return `delete the block of public access of bucket ${bucket}`
  const turned = (on: boolean): string =>
    NAMES.filter(name => to[name] === on && from?.[name] !== on).join(', ')
  const [on, off] = [turned(true), turned(false)]
  const parts = [...(on === '' ? [] : [`turn on ${on}`]), ...(off === '' ? [] : [`turn off ${off}`])]
  return `${parts.join(' and ') || 'write all settings anew'} in the block of public access of bucket ${bucket}`
}

/** Buckets, in whatever Region: their own block of public access, and their policies. */
export const bucketSpecs: {
  readonly 'put-public-access-block': ChangeSpec<'put-public-access-block'>
  readonly 'put-bucket-policy': ChangeSpec<'put-bucket-policy'>
} = {
  'put-public-access-block': {
    touches: ['bucketPublicAccess'],
    phase: 'buckets',
    // A block that refuses public policies refuses to have one written that is public already.
    turn: ({ bucket }) => `${bucket} 2`,
    edits: ({ bucket: id }) => ({ kind: 'bucket', id }),
    risk: (change, world) => (opens(change) || cutsOff(world, change) ? 'review' : 'safe'),
    actions: ['s3:GetBucketPublicAccessBlock', 's3:PutBucketPublicAccessBlock'],
    describe: blockWords,
    apply: (world, { bucket, to }) =>
      editRecord(world, 'bucketPublicAccess', bucket, ({ unset: _unset, ...access }) => ({
        ...access,
        block: to ?? NO_BLOCK,
        ...(to === undefined && { unset: true }),
      })),
    invert: ({ from, to, ...change }) => ({ ...change, ...swapped(from, to) }),
  },
  'put-bucket-policy': {
    touches: ['bucketPolicies'],
    phase: 'buckets',
    turn: ({ bucket }) => `${bucket} 1`,
    edits: ({ bucket: id }) => ({ kind: 'bucket', id }),
    risk: review,
    actions: ['s3:DeleteBucketPolicy', 's3:GetBucketPolicy', 's3:PutBucketPolicy'],
    describe: ({ bucket, from, to }) => {
      if (to === undefined) return `delete the policy of bucket ${bucket}, which this tool wrote`
      return from === undefined ? `give bucket ${bucket} a policy` : `write the policy of bucket ${bucket}`
    },
    diff: ({ bucket, from = '', to = '' }) => ({
      title: `policy of bucket ${bucket}`,
      before: from,
      after: to,
    }),
    apply: (world, { bucket, to }) =>
      editRecord(world, 'bucketPolicies', bucket, ({ document: _was, ...policy }) => ({
        ...policy,
        ...(to !== undefined && { document: to }),
      })),
    invert: ({ from, to, ...change }) => ({ ...change, ...swapped(from, to) }),
  },
}
