import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { CollectProgress } from '../../src/collect/collect.ts'
import { instancesPage, nodesPage, numbered } from './iam-account.ts'
import { ALL_KINDS, linesOf, read, readOne } from './reading.ts'
import { deny, json, offline, recorded, sessionOn, startWire, type Wire } from './wire.ts'

offline()

let wire: Wire
beforeEach(() => {
  wire = startWire()
})

const ofRegion = (operation: string): (readonly [string, number])[] => {
  const regions = wire.calls.filter(call => call.operation === operation).map(({ region }) => region)
  return [...new Set(regions)]
    .toSorted()
    .map(region => [region, regions.filter(one => one === region).length])
}

describe('two Regions', () => {
  const regions = ['ap-southeast-1', 'eu-west-1']

  it('have a world each, and share what is global, read once', async () => {
    const [first, second] = await read(ALL_KINDS, { regions })
    expect([first?.scope.region, second?.scope.region]).toEqual(regions)
    expect(ofRegion('DescribeInstances')).toEqual([
      ['ap-southeast-1', 1],
      ['eu-west-1', 1],
    ])
    for (const [operation, calls] of [
      ['GetInstanceProfile', 1],
      ['GetRole', 3],
      ['HeadBucket', 1],
      ['GetBucketPolicy', 1],
    ] as const) {
      expect([operation, wire.calls.filter(call => call.operation === operation).length]).toEqual([
        operation,
        calls,
      ])
    }
    expect(second?.records.roles).toBe(first?.records.roles)
    expect(second?.records.logGroups).not.toEqual(first?.records.logGroups)
  })

  it('bring their roles together', async () => {
    wire.on('ec2:DescribeInstances', ({ region }) => instancesPage([{ id: `i-${region}`, profile: region }]))
    wire.on('ssm:DescribeInstanceProperties', ({ region }) =>
      json({
        InstanceProperties: [{ InstanceId: `mi-${region}`, PingStatus: 'Online', IamRole: `of-${region}` }],
      }),
    )
    const worlds = await read(['roles'], { regions })
    for (const { records } of worlds) {
      expect(Object.keys(records.roles ?? {})).toEqual([
        'AWSSystemsManagerDefaultEC2InstanceManagementRole',
        'of-ap-southeast-1',
        'of-eu-west-1',
        'web-node',
      ])
      expect(Object.keys(records.instanceProfiles ?? {})).toHaveLength(2)
    }
  })

  it('keep their failures apart, even of what is global', async () => {
    for (const operation of ['ssm:GetDocument', 'ec2:DescribeInstances']) {
      wire.on(operation, (call, nth) => (call.region === 'eu-west-1' ? deny(call, nth) : recorded(call, nth)))
    }
    const [well, ill] = await read(['roles', 'buckets', 'bucketPolicies'], { regions })
    expect(well?.gaps).toEqual([])
    expect(linesOf(ill?.gaps ?? []).toSorted()).toEqual([
      'bucketPolicies ssm:GetDocument',
      'buckets ssm:GetDocument',
      'instanceProfiles ec2:DescribeInstances',
      'instances ec2:DescribeInstances',
      'preferencesDocuments ssm:GetDocument',
      'roles ec2:DescribeInstances',
    ])
    expect(ill?.gaps.flatMap(gap => Object.keys(gap))).not.toContain('region')
  })

  it('given twice are read once', async () => {
    expect(await read(['instances'], { regions: [...regions, 'eu-west-1'] })).toHaveLength(2)
  })
})

describe('the kinds that are read', () => {
  it('are those asked for and what they start from, and no others', async () => {
    const { records } = await readOne(['keyGrants'])
    expect(Object.keys(records).toSorted()).toEqual(['keyGrants', 'keys', 'preferencesDocuments'])
    expect(wire.names().toSorted()).toEqual([
      'kms:DescribeKey',
      'kms:ListGrants',
      'ssm:GetDocument',
      'ssm:GetDocument',
      'sts:GetCallerIdentity',
    ])
  })

  it('are told one by one to the end', async () => {
    const events: CollectProgress[] = []
    await readOne(['roles', 'logGroups'], { regions: ['eu-west-1'], onProgress: event => events.push(event) })
    expect(events.map(({ done, total }) => [done, total])).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map(done => [done, 7]),
    )
    expect(events.find(({ kind }) => kind === 'logGroups')).toMatchObject({ region: 'eu-west-1' })
    expect(events.find(({ kind }) => kind === 'roles')).not.toHaveProperty('region')
  })
})

describe('a selection by id', () => {
  const BOTH = ['i-02573cafcfEXAMPLE', 'mi-0a1b2c3d4e5f60718']

  it('filters at the API, hybrid nodes not at EC2', async () => {
    const { records } = await readOne(['instances', 'managedNodes'], { instances: BOTH })
    expect(Object.keys(records.managedNodes ?? {})).toEqual(BOTH)
    const [ec2, ssm] = ['ec2', 'ssm'].map(
      service => wire.calls.find(call => call.service === service)?.params,
    )
    expect(ec2).toMatchObject({ 'Filter.1.Name': 'instance-id', 'Filter.1.Value.1': 'i-02573cafcfEXAMPLE' })
    expect(ec2).not.toHaveProperty(['Filter.1.Value.2'])
    expect(ssm?.['FiltersWithOperator']).toEqual([{ Key: 'InstanceIds', Values: BOTH, Operator: 'Equal' }])
  })

  it('of hybrid nodes alone asks nothing of EC2', async () => {
    await readOne(['instances', 'managedNodes'], { instances: ['mi-0a1b2c3d4e5f60718'] })
    expect(wire.names()).not.toContain('ec2:DescribeInstances')
  })

  it('of more than 100 nodes reads them all, and leaves the others out', async () => {
    const instances = numbered('i-0', 250)
    wire.on('ssm:DescribeInstanceProperties', () => nodesPage([...numbered('i-0', 120), 'i-1']))
    wire.on('ec2:DescribeInstances', (_, nth) => instancesPage([{ id: `i-${nth}` }]))
    const { records } = await readOne(['instances', 'managedNodes'], { instances })
    expect(Object.keys(records.managedNodes ?? {})).toHaveLength(120)
    expect(wire.calls.find(({ service }) => service === 'ssm')?.params).toEqual({ MaxResults: 1000 })
    const filters = wire.calls.filter(({ service }) => service === 'ec2').map(({ params }) => params)
    expect(
      filters.map(params => Object.keys(params).filter(key => key.startsWith('Filter.1.Value')).length),
    ).toEqual([200, 50])
  })

  it('with an id that Systems Manager takes for an error still finds the others', async () => {
    wire.on('ssm:DescribeInstanceProperties', (call, nth) =>
      call.params['FiltersWithOperator'] === undefined
        ? recorded(call, nth)
        : { status: 400, headers: {}, body: '{"__type":"InvalidInstanceId"}' },
    )
    const { records, gaps } = await readOne(['managedNodes'], {
      instances: ['i-02573cafcfEXAMPLE', 'i-gone'],
    })
    expect(gaps).toEqual([])
    expect(Object.keys(records.managedNodes ?? {})).toEqual(['i-02573cafcfEXAMPLE'])
  })
})

describe('a selection by tag', () => {
  const tags = { env: 'dev', team: 'platform' }
  const tagFilterOf = (params: Readonly<Record<string, unknown>>): string => JSON.stringify(params['Filters'])

  it('asks EC2 for the instances and Systems Manager for the hybrid nodes', async () => {
    wire.on('ssm:DescribeInstanceProperties', () =>
      nodesPage(['i-02573cafcfEXAMPLE', 'i-other', 'mi-both', 'mi-one']),
    )
    wire.on('ssm:DescribeInstanceInformation', ({ params }) => {
      const ids = tagFilterOf(params).includes('tag:env') ? ['mi-both', 'mi-one'] : ['mi-both', 'i-other']
      return json({ InstanceInformationList: ids.map(InstanceId => ({ InstanceId, PingStatus: 'Online' })) })
    })
    const { records, gaps } = await readOne(['managedNodes'], { tags })
    expect(gaps).toEqual([])
    expect(Object.keys(records.managedNodes ?? {})).toEqual(['i-02573cafcfEXAMPLE', 'mi-both'])
    expect(wire.calls.find(({ service }) => service === 'ec2')?.params).toMatchObject({
      'Filter.1.Name': 'tag:env',
      'Filter.1.Value.1': 'dev',
      'Filter.2.Name': 'tag:team',
      'Filter.2.Value.1': 'platform',
    })
    const asked = wire.calls.filter(({ operation }) => operation === 'DescribeInstanceInformation')
    expect(asked.map(({ params }) => params['Filters'])).toEqual([
      [{ Key: 'tag:env', Values: ['dev'] }],
      [{ Key: 'tag:team', Values: ['platform'] }],
    ])
  })

  it('knows nothing of hybrid nodes whose tags may not be read', async () => {
    wire.on('ssm:DescribeInstanceInformation', deny)
    const { records, gaps } = await readOne(['managedNodes'], { tags })
    expect(Object.keys(records.managedNodes ?? {})).toEqual(['i-02573cafcfEXAMPLE'])
    expect(linesOf(gaps)).toEqual(['managedNodes mi-0a1b2c3d4e5f60718 ssm:DescribeInstanceInformation'])
  })

  it('knows no nodes where the instances may not be read', async () => {
    wire.on('ec2:DescribeInstances', deny)
    const { gaps } = await readOne(['managedNodes'], { tags })
    expect(linesOf(gaps).toSorted()).toEqual([
      'instances ec2:DescribeInstances',
      'managedNodes ec2:DescribeInstances',
    ])
  })
})

describe('requests in flight', () => {
  it('are as many as the session allows, and the run still ends', async () => {
    const session = await sessionOn({ concurrency: 2 })
    const world = await readOne(ALL_KINDS, { session })
    expect(world.gaps).toEqual([])
    expect(wire.busiest()).toBe(2)
  })

  it('may be many, and many runs may follow one another, without a warning', async () => {
    const warned = vi.spyOn(process, 'emitWarning')
    const session = await sessionOn({ concurrency: 40, signal: new AbortController().signal })
    for (let run = 0; run < 12; run++) await readOne(['serviceSettings'], { session })
    await readOne(ALL_KINDS, { session, regions: ['eu-west-1', 'eu-west-2', 'eu-west-3'] })
    expect(wire.busiest()).toBeGreaterThan(10)
    expect(warned).not.toHaveBeenCalled()
  })

  it('end when the session is interrupted', async () => {
    const stop = new AbortController()
    const session = await sessionOn({ signal: stop.signal })
    wire.on('logs:DescribeLogGroups', () => {
      stop.abort()
      return 'silence'
    })
    await expect(readOne(['logGroups'], { session })).rejects.toThrow(
      'interrupted while reading the account; nothing was changed',
    )
  })
})

describe('another partition', () => {
  it.each([
    ['aws-cn', 'cn-north-1', 'iam.cn-north-1.amazonaws.com.cn'],
    ['aws-us-gov', 'us-gov-west-1', 'iam.us-gov.amazonaws.com'],
  ])('%s is read at its own endpoints', async (partition, region, host) => {
    wire.on('sts:GetCallerIdentity', (call, nth) => {
      const found = recorded(call, nth)
      if (typeof found === 'string') return found
      return { ...found, body: found.body.replace('arn:aws:', `arn:${partition}:`) }
    })
    const session = await sessionOn({ region })
    const { scope, gaps } = await readOne(['roles', 'buckets'], { session, regions: [region] })
    expect(gaps).toEqual([])
    expect(scope).toMatchObject({ partition, region })
    expect([...wire.hosts]).toContain(host)
  })
})
