import {
  asNamed,
  defineCheck,
  ifReadable,
  preferencesSay,
  type Bucket,
  type Declared,
  type Problem,
  type S3Destination,
} from '../../src/core/index.ts'

export default defineCheck({
  id: 's3/bucket-owner',
  title: 'the bucket belongs to the account, or to one that the config names',
  why: 'Names of buckets are free for anybody to take. A stranger who takes the one that was given up collects the records of every session.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html',
  severity: 'high',
  fix: 'none',
  each: 's3Destinations',
  needs: ['buckets', 'preferences', 'declared'],
  after: ['s3/bucket-exists'],
  mayFollow: ['preferences/default-version-current'],
  run(destination, { buckets, preferences, declared }, { accountId }) {
    const { bucket, foreign, bucketArn } = destination
    if (foreign === 'declared') {
      const fault = notAsDeclared(
        destination,
        ifReadable(() => buckets[bucket]),
        declared['config'],
      )
      return fault && asNamed(fault, destination, destination.id)
    }
    if (foreign !== 'seen') {
      // One that cannot be read may be anybody's.
      void buckets[bucket]
      return undefined
    }
    const isStrange = ifReadable(() => buckets[bucket]?.own === false) === true
    const problem = {
      message: `bucket ${bucket} is not among the buckets of account ${accountId}: whoever owns it reads the records`,
      about: 'owner',
      // A refusal tells that the bucket is there and not ours, not whose: a log archive is like that on purpose.
      ...(!isStrange && { verdict: 'unknown' as const, severity: 'info' as const }),
      evidence: [
        preferencesSay(preferences, destination, bucket),
        {
          label: 'owner',
          value: `not ${accountId}`,
          source: isStrange ? 's3:HeadBucket with the expected owner' : 's3:ListBuckets',
        },
      ],
      remedy: {
        text: `find out whose bucket it is; if it is the archive that you mean, declare ${bucketArn} as foreign in the config with its owner, else name a bucket of your own in the preferences`,
      },
    }
    return asNamed(problem, destination, destination.id)
  },
})

/** A bucket that S3 shows not to be of the account that the config names. */
const notAsDeclared = (
  { bucket, bucketArn }: S3Destination,
  record: Bucket | undefined,
  declared: Declared | undefined,
): Problem | undefined => {
  const owner = declared?.foreign?.find(({ arn }) => arn === bucketArn)?.owner
  if (owner === undefined || record?.ownedAsDeclared !== false) return undefined
  return {
    message: `bucket ${bucket} is not account ${owner}'s, whom the config declares as its owner: whoever owns it reads the records`,
    about: 'owner',
    evidence: [
      { label: 'declared', value: owner, source: 'config' },
      { label: 'owner', value: `not ${owner}`, source: 's3:HeadBucket with the expected owner' },
    ],
    remedy: {
      text: `find out whose bucket it is; if it is meant, declare ${bucketArn} as foreign with the account that owns it, else name another bucket in the preferences`,
    },
  }
}
