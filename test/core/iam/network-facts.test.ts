import { describe, expect, test } from 'vitest'
import { nodeRequest, roleMay, type NodeCall } from '../../../src/core/iam/node-request.ts'
import type { JudgedNode, NodeRole } from '../../../src/core/kinds.ts'
import type { Way } from '../../../src/core/net/types.ts'
import type { Scope } from '../../../src/core/snapshot.ts'

const scope: Scope = {
  accountId: '123456789012',
  region: 'eu-west-1',
  partition: 'aws',
  callerArn: 'arn:aws:iam::123456789012:user/operator',
  takenAt: '2026-11-21T02:00:00Z',
  notes: [],
}

const VPC = 'vpc-0a7'
const ENDPOINT = 'vpce-0b8'
const byEndpoint = (sourceIp = '10.9.8.7', endpointId = ENDPOINT): Way => ({
  kind: 'interface endpoint',
  endpointId,
  vpcId: VPC,
  sourceIp,
})
const byGateway: Way = { kind: 'gateway endpoint', endpointId: ENDPOINT, vpcId: VPC, sourceIp: '10.9.8.7' }
const byNat: Way = { kind: 'internet', through: 'nat-0c9' }

const node = (id: string, ways?: JudgedNode['ways']): JudgedNode => ({
  id,
  arn: `arn:aws:ec2:eu-west-1:123456789012:instance/${id}`,
  roleName: 'web',
  ...(ways && { ways }),
})

const document = (...statements: object[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map(one => ({ Action: '*', Resource: '*', ...one })),
  })
const allowAll = { Effect: 'Allow' }

const roleOf = (nodes: readonly JudgedNode[], ...statements: object[]): NodeRole => {
  const arn = 'arn:aws:iam::123456789012:role/web'
  const own = document(...(statements.length > 0 ? statements : [allowAll]))
  return {
    name: 'web',
    arn,
    role: { name: 'web', arn, id: 'AROAEXAMPLE', trustPolicy: '{}', attached: [], inline: {}, tags: {} },
    sources: ['instance profile'],
    nodes,
    identityPolicies: [{ ref: { kind: 'inline', role: 'web', name: 'own' }, document: own }],
  }
}

const unless = (key: string, value: string): object => ({
  Effect: 'Deny',
  Principal: '*',
  Condition: { StringNotEquals: { [key]: value } },
})

const UPLOAD: NodeCall = { action: 's3:PutObject', resource: 'arn:aws:s3:::session-archive/a.log' }
const DECRYPT: NodeCall = {
  action: 'kms:Decrypt',
  resource: 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-4333-8444-555555555555',
}
const delegating = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' } }
const bucketPolicy = (...statements: object[]): Pick<NodeCall, 'resourcePolicy'> => ({
  resourcePolicy: { name: 'bucket policy', document: document(...statements) },
})
const keyPolicy = (...statements: object[]): Pick<NodeCall, 'resourcePolicy'> => ({
  resourcePolicy: { name: 'key policy', document: document(delegating, ...statements) },
})

describe('the way of a call', () => {
  test.each([
    ['ssm:UpdateInstanceInformation', 'ssm'],
    ['ssmmessages:OpenDataChannel', 'ssmmessages'],
    ['logs:PutLogEvents', 'logs'],
    ['S3:PutObject', 's3'],
    ['kms:Decrypt', 'kms'],
  ] as const)('of %s is told by that to %s', (action, service) => {
    const told = (ways: JudgedNode['ways']): unknown =>
      nodeRequest(scope, roleOf([]), node('i-0a1', ways), { action, resource: '*' }).context?.[
        'aws:SourceVpce'
      ]
    expect(told({ [service]: byEndpoint() })).toBe(ENDPOINT)
    const { [service]: _own, ...others } = {
      ssm: byNat,
      ssmmessages: byNat,
      logs: byNat,
      s3: byNat,
      kms: byNat,
    }
    expect(told(others)).toBeUndefined()
  })

  test('through an endpoint tells endpoint, VPC and private address, and that there is no public one', () => {
    for (const way of [byEndpoint(), byGateway])
      expect(nodeRequest(scope, roleOf([]), node('i-0a1', { s3: way }), UPLOAD).context).toMatchObject({
        'aws:SourceVpce': ENDPOINT,
        'aws:SourceVpc': VPC,
        'aws:VpcSourceIp': '10.9.8.7',
        'aws:SourceIp': null,
      })
  })

  test('over a NAT gateway tells that there is no endpoint, and nothing of the public address', () => {
    const { context } = nodeRequest(scope, roleOf([]), node('i-0a1', { s3: byNat }), UPLOAD)
    expect(context).toMatchObject({
      'aws:SourceVpce': null,
      'aws:SourceVpc': null,
      'aws:VpcSourceIp': null,
    })
    expect(context).not.toHaveProperty('aws:SourceIp')
  })

  test.each([
    ['where nothing leads there', { s3: { kind: 'none' } }],
    ['where it is not known', { s3: { kind: 'unknown' } }],
    ['where only that to another service is told', { kms: byEndpoint() }],
    ['where the network was not read', undefined],
  ] as const)('tells nothing %s', (_, ways) => {
    const { context } = nodeRequest(scope, roleOf([]), node('i-0a1', ways), UPLOAD)
    expect(Object.keys(context ?? {}).filter(key => /source(vpc|ip)|vpcsource/i.test(key))).toEqual([])
  })

  test('tells nothing of a call that S3 makes to KMS for the node', () => {
    const context = { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' }
    const call = { ...DECRYPT, action: 'kms:GenerateDataKey', context }
    const request = nodeRequest(scope, roleOf([]), node('i-0a1', { kms: byEndpoint() }), call)
    expect(request.context).not.toHaveProperty('aws:SourceVpce')
  })

  test('keeps its private address to itself where none is known', () => {
    const ways = { s3: { kind: 'gateway endpoint', endpointId: ENDPOINT, vpcId: VPC } } as const
    const { context } = nodeRequest(scope, roleOf([]), node('i-0a1', ways), UPLOAD)
    expect(context).toHaveProperty('aws:SourceVpce', ENDPOINT)
    expect(context).not.toHaveProperty('aws:VpcSourceIp')
  })
})

/** What each way makes of a policy that looks at it: by endpoint, by NAT, by nobody knows. */
const PERIMETERS = [
  ['lets only the endpoint in', unless('aws:SourceVpce', ENDPOINT), 'allowed', 'explicit-deny'],
  ['lets only another endpoint in', unless('aws:SourceVpce', 'vpce-0ff'), 'explicit-deny', 'explicit-deny'],
  ['lets only the VPC in', unless('aws:SourceVpc', VPC), 'allowed', 'explicit-deny'],
  ['lets only another VPC in', unless('aws:SourceVpc', 'vpc-0ff'), 'explicit-deny', 'explicit-deny'],
  [
    'lets only private addresses in',
    { Effect: 'Deny', Principal: '*', Condition: { NotIpAddress: { 'aws:VpcSourceIp': '10.9.0.0/16' } } },
    'allowed',
    'explicit-deny',
  ],
  [
    'lets only public addresses in',
    { Effect: 'Deny', Principal: '*', Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } },
    'explicit-deny',
    'unknown',
  ],
  [
    'shuts what comes through any endpoint',
    { Effect: 'Deny', Principal: '*', Condition: { Null: { 'aws:SourceVpce': 'false' } } },
    'explicit-deny',
    'allowed',
  ],
] as const

describe.each([
  ['bucket policy', UPLOAD, 's3', bucketPolicy],
  ['key policy', DECRYPT, 'kms', keyPolicy],
] as const)('a %s that looks at the way', (_kind, call, service, policy) => {
  test.each(PERIMETERS)('and %s', (_name, statement, atEndpoint, overNat) => {
    const verdictBy = (way: Way | undefined): string =>
      roleMay(roleOf([node('i-0a1', way && { [service]: way })]), { ...call, ...policy(statement) }, scope)
        .verdict
    expect([verdictBy(byEndpoint()), verdictBy(byNat), verdictBy(undefined)]).toEqual([
      atEndpoint,
      overNat,
      'unknown',
    ])
  })
})

describe('a role policy that looks at the way', () => {
  const call = { action: 'logs:PutLogEvents', resource: '*' }
  const { Principal: _anybody, ...deny } = unless('aws:SourceVpce', ENDPOINT) as { Principal: string }

  test.each([
    ['allows where it matches', byEndpoint(), 'allowed'],
    ['denies where it does not', byNat, 'explicit-deny'],
  ] as const)('%s', (_, way, verdict) => {
    expect(roleMay(roleOf([node('i-0a1', { logs: way })], allowAll, deny), call, scope).verdict).toBe(verdict)
  })

  test('finds the nodes that come by another way', () => {
    const nodes = [
      node('i-0a1', { logs: byEndpoint('10.9.8.1') }),
      node('i-0b2', { logs: byNat }),
      node('i-0c3', { logs: byEndpoint('10.9.8.3') }),
      node('i-0d4', { logs: byNat }),
    ]
    const { verdict, nodes: hurt } = roleMay(roleOf(nodes, allowAll, deny), call, scope)
    expect({ verdict, hurt }).toEqual({ verdict: 'explicit-deny', hurt: ['i-0b2', 'i-0d4'] })
  })

  test('is not known for the nodes whose way is not', () => {
    const nodes = [node('i-0a1', { logs: byEndpoint() }), node('i-0b2'), node('mi-0c3')]
    const { verdict, nodes: hurt } = roleMay(roleOf(nodes, allowAll, deny), call, scope)
    expect({ verdict, hurt }).toEqual({ verdict: 'unknown', hurt: ['i-0b2', 'mi-0c3'] })
  })

  test('tells nodes apart by their private addresses', () => {
    const own = { Effect: 'Deny', Condition: { IpAddress: { 'aws:VpcSourceIp': '10.9.8.3/32' } } }
    const nodes = ['10.9.8.1', '10.9.8.3'].map((ip, at) => node(`i-0${at}`, { logs: byEndpoint(ip) }))
    expect(roleMay(roleOf(nodes, allowAll, own), call, scope).nodes).toEqual(['i-01'])
  })

  test('names every one of the thousands that come by the other way, in their order', () => {
    const nodes = Array.from({ length: 5000 }, (_, at) =>
      node(`i-0${at}`, { logs: at % 2 ? byNat : byEndpoint(`10.9.${at >> 8}.${at & 255}`) }),
    )
    expect(roleMay(roleOf(nodes, allowAll, deny), call, scope).nodes).toEqual(
      nodes.filter((_, at) => at % 2).map(({ id }) => id),
    )
  })
})
