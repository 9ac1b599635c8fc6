import { ListTagsForResourceCommand, type CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { GetBucketTaggingCommand, GetBucketWebsiteCommand, type S3Client } from '@aws-sdk/client-s3'
import type { BucketUse, LogGroupTags } from '../core/records.ts'
import { ask, malformed, unlessAbsent } from './ask.ts'
import { ofBuckets } from './buckets.ts'
import { expectRoot } from './expect-root.ts'
import { readEach } from './loaded.ts'
import type { AccountCollector, RegionCollector } from './source.ts'

const GROUP_TAGS = 'logs:ListTagsForResource'
const BUCKET_TAGS = 's3:GetBucketTagging'
const WEBSITE = 's3:GetBucketWebsite'

/** `arn:aws:logs:REGION:ACCOUNT:log-group:NAME` */
const groupNamed = (arn: string, here: string): string | undefined => {
  const [, , service, region, , kind, name] = arn.split(':')
  return service === 'logs' && region === here && kind === 'log-group' ? name : undefined
}

/** The tags of the log groups that a plan would edit. */
export const logGroupTags: RegionCollector<'logGroupTags'> = {
  actions: [GROUP_TAGS],
  startsFrom: [],
  load: ({ clients, edit, region }) => {
    const arns = new Map(edit.flatMap(arn => entry(groupNamed(arn, region), arn)))
    return readEach('logGroupTags', arns.keys(), [GROUP_TAGS], name =>
      unlessAbsent(groupTags(clients.logs, name, arns.get(name) ?? ''), 'ResourceNotFoundException'),
    )
  },
}

const entry = (name: string | undefined, arn: string): readonly (readonly [string, string])[] =>
  name === undefined ? [] : [[name, arn]]

const groupTags = async (
  logs: CloudWatchLogsClient,
  name: string,
  resourceArn: string,
): Promise<LogGroupTags> => {
  const { tags } = await ask(GROUP_TAGS, ['tags'], () =>
    logs.send(new ListTagsForResourceCommand({ resourceArn })),
  )
  return { name, tags }
}

/** Whether the buckets that a plan would edit serve websites, and their tags. */
export const bucketUse: AccountCollector<'bucketUse'> = {
  actions: [BUCKET_TAGS, WEBSITE],
  startsFrom: ['buckets'],
  load: source => {
    const names = new Set(source.edit.map(arn => /^arn:[^:]*:s3:::(.+)$/.exec(arn)?.[1]))
    return ofBuckets(source, 'bucketUse', [BUCKET_TAGS, WEBSITE], use, name => names.has(name))
  },
}

const use = async (s3: S3Client, bucket: string): Promise<BucketUse> => {
  const [website, tags] = await Promise.all([servesWebsite(s3, bucket), bucketTags(s3, bucket)])
  return { bucket, website, tags }
}

const servesWebsite = async (s3: S3Client, Bucket: string): Promise<boolean> => {
  const command = expectRoot(new GetBucketWebsiteCommand({ Bucket }), 'WebsiteConfiguration', WEBSITE)
  const answer = await unlessAbsent(
    ask(WEBSITE, [], () => s3.send(command)),
    'NoSuchWebsiteConfiguration',
  )
  return answer !== undefined
}

const bucketTags = async (s3: S3Client, Bucket: string): Promise<BucketUse['tags']> => {
  const answer = await unlessAbsent(
    ask(BUCKET_TAGS, ['TagSet'], () => s3.send(new GetBucketTaggingCommand({ Bucket }))),
    'NoSuchTagSet',
  )
  const tags = (answer?.TagSet ?? []).map(({ Key, Value }) => {
    if (Key === undefined || Value === undefined) throw malformed(BUCKET_TAGS, 'holds half a tag')
    return [Key, Value] as const
  })
  return Object.fromEntries(tags)
}
