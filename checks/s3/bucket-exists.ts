import {
  asNamed,
  awsCommand,
  defineCheck,
  preferencesSay,
  type Problem,
  type S3Destination,
} from '../../src/core/index.ts'

export default defineCheck({
  id: 's3/bucket-exists',
  title: 'the bucket that the preferences name exists',
  why: 'The agent never creates the bucket. Where it is missing, the log of every session is thrown away at its end, or every session is refused where encryption is required.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html',
  severity: 'high',
  fix: 'none',
  each: 's3Destinations',
  needs: ['buckets', 'preferences'],
  mayFollow: ['preferences/schema-valid', 'preferences/default-version-current', 'preferences/as-declared'],
  run(destination, { buckets, preferences }, { region }) {
    const { bucket, invalid } = destination
    if (buckets[bucket]) return undefined
    const problem: Problem = {
      message: `bucket ${bucket} does not exist: ${effectOf(destination)}`,
      about: 's3BucketName',
      severity: destination.encryptionRequired ? 'critical' : 'high',
      because: ['preferences/schema-valid', 'preferences/as-declared'].map(check => ({
        check,
        about: 's3BucketName',
      })),
      evidence: [
        preferencesSay(preferences, destination, bucket),
        { label: 'S3 says', value: '404 Not Found', source: `s3:HeadBucket ${bucket}` },
      ],
      remedy: invalid
        ? { text: 'write the name of a bucket, not its ARN or address, into s3BucketName' }
        : {
            text: `name the bucket that was meant in the preferences, or create ${bucket}: whoever creates it first gets the session logs`,
            commands: [
              awsCommand('s3api create-bucket', {
                bucket,
                // aws: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html (us-east-1 takes none)
                ...(region !== 'us-east-1' && {
                  'create-bucket-configuration': `LocationConstraint=${region}`,
                }),
                region,
              }),
            ],
          },
    }
    return asNamed(problem, destination, destination.id)
  },
})

const effectOf = ({ encryptionRequired, invalid }: S3Destination): string => {
  if (encryptionRequired) {
    return 'every session is refused, with the words "unable to validate encryption on Amazon S3 bucket … NoSuchBucket"'
  }
  const why = invalid ? ' (no bucket can have that name)' : ''
  return `sessions open and leave no log in S3, without an error, while the console still shows a link to it${why}`
}
