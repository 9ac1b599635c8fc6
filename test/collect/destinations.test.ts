import { beforeEach, describe, expect, it } from 'vitest'
import { linesOf, readOne } from './reading.ts'
import {
  deny,
  head,
  HOME,
  hurry,
  iam,
  json,
  offline,
  recorded,
  refuse,
  startWire,
  type Answerer,
  type Wire,
} from './wire.ts'

offline()

let wire: Wire
beforeEach(() => {
  wire = startWire()
})

const FOREIGN_KEY = 'arn:aws:kms:ap-southeast-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab'

const preferences = (inputs: Readonly<Record<string, string>>): void => {
  const Content = JSON.stringify({ schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs })
  wire.on('ssm:GetDocument', () => json({ DocumentVersion: '1', Content }))
}

const params = (operation: string, name: string): unknown[] =>
  wire.calls.filter(call => call.operation === operation).map(call => call.params[name])

describe('a log group', () => {
  it('is the one of exactly that name, on whichever page', async () => {
    preferences({ cloudWatchLogGroupName: 'sessions' })
    wire.on('logs:DescribeLogGroups', (_, nth) =>
      nth === 0
        ? json({ logGroups: [{ logGroupName: 'sessions-old', arn: 'arn:old:*' }], nextToken: 'two' })
        : json({ logGroups: [{ logGroupName: 'sessions', arn: 'arn:aws:logs:r:a:log-group:sessions:*' }] }),
    )
    const { records } = await readOne(['logGroups'])
    expect(Object.values(records.logGroups ?? {})).toEqual([
      { name: 'sessions', arn: 'arn:aws:logs:r:a:log-group:sessions' },
    ])
    expect(params('DescribeLogGroups', 'nextToken')).toEqual([undefined, 'two'])
  })

  it('that is missing brings in those that the policies let nodes write to, and those of nearly its name', async () => {
    preferences({ cloudWatchLogGroupName: '/aws/ssm/onetime-sessions-dve' })
    const seen = await readOne(['logGroups', 'roles', 'policies'])
    expect(params('DescribeLogGroups', 'logGroupNamePrefix')).toEqual([
      '/aws/ssm/onetime-sessions-dve',
      '/aws/ssm/o',
      '/aws/ssm/onetime-sessions-prod',
    ])
    expect(seen.gaps).toEqual([])
  })

  it('that is missing brings in of those that begin alike only what is nearly its name, from every page', async () => {
    preferences({ cloudWatchLogGroupName: '/aws/ssm/onetime-sessions-dve' })
    const named = (...names: readonly string[]) => ({
      logGroups: names.map(logGroupName => ({ logGroupName, arn: `arn:${logGroupName}:*` })),
    })
    wire.on('logs:DescribeLogGroups', ({ params: { logGroupNamePrefix, nextToken } }) => {
      if (logGroupNamePrefix !== '/aws/ssm/o') return json(named())
      return nextToken === undefined
        ? json({ ...named('/aws/ssm/orders', '/aws/ssm/one-time-sessions-dev'), nextToken: 'two' })
        : json(named('/aws/ssm/onetime-sessions-dev'))
    })
    const { records } = await readOne(['logGroups', 'roles', 'policies'])
    expect(Object.keys(records.logGroups ?? {})).toEqual([
      '/aws/ssm/one-time-sessions-dev',
      '/aws/ssm/onetime-sessions-dev',
    ])
  })

  it('that is missing is known to be so, though those of nearly its name could not be listed', async () => {
    preferences({ cloudWatchLogGroupName: '/aws/ssm/onetime-sessions-dve' })
    wire.on('logs:DescribeLogGroups', (call, nth) =>
      call.params['logGroupNamePrefix'] === '/aws/ssm/o' ? deny(call, nth) : json({ logGroups: [] }),
    )
    const { gaps } = await readOne(['logGroups', 'roles', 'policies'])
    expect(linesOf(gaps)).toEqual(['logGroups /aws/ssm/o* logs:DescribeLogGroups'])
  })

  it('that is missing brings in no others where roles are not read', async () => {
    preferences({ cloudWatchLogGroupName: '/aws/ssm/onetime-sessions-dve' })
    await readOne(['logGroups', 'instances'])
    expect(params('DescribeLogGroups', 'logGroupNamePrefix')).toEqual(['/aws/ssm/onetime-sessions-dve'])
    expect(wire.names()).not.toContain('iam:GetRole')
  })

  it('brings in at most ten others', async () => {
    preferences({ cloudWatchLogGroupName: 'missing' })
    const Resource = Array.from(
      { length: 14 },
      (_, index) => `arn:aws:logs:*:123456789012:log-group:g${index}:*`,
    )
    const text = JSON.stringify({ Statement: { Effect: 'Allow', Action: 'logs:CreateLogStream', Resource } })
    wire.on('iam:GetRolePolicy', () =>
      iam('GetRolePolicy', `<PolicyDocument>${encodeURIComponent(text)}</PolicyDocument>`),
    )
    await readOne(['logGroups', 'roles', 'policies'])
    expect(params('DescribeLogGroups', 'logGroupNamePrefix')).toHaveLength(12)
  })
})

/** A bucket that this account may look at, and that another one owns. */
const ofAnother: Answerer = ({ params }) =>
  params['ExpectedBucketOwner'] === undefined ? head(200, HOME) : head(403)

describe('a bucket', () => {
  it('of the own account is asked for once, as the account’s', async () => {
    const { records, gaps } = await readOne(['buckets'])
    expect(gaps).toEqual([])
    expect(records.buckets?.['onetime-sessions-log']?.own).toBe(true)
    expect(params('HeadBucket', 'ExpectedBucketOwner')).toEqual(['123456789012'])
  })

  it('of a name that only old ones have is asked for like any other', async () => {
    preferences({ s3BucketName: 'Old_Session_Logs' })
    const { records } = await readOne(['buckets'])
    expect(params('HeadBucket', 'Bucket')).toEqual(['Old_Session_Logs'])
    expect(records.buckets?.['Old_Session_Logs']?.own).toBe(true)
  })

  it('of another account in another Region is known for both', async () => {
    wire.on('s3:HeadBucket', ({ region, params: { ExpectedBucketOwner: owner } }) => {
      if (region !== 'eu-west-1') return head(301, 'eu-west-1')
      return head(owner === undefined ? 200 : 403, 'eu-west-1')
    })
    const { records } = await readOne(['buckets'])
    expect(records.buckets).toEqual({
      'onetime-sessions-log': { name: 'onetime-sessions-log', region: 'eu-west-1', own: false },
    })
  })

  it('that is gone when it is asked for again is absent', async () => {
    wire.on('s3:HeadBucket', (_, nth) => head(nth === 0 ? 403 : 404))
    const { records, gaps } = await readOne(['buckets'])
    expect({ records: records.buckets, gaps }).toEqual({ records: {}, gaps: [] })
  })

  it('whose read fails otherwise is not asked for again', async () => {
    wire.on('s3:HeadBucket', () => head(400))
    const { gaps } = await readOne(['buckets'])
    expect(linesOf(gaps)).toEqual(['buckets onetime-sessions-log s3:ListBucket'])
    expect(wire.counts()['s3:HeadBucket']).toBe(1)
  })

  it('that refuses and is not among the account’s own is foreign, with all that hangs on it', async () => {
    preferences({ s3BucketName: 'central-logs' })
    wire.on('s3:HeadBucket', () => head(403))
    const { gaps } = await readOne(['bucketPolicies', 'bucketEncryption'])
    expect(linesOf(gaps).toSorted()).toEqual([
      'bucketEncryption central-logs s3:ListBucket foreign',
      'bucketPolicies central-logs s3:ListBucket foreign',
      'buckets central-logs s3:ListBucket foreign',
    ])
    expect(gaps[0]?.reason).toBe('HTTP 403 without a reason')
    expect(wire.names().filter(name => name.startsWith('s3:'))).toEqual([
      's3:HeadBucket',
      's3:HeadBucket',
      's3:ListBuckets',
    ])
    expect(params('HeadBucket', 'ExpectedBucketOwner')).toEqual(['123456789012', undefined])
  })

  it('that refuses and is the account’s own is an ordinary gap', async () => {
    wire.on('s3:HeadBucket', () => head(403))
    const { gaps } = await readOne(['buckets'])
    expect(linesOf(gaps)).toEqual(['buckets onetime-sessions-log s3:ListBucket'])
  })

  it('that refuses where the buckets may not be listed is an ordinary gap', async () => {
    preferences({ s3BucketName: 'central-logs' })
    wire.on('s3:HeadBucket', () => head(403))
    wire.on('s3:ListBuckets', deny)
    const { gaps } = await readOne(['buckets'])
    expect(linesOf(gaps)).toEqual(['buckets central-logs s3:ListBucket'])
  })

  it('is looked for on every page of the account’s own', async () => {
    wire.on('s3:HeadBucket', () => head(403))
    wire.on('s3:ListBuckets', (call, nth) => {
      const last = recorded(call, nth)
      if (nth > 0 || typeof last === 'string') return last
      const body =
        '<ListAllMyBucketsResult><Buckets/><ContinuationToken>more</ContinuationToken></ListAllMyBucketsResult>'
      return { ...last, body }
    })
    const { gaps } = await readOne(['buckets'])
    expect(linesOf(gaps)).toEqual(['buckets onetime-sessions-log s3:ListBucket'])
  })

  it('of another account that may be looked at, but not into, is foreign there', async () => {
    preferences({ s3BucketName: 'central-logs' })
    wire.on('s3:HeadBucket', ofAnother)
    wire.on('s3:GetBucketPolicy', refuse('MethodNotAllowed', 405))
    wire.on('s3:GetBucketEncryption', deny)
    const { records, gaps } = await readOne(['bucketPolicies', 'bucketEncryption'])
    expect(records.buckets).toEqual({
      'central-logs': { name: 'central-logs', region: 'ap-southeast-1', own: false },
    })
    expect(linesOf(gaps)).toEqual([
      'bucketPolicies central-logs s3:GetBucketPolicy foreign',
      'bucketEncryption central-logs s3:GetEncryptionConfiguration foreign',
    ])
  })

  it('of another account that may be looked at is foreign even where the own ones may not be listed', async () => {
    preferences({ s3BucketName: 'central-logs' })
    wire.on('s3:HeadBucket', ofAnother)
    wire.on('s3:GetBucketPolicy', refuse('MethodNotAllowed', 405))
    wire.on('s3:ListBuckets', deny)
    const { gaps } = await readOne(['bucketPolicies'])
    expect(linesOf(gaps)).toEqual(['bucketPolicies central-logs s3:GetBucketPolicy foreign'])
  })

  it('in another Region is asked there', async () => {
    wire.on('s3:HeadBucket', ({ region }) =>
      region === 'eu-west-1' ? head(200, 'eu-west-1') : head(301, 'eu-west-1'),
    )
    const { records, gaps } = await readOne(['bucketPolicies', 'bucketEncryption'])
    expect(gaps).toEqual([])
    expect(records.buckets).toEqual({
      'onetime-sessions-log': { name: 'onetime-sessions-log', region: 'eu-west-1', own: true },
    })
    const asked = wire.calls
      .filter(({ service }) => service === 's3')
      .map(call => `${call.operation} ${call.region}`)
    expect(asked.toSorted()).toEqual([
      'GetBucketEncryption eu-west-1',
      'GetBucketPolicy eu-west-1',
      'HeadBucket ap-southeast-1',
      'HeadBucket eu-west-1',
    ])
  })

  it('whose answer is another server’s page has no policy that is known', async () => {
    wire.on('s3:GetBucketPolicy', () => json('<html>Sign in</html>'))
    const { records, gaps } = await readOne(['bucketPolicies'])
    expect(records.bucketPolicies).toEqual({})
    expect(gaps.map(({ reason }) => reason)).toEqual(['malformed answer: it is not a policy'])
  })
})

describe('a key', () => {
  it('of another account that refuses is foreign', async () => {
    preferences({ kmsKeyId: FOREIGN_KEY })
    wire.on('kms:DescribeKey', deny)
    const { gaps } = await readOne(['keys', 'keyPolicies'])
    expect(linesOf(gaps)).toEqual([
      `keys ${FOREIGN_KEY} kms:DescribeKey foreign`,
      `keyPolicies ${FOREIGN_KEY} kms:DescribeKey foreign`,
    ])
  })

  it('of another account may show itself and keep its policy and grants', async () => {
    preferences({ kmsKeyId: FOREIGN_KEY })
    wire.on('kms:DescribeKey', () =>
      json({
        KeyMetadata: {
          Arn: FOREIGN_KEY,
          KeyId: '1234abcd',
          AWSAccountId: '444455556666',
          KeyState: 'Enabled',
        },
      }),
    )
    wire.on('kms:GetKeyPolicy', deny)
    wire.on('kms:ListGrants', deny)
    const { records, gaps } = await readOne(['keyPolicies', 'keyGrants'])
    expect(records.keys?.[FOREIGN_KEY]?.accountId).toBe('444455556666')
    expect(linesOf(gaps)).toEqual([
      `keyPolicies ${FOREIGN_KEY} kms:GetKeyPolicy foreign`,
      `keyGrants ${FOREIGN_KEY} kms:ListGrants foreign`,
    ])
  })

  it('of the own account that refuses is an ordinary gap', async () => {
    wire.on('kms:DescribeKey', deny)
    const { gaps } = await readOne(['keys'])
    expect(linesOf(gaps)).toEqual(['keys alias/onetime-sessions kms:DescribeKey'])
  })

  it('is asked for once per reference: preferences, log group, and bucket in its Region', async () => {
    wire.on('s3:HeadBucket', () => head(200, 'eu-west-1'))
    wire.on('s3:GetBucketEncryption', (call, nth) => {
      const found = recorded(call, nth)
      if (typeof found === 'string') return found
      return { ...found, body: found.body.replace(/arn:aws:kms[^<]*/, 'alias/bucket') }
    })
    await readOne(['keys', 'logGroups', 'bucketEncryption'])
    const asked = wire.calls.filter(({ service }) => service === 'kms')
    expect(asked.map(({ params: { KeyId }, region }) => `${String(KeyId)} in ${region}`).toSorted()).toEqual([
      'alias/bucket in eu-west-1',
      'alias/onetime-sessions in ap-southeast-1',
      'arn:aws:kms:ap-southeast-1:123456789012:key/0b5e1f3a-7c57-4a66-9f1d-2f6f0e5bd001 in ap-southeast-1',
    ])
  })

  it('that the config declares for the log group is read in that Region, and its policy', async () => {
    const declared = ({ accountId, region }: { accountId: string; region: string }) => ({
      logGroupKey: `arn:aws:kms:${region}:${accountId}:alias/logs`,
    })
    const world = await readOne(['keyPolicies'], { declared })
    const arn = `arn:aws:kms:${HOME}:123456789012:alias/logs`
    expect(params('DescribeKey', 'KeyId').toSorted()).toEqual(['alias/onetime-sessions', arn])
    expect(world.declared).toEqual({ logGroupKey: arn })
    expect(world.records.keys?.[arn]?.ref).toBe(arn)
  })

  it('has its grants read to the last page', async () => {
    const grant = (GranteePrincipal: string) => ({ GranteePrincipal, Operations: ['Decrypt'] })
    wire.on('kms:ListGrants', (_, nth) =>
      nth === 0
        ? json({ Grants: [grant('a')], Truncated: true, NextMarker: 'm' })
        : json({ Grants: [grant('b')], Truncated: false }),
    )
    const { records } = await readOne(['keyGrants'])
    const [found] = Object.values(records.keyGrants ?? {})
    expect(found?.grants.map(({ grantee }) => grantee)).toEqual(['a', 'b'])
    expect(params('ListGrants', 'Marker')).toEqual([undefined, 'm'])
  })
})

describe('the other Session documents', () => {
  it('are listed to the last page', async () => {
    wire.on('ssm:ListDocuments', (_, nth) =>
      nth === 0
        ? json({ DocumentIdentifiers: [{ Name: 'first' }], NextToken: 'two' })
        : json({ DocumentIdentifiers: [{ Name: 'second' }], NextToken: '' }),
    )
    const { records } = await readOne(['sessionDocuments'])
    expect(Object.keys(records.sessionDocuments ?? {})).toEqual(['first', 'second'])
  })

  it('hide one where one fails', async () => {
    hurry()
    wire.on('ssm:GetDocument', refuse('InternalServerError', 500))
    const { gaps } = await readOne(['sessionDocuments'])
    expect(linesOf(gaps)).toEqual(['sessionDocuments team-port-forward ssm:GetDocument'])
  })
})
