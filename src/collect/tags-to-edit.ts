import { ListTagsForResourceCommand as ListLogsTagsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { DescribeTagsCommand } from '@aws-sdk/client-ec2'
import { ListInstanceProfileTagsCommand, ListPolicyTagsCommand, type Tag } from '@aws-sdk/client-iam'
import { ListResourceTagsCommand } from '@aws-sdk/client-kms'
import { GetBucketTaggingCommand } from '@aws-sdk/client-s3'
import { ListTagsForResourceCommand } from '@aws-sdk/client-ssm'
import { thingKey, type Thing, type ThingKind } from '../core/changes/thing.ts'
import type { ResourceTags } from '../core/records.ts'
import { ask, everyPage, unlessAbsent } from './ask.ts'
import { NO_SUCH_ENTITY, tagsOf } from './iam-answers.ts'
import { readEach } from './loaded.ts'
import type { AccountCollector, AccountSource, RegionCollector, RegionSource } from './source.ts'

type Tags = Readonly<Record<string, string>>

/** How the tags of one kind of thing are read. */
interface TagReader<S> {
  readonly action: string
  /** AWS's words for a thing that is not there, or has no tags. */
  readonly absent: readonly string[]
  read(source: S, id: string): Promise<Tags>
}

type Readers<S> = { readonly [K in ThingKind]?: TagReader<S> }

/** One page of tags as IAM's answers hold it. */
interface IamPage {
  readonly Tags: readonly Tag[]
  readonly IsTruncated?: boolean | undefined
  readonly Marker?: string | undefined
}

const iamTags = async (
  action: string,
  page: (from: { Marker?: string }) => Promise<IamPage>,
): Promise<Tags> => {
  const all = await everyPage(action, async Marker => {
    const answer = await page(Marker === undefined ? {} : { Marker })
    return { items: answer.Tags, next: answer.IsTruncated ? answer.Marker : undefined }
  })
  return tagsOf(all)
}

const ACCOUNT: Readers<AccountSource> = {
  policy: {
    action: 'iam:ListPolicyTags',
    absent: [NO_SUCH_ENTITY],
    read: ({ clients: { iam } }, PolicyArn) =>
      iamTags('iam:ListPolicyTags', from =>
        ask('iam:ListPolicyTags', ['Tags'], () =>
          iam.send(new ListPolicyTagsCommand({ PolicyArn, ...from })),
        ),
      ),
  },
  instanceProfile: {
    action: 'iam:ListInstanceProfileTags',
    absent: [NO_SUCH_ENTITY],
    read: ({ clients: { iam } }, arn) =>
      iamTags('iam:ListInstanceProfileTags', from =>
        ask('iam:ListInstanceProfileTags', ['Tags'], () =>
          iam.send(
            new ListInstanceProfileTagsCommand({ InstanceProfileName: arn.split('/').at(-1), ...from }),
          ),
        ),
      ),
  },
  bucket: {
    action: 's3:GetBucketTagging',
    absent: ['NoSuchTagSet', 'NoSuchTagSetError', 'NoSuchBucket'],
    read: async ({ clients: { s3 } }, Bucket) => {
      const answer = await ask('s3:GetBucketTagging', ['TagSet'], () =>
        s3.send(new GetBucketTaggingCommand({ Bucket })),
      )
      return tagsOf(answer.TagSet)
    },
  },
}

const REGION: Readers<RegionSource> = {
  document: {
    action: 'ssm:ListTagsForResource',
    absent: ['InvalidResourceId'],
    read: async ({ clients: { ssm } }, ResourceId) => {
      const answer = await ask('ssm:ListTagsForResource', ['TagList'], () =>
        ssm.send(new ListTagsForResourceCommand({ ResourceType: 'Document', ResourceId })),
      )
      return tagsOf(answer.TagList)
    },
  },
  logGroup: {
    action: 'logs:ListTagsForResource',
    absent: ['ResourceNotFoundException'],
    read: async ({ clients: { logs }, partition, region, accountId }, name) => {
      const resourceArn = `arn:${partition}:logs:${region}:${accountId}:log-group:${name}`
      const answer = await ask('logs:ListTagsForResource', ['tags'], () =>
        logs.send(new ListLogsTagsCommand({ resourceArn })),
      )
      return answer.tags
    },
  },
  key: {
    action: 'kms:ListResourceTags',
    absent: ['NotFoundException'],
    read: async ({ clients: { kms } }, KeyId) => {
      const tags = await everyPage('kms:ListResourceTags', async Marker => {
        const answer = await ask('kms:ListResourceTags', ['Tags'], () =>
          kms.send(new ListResourceTagsCommand({ KeyId, ...(Marker && { Marker }) })),
        )
        return { items: answer.Tags, next: answer.Truncated ? answer.NextMarker : undefined }
      })
      return Object.fromEntries(tags.map(({ TagKey = '', TagValue = '' }) => [TagKey, TagValue]))
    },
  },
  vpc: {
    action: 'ec2:DescribeTags',
    absent: [],
    read: async ({ clients: { ec2 } }, id) => {
      const Filters = [{ Name: 'resource-id', Values: [id] }]
      const tags = await everyPage('ec2:DescribeTags', async NextToken => {
        const answer = await ask('ec2:DescribeTags', ['Tags'], () =>
          ec2.send(new DescribeTagsCommand({ Filters, ...(NextToken && { NextToken }) })),
        )
        return { items: answer.Tags, next: answer.NextToken }
      })
      return tagsOf(tags)
    },
  },
}

const actionsOf = <S>(readers: Readers<S>): readonly string[] =>
  Object.values(readers as Readonly<Record<string, TagReader<S>>>).map(({ action }) => action)

/** The keys of the things whose tags these readers read, and how one is read; other tags come with their records. */
const reading = <S>(source: S, readers: Readers<S>, things: readonly Thing[]) => {
  const own = new Map(
    things.flatMap(thing => {
      const reader = readers[thing.kind]
      return reader ? [[thingKey(thing), { reader, id: thing.id }] as const] : []
    }),
  )
  const read = async (key: string): Promise<ResourceTags | undefined> => {
    const one = own.get(key)
    if (!one) return undefined
    const tags = await unlessAbsent(one.reader.read(source, one.id), ...one.reader.absent)
    return { tags: tags ?? {} }
  }
  return { keys: own.keys(), read }
}

/** The tags of policies, instance profiles and buckets that a plan would edit. */
export const accountTags: AccountCollector<'accountTags'> = {
  actions: actionsOf(ACCOUNT),
  startsFrom: [],
  load: source => {
    const { keys, read } = reading(source, ACCOUNT, source.edit)
    return readEach('accountTags', keys, actionsOf(ACCOUNT), read)
  },
}

/** The tags of what a plan would edit in the Region. */
export const resourceTags: RegionCollector<'resourceTags'> = {
  actions: actionsOf(REGION),
  startsFrom: [],
  load: source => {
    const here = source.account.edit.filter(thing => isHere(source, thing))
    const { keys, read } = reading(source, REGION, here)
    return readEach('resourceTags', keys, actionsOf(REGION), read)
  },
}

/** An ARN tells its Region; what has none is looked for in each. */
const isHere = ({ region }: RegionSource, { id }: Thing): boolean =>
  !id.startsWith('arn:') || id.split(':')[3] === region
