import { askedBy, asNamed, defineCheck, preferencesSay } from '../../src/core/index.ts'

/** The newest agent whose source was read for this. */
const READ_UP_TO = '3.3.1142.0'

export default defineCheck({
  id: 's3/bucket-encryption-supported',
  title: 'the agent knows the default encryption of the bucket',
  why: 'With s3EncryptionEnabled the agent accepts AES256 and aws:kms as a bucket’s default encryption. It takes a bucket with aws:kms:dsse for one without encryption and refuses every session.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingDSSEncryption.html',
  severity: 'critical',
  fix: 'none',
  each: 's3Destinations',
  needs: ['bucketEncryption', 'preferences'],
  after: ['s3/bucket-exists'],
  mayFollow: ['preferences/default-version-current'],
  run(destination, { bucketEncryption, preferences }) {
    if (destination.encryptionBy.length === 0) return undefined
    const encryption = bucketEncryption[destination.bucket]
    const isDouble = encryption?.algorithm === 'aws:kms:dsse'
    if (!encryption || (encryption.algorithm !== undefined && !isDouble)) return undefined
    const required = askedBy(destination, destination.encryptionBy)
    const effect = isDouble
      ? 'encrypts with aws:kms:dsse, which the agent does not know: every session is refused, with the words "encryption is not set up on the selected Amazon S3 bucket"'
      : 'has a first encryption rule without a default, on which agents were seen to crash'
    const problem = {
      message: `bucket ${destination.bucket} ${effect}`,
      about: 'SSEAlgorithm',
      ...(!isDouble && { verdict: 'unknown' as const }),
      evidence: [
        { ...preferencesSay(preferences, required, 'true'), label: 's3EncryptionEnabled' },
        {
          label: 'SSEAlgorithm',
          value: encryption.algorithm ?? 'not told',
          source: `s3:GetBucketEncryption ${destination.bucket}`,
        },
        { label: 'agents read', value: `up to ${READ_UP_TO}`, source: 'source of the SSM Agent' },
      ],
      remedy: {
        text: 'quickest relief: turn s3EncryptionEnabled off in the preferences, the bucket encrypts all the same; else give the bucket the default encryption AES256 or aws:kms',
      },
    }
    return asNamed(problem, required, destination.id)
  },
})
