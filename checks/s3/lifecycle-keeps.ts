import {
  asNamed,
  defineCheck,
  expiresRecords,
  type BucketExpiration,
  type Problem,
  type S3Destination,
} from '../../src/core/index.ts'

export default defineCheck({
  id: 's3/lifecycle-keeps',
  title: 'the bucket keeps the records as long as was promised',
  why: 'A rule of the bucket deletes objects under its prefix when their time is up. Where that is sooner than was promised, the records go without a trace.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html',
  severity: 'info',
  fix: 'none',
  each: 's3Destinations',
  needs: ['bucketLifecycle', 'declared'],
  after: ['s3/bucket-exists'],
  mayFollow: ['preferences/default-version-current'],
  run(destination, { bucketLifecycle, declared }) {
    if (destination.foreign) return undefined
    const least = declared['config']?.logRetentionDays?.atLeast
    const rules = bucketLifecycle[destination.bucket]?.expirations ?? []
    const found = rules.filter(rule => expiresRecords(rule, destination) && isSooner(rule, least))
    return found.map(rule => asNamed(problemOf(destination, rule, least), destination, destination.id))
  },
})

const isSooner = ({ days, date }: BucketExpiration, least: number | undefined): boolean =>
  date !== undefined || least === undefined || (days ?? 0) < least

const problemOf = (
  { bucket }: S3Destination,
  { id, prefix, days, date, narrowed }: BucketExpiration,
  least: number | undefined,
): Problem => {
  const name = id ?? `for ${prefix === '' ? 'every object' : prefix}`
  const when = days === undefined ? `on ${date}` : `after ${days} days`
  const some = narrowed ? ', where they have the tags or the size that it names' : ''
  const promised = least === undefined ? '' : `, and the config promises ${least} days`
  return {
    message: `rule ${name} of bucket ${bucket} deletes records ${when}${some}${promised}`,
    about: name,
    ...(least !== undefined && { severity: 'medium' as const }),
    ...(narrowed && { verdict: 'unknown' as const }),
    evidence: [
      { label: 'deleted', value: when, source: `s3:GetBucketLifecycleConfiguration ${bucket}` },
      ...(least === undefined ? [] : [{ label: 'promised', value: `${least} days`, source: 'config' }]),
    ],
    remedy: {
      text: 'let the rule keep the prefix of the records longer, or leave it out; what it has deleted is gone, unless the bucket keeps versions',
    },
  }
}
