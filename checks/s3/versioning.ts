import { asNamed, awsCommand, defineCheck } from '../../src/core/index.ts'

export default defineCheck({
  id: 's3/versioning',
  title: 'the bucket keeps what is overwritten or deleted',
  why: 'Without versions, whoever may delete an object or write it anew takes a record away for good.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html',
  severity: 'low',
  fix: 'none',
  each: 's3Destinations',
  needs: ['bucketVersioning'],
  after: ['s3/bucket-exists'],
  mayFollow: ['preferences/default-version-current'],
  run(destination, { bucketVersioning }) {
    if (destination.foreign) return undefined
    const versioning = bucketVersioning[destination.bucket]
    if (!versioning || versioning.status === 'Enabled') return undefined
    const problem = {
      message: `bucket ${destination.bucket} keeps no versions${versioning.status === 'Suspended' ? ' any more' : ''}`,
      about: 'versioning',
      evidence: [
        {
          label: 'versioning',
          value: versioning.status ?? 'never enabled',
          source: `s3:GetBucketVersioning ${destination.bucket}`,
        },
      ],
      remedy: {
        text: 'enable versions: older ones are stored and charged for, and it can only be suspended, not undone',
        commands: [
          awsCommand('s3api put-bucket-versioning', {
            bucket: destination.bucket,
            'versioning-configuration': 'Status=Enabled',
          }),
        ],
      },
    }
    return asNamed(problem, destination, destination.id)
  },
})
