import { beforeEach, describe, expect, it } from 'vitest'
import type { Declared } from '../../src/core/records.ts'
import { page } from './network/answers.ts'
import { linesOf, read, readOne } from './reading.ts'
import { HOME, json, offline, recorded, refuse, startWire, type Answerer, type Wire } from './wire.ts'

offline()

let wire: Wire
beforeEach(() => {
  wire = startWire()
})

const PREFERENCES = 'SSM-SessionManagerRunShell'
const ALIAS = 'alias/sessions-to-be'

const declares = (preferences: NonNullable<Declared['preferences']>) => ({
  declared: () => ({ preferences }),
})

const asked = (operation: string, name: string): unknown[] => [
  ...new Set(wire.calls.filter(call => call.operation === operation).map(call => call.params[name])),
]

const preferences = (inputs: Readonly<Record<string, string>>): void => {
  const Content = JSON.stringify({ schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs })
  wire.on('ssm:GetDocument', () => json({ DocumentVersion: '1', Content }))
}

const noDocument: Answerer = (call, nth) =>
  call.params['Name'] === PREFERENCES ? refuse('InvalidDocument')(call, nth) : recorded(call, nth)

describe('what the config declares for the preferences', () => {
  it('is read beside what they name', async () => {
    preferences({ cloudWatchLogGroupName: 'now', s3BucketName: 'bucket-now', kmsKeyId: 'alias/now' })
    const { gaps } = await readOne(
      ['logGroups', 'buckets', 'keys'],
      declares({ cloudWatchLogGroupName: 'to-be', s3BucketName: 'bucket-to-be', kmsKeyId: ALIAS }),
    )
    expect(asked('DescribeLogGroups', 'logGroupNamePrefix')).toEqual(['now', 'to-be'])
    expect(asked('HeadBucket', 'Bucket')).toEqual(['bucket-now', 'bucket-to-be'])
    expect(asked('DescribeKey', 'KeyId').toSorted()).toEqual(['alias/now', ALIAS].toSorted())
    expect(gaps).toEqual([])
  })

  it('is read where there are no preferences', async () => {
    wire.on('ssm:GetDocument', noDocument)
    await readOne(
      ['logGroups', 'buckets', 'keys'],
      declares({ cloudWatchLogGroupName: 'to-be', kmsKeyId: '' }),
    )
    expect(asked('DescribeLogGroups', 'logGroupNamePrefix')).toEqual(['to-be'])
    expect(asked('HeadBucket', 'Bucket')).toEqual([])
    expect(asked('DescribeKey', 'KeyId')).toEqual([])
  })

  it('has the encryption of its bucket read, and the key of that', async () => {
    wire.on('ssm:GetDocument', noDocument)
    const key = `arn:aws:kms:${HOME}:123456789012:key/5e55aaaa`
    const rule = `<ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>${key}</KMSMasterKeyID></ApplyServerSideEncryptionByDefault>`
    wire.on('s3:GetBucketEncryption', () => ({
      status: 200,
      headers: { 'content-type': 'text/xml' },
      body: `<ServerSideEncryptionConfiguration><Rule>${rule}</Rule></ServerSideEncryptionConfiguration>`,
    }))
    await readOne(['keys', 'buckets', 'bucketEncryption'], declares({ s3BucketName: 'bucket-to-be' }))
    expect(asked('DescribeKey', 'KeyId')).toEqual([key])
  })

  it('is read in the Region for which it is declared, and is in its world', async () => {
    preferences({})
    const worlds = await read(['logGroups'], {
      regions: ['eu-west-1', 'eu-west-3'],
      declared: ({ region }) => ({ preferences: { cloudWatchLogGroupName: `sessions-${region}` } }),
    })
    const calls = wire.calls.filter(({ operation }) => operation === 'DescribeLogGroups')
    expect(
      calls.map(({ region, params }) => `${region} ${String(params['logGroupNamePrefix'])}`).toSorted(),
    ).toEqual(['eu-west-1 sessions-eu-west-1', 'eu-west-3 sessions-eu-west-3'])
    expect(worlds[1]?.declared).toEqual({ preferences: { cloudWatchLogGroupName: 'sessions-eu-west-3' } })
  })

  it('has the private zones read that stand in for an endpoint of a service to be', async () => {
    preferences({})
    wire.on('ec2:DescribeRouteTables', () => page('DescribeRouteTables', 'routeTableSet', []))
    wire.on('ec2:DescribeVpcEndpoints', () =>
      page('DescribeVpcEndpoints', 'vpcEndpointSet', [
        `<vpcEndpointId>vpce-7</vpcEndpointId><vpcEndpointType>Interface</vpcEndpointType><vpcId>vpc-7</vpcId>
         <serviceName>com.amazonaws.${HOME}.kms</serviceName><state>available</state>
         <privateDnsEnabled>false</privateDnsEnabled>`,
      ]),
    )
    await readOne(['privateZones'])
    expect(asked('ListHostedZonesByVPC', 'vpcid')).toEqual([])
    await readOne(['privateZones'], declares({ kmsKeyId: ALIAS }))
    expect(asked('ListHostedZonesByVPC', 'vpcid')).toEqual(['vpc-7'])
  })
})

describe('a name in a wrong form', () => {
  it('has what it stands for read', async () => {
    preferences({
      cloudWatchLogGroupName: `arn:aws:logs:${HOME}:123456789012:log-group:/aws/ssm/meant:*`,
      s3BucketName: 's3://bucket-meant/',
    })
    await readOne(['logGroups', 'buckets'])
    expect(asked('DescribeLogGroups', 'logGroupNamePrefix')).toEqual(['/aws/ssm/meant'])
    expect(asked('HeadBucket', 'Bucket')).toEqual(['bucket-meant'])
  })

  it('of another Region stands for nothing here', async () => {
    preferences({ cloudWatchLogGroupName: 'arn:aws:logs:eu-west-3:123456789012:log-group:/aws/ssm/meant:*' })
    await readOne(['logGroups'])
    expect(asked('DescribeLogGroups', 'logGroupNamePrefix')).toEqual([])
  })
})

describe('the tags of the preferences document', () => {
  const edit = [{ kind: 'document', id: PREFERENCES }] as const

  it('are read by name where it is edited', async () => {
    const { records } = await readOne(['resourceTags'], { edit })
    expect(records.resourceTags).toEqual({ [`document ${PREFERENCES}`]: { tags: { team: 'platform' } } })
    expect(asked('ListTagsForResource', 'ResourceType')).toEqual(['Document'])
  })

  it('are none where there is no document', async () => {
    wire.on('ssm:ListTagsForResource', refuse('InvalidResourceId'))
    const { records, gaps } = await readOne(['resourceTags'], { edit })
    expect([records.resourceTags, gaps]).toEqual([{ [`document ${PREFERENCES}`]: { tags: {} } }, []])
  })

  it('that are refused are a gap', async () => {
    wire.on('ssm:ListTagsForResource', refuse('AccessDeniedException'))
    const { gaps } = await readOne(['resourceTags'], { edit })
    expect(linesOf(gaps).join()).toContain(`document ${PREFERENCES} `)
  })
})
