import {
  asNamed,
  bucketPolicyCommands,
  decide,
  defineCheck,
  type Problem,
  type ResourceStatement,
  type S3Destination,
  type Scope,
} from '../../src/core/index.ts'

export default defineCheck({
  id: 's3/tls-only',
  title: 'the bucket refuses what comes without TLS',
  why: 'The agent uploads by TLS alone. Whoever reads the records by plain HTTP sends them, and what proves his rights, over the network for all to see.',
  docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html',
  severity: 'low',
  fix: 'review',
  asks: ['add-bucket-statement'],
  each: 's3Destinations',
  needs: ['bucketPolicies'],
  after: ['s3/bucket-exists'],
  mayFollow: ['preferences/default-version-current'],
  run(destination, { bucketPolicies }, scope) {
    if (destination.foreign) return undefined
    const policy = bucketPolicies[destination.bucket]
    if (!policy || refusesPlain(destination, policy.document, scope)) return undefined
    const statement = statementFor(destination)
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
        text: 'add a Deny of what comes without TLS to the bucket policy, all its statements kept; clients that still use plain HTTP are refused from then on',
        commands: bucketPolicyCommands(destination.bucket, statement, policy.document),
      },
      fix: [{ type: 'add-bucket-statement', bucket: destination.bucket, statement }],
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

const statementFor = ({ bucketArn }: S3Destination): ResourceStatement => ({
  sid: 'TlsOnly',
  effect: 'Deny',
  principal: '*',
  actions: ['s3:*'],
  resources: [bucketArn, `${bucketArn}/*`],
  condition: { Bool: { 'aws:SecureTransport': 'false' } },
})
