/** What the documents of a test account speak of. */
export interface PolicyFacts {
  readonly accountId: string
  readonly region: string
  readonly logGroup: string
  readonly bucket: string
  readonly prefix: string
  readonly keyArn: string
}

type Json = Record<string, unknown>

const document = (statements: readonly Json[]): Json => ({ Version: '2012-10-17', Statement: statements })

/** A document as its owner wrote it: indented, with a line end, so that byte for byte means something. */
export const asWritten = (value: unknown): string => `${JSON.stringify(value, null, 4)}\n`

const groupArn = ({ region, accountId, logGroup }: PolicyFacts): string =>
  `arn:aws:logs:${region}:${accountId}:log-group:${logGroup}`

/** What a node of the story needs beyond the five core actions. */
export const sessionStatements = (facts: PolicyFacts): Json[] => [
  {
    Sid: 'SessionLogs',
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: [`${groupArn(facts)}:*`],
  },
  { Sid: 'FindLogGroup', Effect: 'Allow', Action: ['logs:DescribeLogGroups'], Resource: '*' },
  {
    Sid: 'SessionTranscripts',
    Effect: 'Allow',
    Action: ['s3:PutObject', 's3:PutObjectAcl'],
    Resource: `arn:aws:s3:::${facts.bucket}/${facts.prefix}/*`,
  },
  { Effect: 'Allow', Action: 's3:GetEncryptionConfiguration', Resource: `arn:aws:s3:::${facts.bucket}` },
  { Sid: 'SessionKey', Effect: 'Allow', Action: 'kms:Decrypt', Resource: facts.keyArn },
]

/** The policy of a node role of the story. */
export const sessionPolicy = (facts: PolicyFacts): Json => document(sessionStatements(facts))

/** The session policy with one statement exchanged, by its Sid. */
export const withStatement = (facts: PolicyFacts, sid: string, changed: Json): Json =>
  document(sessionStatements(facts).map(statement => (statement['Sid'] === sid ? changed : statement)))

export const trustPolicy = (service: string): Json =>
  document([{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }])

/** A key policy that leaves the account to its IAM and lets the log service of the Region use the key for its groups. */
export const keyPolicy = ({ accountId, region }: Pick<PolicyFacts, 'accountId' | 'region'>): Json =>
  document([
    {
      Sid: 'Account',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${accountId}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
    {
      Sid: 'LogService',
      Effect: 'Allow',
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      Resource: '*',
      Condition: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${accountId}:*` },
      },
    },
  ])

/** A bucket policy that refuses plain HTTP. */
export const bucketPolicy = (bucket: string): Json =>
  document([
    {
      Sid: 'TlsOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ])
