import {
  GetBucketAclCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyStatusCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  type GetPublicAccessBlockCommandOutput,
  type LifecycleRule,
  type S3Client,
} from '@aws-sdk/client-s3'
import type {
  BucketExpiration,
  BucketLifecycle,
  BucketPublicAccess,
  BucketVersioning,
} from '../core/records.ts'
import { ask, malformed, unlessAbsent } from './ask.ts'
import { ofBuckets } from './buckets.ts'
import { expectRoot } from './expect-root.ts'
import type { AccountCollector } from './source.ts'

const VERSIONING = 's3:GetBucketVersioning'
const LIFECYCLE = 's3:GetLifecycleConfiguration'
const BLOCK = 's3:GetBucketPublicAccessBlock'
const POLICY_STATUS = 's3:GetBucketPolicyStatus'
const ACL = 's3:GetBucketAcl'

/** Whether the buckets that exist keep older versions. */
export const bucketVersioning: AccountCollector<'bucketVersioning'> = {
  actions: [VERSIONING],
  startsFrom: ['buckets'],
  load: source => ofBuckets(source, 'bucketVersioning', [VERSIONING], versioning),
}

/** When the buckets that exist let objects expire. */
export const bucketLifecycle: AccountCollector<'bucketLifecycle'> = {
  actions: [LIFECYCLE],
  startsFrom: ['buckets'],
  load: source => ofBuckets(source, 'bucketLifecycle', [LIFECYCLE], lifecycle),
}

/** What keeps the public out of the buckets that exist. */
export const bucketPublicAccess: AccountCollector<'bucketPublicAccess'> = {
  actions: [BLOCK, POLICY_STATUS, ACL],
  startsFrom: ['buckets'],
  load: source => ofBuckets(source, 'bucketPublicAccess', [BLOCK, POLICY_STATUS, ACL], publicAccess),
}

const versioning = async (s3: S3Client, Bucket: string): Promise<BucketVersioning> => {
  const command = expectRoot(
    new GetBucketVersioningCommand({ Bucket }),
    'VersioningConfiguration',
    VERSIONING,
  )
  const { Status } = await ask(VERSIONING, [], () => s3.send(command))
  return { bucket: Bucket, ...(Status && { status: Status }) }
}

const lifecycle = async (s3: S3Client, Bucket: string): Promise<BucketLifecycle> => {
  const answer = await unlessAbsent(
    ask(LIFECYCLE, ['Rules'], () => s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))),
    'NoSuchLifecycleConfiguration',
  )
  return { bucket: Bucket, expirations: (answer?.Rules ?? []).flatMap(expiration) }
}

/** aws: https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html */
const expiration = (rule: LifecycleRule): readonly BucketExpiration[] => {
  const { Status, ID, Filter, Prefix, Expiration: at } = rule
  if (Status !== 'Enabled' || (at?.Days === undefined && at?.Date === undefined)) return []
  const prefix = Filter?.Prefix ?? Filter?.And?.Prefix ?? Prefix ?? ''
  const tags = Filter?.Tag !== undefined || (Filter?.And?.Tags ?? []).length > 0
  const sizes = [Filter, Filter?.And].some(
    one => one?.ObjectSizeGreaterThan !== undefined || one?.ObjectSizeLessThan !== undefined,
  )
  return [
    {
      ...(ID && { id: ID }),
      prefix,
      ...(at.Days !== undefined && { days: at.Days }),
      ...(at.Date && { date: at.Date.toISOString() }),
      ...((tags || sizes) && { narrowed: true as const }),
    },
  ]
}

const publicAccess = async (s3: S3Client, bucket: string): Promise<BucketPublicAccess> => {
  const [block, publicByPolicy, publicGrants] = await Promise.all([
    blockOf(s3, bucket),
    isPublic(s3, bucket),
    grantsOf(s3, bucket),
  ])
  return { bucket, ...block, publicByPolicy, publicGrants }
}

const blockOf = async (
  s3: S3Client,
  Bucket: string,
): Promise<Pick<BucketPublicAccess, 'block' | 'unset'>> => {
  const answer = await unlessAbsent(
    ask(BLOCK, ['PublicAccessBlockConfiguration'], () =>
      s3.send(new GetPublicAccessBlockCommand({ Bucket })),
    ),
    'NoSuchPublicAccessBlockConfiguration',
  )
  const block = SETTINGS.map(name => [name, answer ? setting(answer, name) : false] as const)
  return { block: Object.fromEntries(block), ...(!answer && { unset: true as const }) }
}

const SETTINGS = [
  'BlockPublicAcls',
  'IgnorePublicAcls',
  'BlockPublicPolicy',
  'RestrictPublicBuckets',
] as const

const setting = (
  { PublicAccessBlockConfiguration: block }: GetPublicAccessBlockCommandOutput,
  name: (typeof SETTINGS)[number],
): boolean => {
  const value = block?.[name]
  if (value === undefined) throw malformed(BLOCK, `holds no ${name}`)
  return value
}

const isPublic = async (s3: S3Client, Bucket: string): Promise<boolean> => {
  const answer = await unlessAbsent(
    ask(POLICY_STATUS, ['PolicyStatus'], () => s3.send(new GetBucketPolicyStatusCommand({ Bucket }))),
    'NoSuchBucketPolicy',
  )
  if (!answer) return false
  const { IsPublic } = answer.PolicyStatus
  if (IsPublic === undefined) throw malformed(POLICY_STATUS, 'holds no IsPublic')
  return IsPublic
}

/** aws: https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#specifying-grantee-predefined-groups */
const EVERYBODY = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/

const grantsOf = async (s3: S3Client, Bucket: string): Promise<readonly string[]> => {
  const answer = await ask(ACL, ['Grants'], () => s3.send(new GetBucketAclCommand({ Bucket })))
  const groups = answer.Grants.flatMap(({ Grantee }) => EVERYBODY.exec(Grantee?.URI ?? '')?.[1] ?? [])
  return [...new Set(groups)].toSorted()
}
