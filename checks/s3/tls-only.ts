import {
  asNamed,
  awsCommand,
  decide,
  defineCheck,
  type Problem,
  type S3Destination,
  type Scope,
} from '../../src/core/index.ts'

export default defineCheck({
  id: 's3/tls-only',
  title: 'the bucket refuses what comes without TLS',
  why: 'The agent uploads by TLS alone. Whoever reads the records by plain HTTP sends them, and what proves his rights, over the network for all to see.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html',
  severity: 'low',
  fix: 'none',
  each: 's3Destinations',
  needs: ['bucketPolicies'],
  after: ['s3/bucket-exists'],
  mayFollow: ['preferences/default-version-current'],
  run(destination, { bucketPolicies }, scope) {
    if (destination.foreign) return undefined
    const policy = bucketPolicies[destination.bucket]
    if (!policy || refusesPlain(destination, policy.document, scope)) return undefined
    const problem: Problem = {
      message: `the policy of bucket ${destination.bucket} denies nothing that comes by plain HTTP`,
      about: 'aws:SecureTransport',
      evidence: [
        {
          label: 'bucket policy',
          value: policy.document === undefined ? 'none' : 'no Deny on aws:SecureTransport false',
          source: `s3:GetBucketPolicy ${destination.bucket}`,
        },
      ],
      remedy: {
        text: 'add this statement to the bucket policy, beside those that stand there',
        commands: commandsFor(destination, policy.document),
      },
    }
    return asNamed(problem, destination, destination.id)
  },
})

/** Asked as somebody whom the policy names nowhere, reading a record. */
const refusesPlain = (
  { objectArn }: S3Destination,
  document: string | undefined,
  { partition, accountId }: Scope,
): boolean => {
  if (document === undefined) return false
  const request = {
    principal: `arn:${partition}:iam::${accountId}:role/ssm-doctor-any`,
    action: 's3:GetObject',
    resource: objectArn,
    resourceAccount: accountId,
    context: { 'aws:SecureTransport': false },
  }
  const verdict = decide(request, { resourcePolicy: { name: 'bucket policy', document } }).verdict
  return verdict === 'explicit-deny'
}

const commandsFor = (
  { bucket, bucketArn }: S3Destination,
  document: string | undefined,
): readonly string[] => {
  const put = (policy: string): string => awsCommand('s3api put-bucket-policy', { bucket, policy })
  const statement = statementFor(bucketArn)
  if (document === undefined) return [put(`{"Version":"2012-10-17","Statement":[${statement}]}`)]
  const read = awsCommand('s3api get-bucket-policy', { bucket, query: 'Policy', output: 'text' })
  return [
    // A policy of one statement may hold it without a list.
    `${read} | jq -c '.Statement = ([.Statement] | flatten) + [${statement}]' > bucket-policy.json`,
    put('file://bucket-policy.json'),
  ]
}

const statementFor = (bucketArn: string): string =>
  JSON.stringify({
    Sid: 'TlsOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [bucketArn, `${bucketArn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  })
