import { GetBucketWebsiteCommand, type S3Client } from '@aws-sdk/client-s3'
import type { BucketWebsite } from '../core/records.ts'
import { ask, unlessAbsent } from './ask.ts'
import { ofBuckets } from './buckets.ts'
import { expectRoot } from './expect-root.ts'
import type { AccountCollector } from './source.ts'

const WEBSITE = 's3:GetBucketWebsite'

/** Whether the buckets that a plan would edit serve websites. */
export const bucketWebsites: AccountCollector<'bucketWebsites'> = {
  actions: [WEBSITE],
  startsFrom: ['buckets'],
  load: source => {
    const names = new Set(source.edit.flatMap(({ kind, id }) => (kind === 'bucket' ? [id] : [])))
    return ofBuckets(source, 'bucketWebsites', [WEBSITE], website, name => names.has(name))
  },
}

const website = async (s3: S3Client, bucket: string): Promise<BucketWebsite> => {
  const command = expectRoot(new GetBucketWebsiteCommand({ Bucket: bucket }), 'WebsiteConfiguration', WEBSITE)
  const answer = await unlessAbsent(
    ask(WEBSITE, [], () => s3.send(command)),
    'NoSuchWebsiteConfiguration',
  )
  return { bucket, serves: answer !== undefined }
}
