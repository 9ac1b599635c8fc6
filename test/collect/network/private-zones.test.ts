import { beforeEach, describe, expect, it, vi } from 'vitest'
import { linesOf, readOne } from '../reading.ts'
import { deny, json, offline, recorded, sessionOn, startWire, xml, type Wire } from '../wire.ts'
import { page } from './answers.ts'

offline()

let wire: Wire
beforeEach(() => {
  wire = startWire()
  wire.on('ec2:DescribeRouteTables', () => page('DescribeRouteTables', 'routeTableSet', []))
})

const VPC = 'vpc-0123456789abcdef0'

interface Told {
  readonly service?: string
  readonly state?: string
  readonly dns?: boolean
  readonly type?: string
}

const endpoint = ({ service = 'ssm', state = 'available', dns = false, type = 'Interface' }: Told): void =>
  wire.on('ec2:DescribeVpcEndpoints', () =>
    page('DescribeVpcEndpoints', 'vpcEndpointSet', [
      `<vpcEndpointId>vpce-7</vpcEndpointId><vpcEndpointType>${type}</vpcEndpointType><vpcId>vpc-7</vpcId>
       <serviceName>com.amazonaws.ap-southeast-1.${service}</serviceName><state>${state}</state>
       <privateDnsEnabled>${dns}</privateDnsEnabled>`,
    ]),
  )

const preferences = (inputs: Readonly<Record<string, string>>): void => {
  const Content = JSON.stringify({ schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs })
  wire.on('ssm:GetDocument', () => json({ DocumentVersion: '1', Content }))
}

const asked = (): unknown[] =>
  wire.calls.filter(({ service }) => service === 'route53').map(({ params }) => params)

describe('the private zones of a VPC', () => {
  it('are named without their last dot', async () => {
    const { records, gaps } = await readOne(['privateZones'])
    expect(gaps).toEqual([])
    expect(records.privateZones).toEqual({
      [VPC]: { vpcId: VPC, names: ['ssm.ap-southeast-1.amazonaws.com', 'example.internal'] },
    })
    expect(asked()).toEqual([{ vpcid: VPC, vpcregion: 'ap-southeast-1' }])
  })

  it('are read to the last page', async () => {
    const zone = (name: string, next = ''): string =>
      `<ListHostedZonesByVPCResponse><HostedZoneSummaries><HostedZoneSummary><Name>${name}.</Name></HostedZoneSummary>
       </HostedZoneSummaries>${next}</ListHostedZonesByVPCResponse>`
    wire.on('route53:ListHostedZonesByVPC', ({ params: { nexttoken } }) =>
      xml(nexttoken === undefined ? zone('a', '<NextToken>more</NextToken>') : zone('b')),
    )
    const { records } = await readOne(['privateZones'])
    expect(records.privateZones?.[VPC]?.names).toEqual(['a', 'b'])
    expect(asked()[1]).toEqual({ vpcid: VPC, vpcregion: 'ap-southeast-1', nexttoken: 'more' })
  })

  it('are unknown for that VPC alone where they are refused', async () => {
    wire.on('route53:ListHostedZonesByVPC', deny)
    const { gaps } = await readOne(['privateZones'])
    expect(linesOf(gaps)).toEqual([`privateZones ${VPC} route53:ListHostedZonesByVPC`])
  })

  it.each([
    ['has private DNS', { dns: true }],
    ['is not available yet', { state: 'pendingAcceptance' }],
    ['is on its way out', { state: 'deleting' }],
    ['is a gateway', { type: 'Gateway', service: 's3' }],
    ['is of a service that no session needs', { service: 'ec2messages' }],
  ])('are not asked for where the endpoint %s', async (_, told) => {
    endpoint(told)
    const { records, gaps } = await readOne(['privateZones'])
    expect({ found: records.privateZones, gaps, asked: asked() }).toEqual({ found: {}, gaps: [], asked: [] })
  })

  it.each([
    ['logs', 'cloudWatchLogGroupName'],
    ['s3', 's3BucketName'],
    ['kms', 'kmsKeyId'],
  ])('are asked for an endpoint of %s only where the preferences need it', async (service, field) => {
    endpoint({ service })
    preferences({})
    await readOne(['privateZones'])
    expect(asked()).toEqual([])
    preferences({ [field]: 'something' })
    await readOne(['privateZones'])
    expect(asked()).toEqual([{ vpcid: 'vpc-7', vpcregion: 'ap-southeast-1' }])
  })

  it('are asked for any service where the preferences cannot be read', async () => {
    endpoint({ service: 'kms' })
    wire.on('ssm:GetDocument', deny)
    await readOne(['privateZones'])
    expect(asked()).toEqual([{ vpcid: 'vpc-7', vpcregion: 'ap-southeast-1' }])
  })
})

describe('Route 53', () => {
  const PLACES = [
    ['aws', 'ap-southeast-1', 'us-east-1', 'route53.amazonaws.com'],
    ['aws-cn', 'cn-north-1', 'cn-northwest-1', 'route53.amazonaws.com.cn'],
    ['aws-us-gov', 'us-gov-east-1', 'us-gov-west-1', 'route53.us-gov.amazonaws.com'],
  ] as const

  const signedFor = (): string[] =>
    wire.calls.filter(({ service }) => service === 'route53').map(({ region }) => region)

  const partition = (name: string): void =>
    wire.on('sts:GetCallerIdentity', (call, nth) => {
      const found = recorded(call, nth)
      return typeof found === 'string'
        ? found
        : { ...found, body: found.body.replace('arn:aws:', `arn:${name}:`) }
    })

  it.each(PLACES)('of %s is asked at its one endpoint, from %s for %s', async (name, region, home, host) => {
    partition(name)
    const session = await sessionOn({ region })
    const { gaps } = await readOne(['privateZones'], { session, regions: [region] })
    expect(gaps).toEqual([])
    expect(signedFor()).toEqual([home])
    expect([...wire.hosts]).toContain(host)
  })

  it.each(PLACES)(
    'of %s behind an endpoint of one’s own is signed alike, from %s for %s',
    async (name, region, home) => {
      partition(name)
      const session = await sessionOn({ region, endpointUrl: 'http://aws.test:4566' })
      const { gaps } = await readOne(['privateZones'], { session, regions: [region] })
      expect(gaps).toEqual([])
      expect(signedFor()).toEqual([home])
      expect([...wire.hosts]).toEqual(['aws.test:4566'])
    },
  )

  it('behind an endpoint that the environment names is signed alike', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://aws.test:4567')
    const session = await sessionOn({ region: 'eu-west-1' })
    await readOne(['privateZones'], { session, regions: ['eu-west-1'] })
    expect(signedFor()).toEqual(['us-east-1'])
  })
})
