import { describe, expect, test } from 'vitest'
import { nodeRequest, roleMay } from '../../../src/core/iam/node-request.ts'
import type { JudgedNode, NodeRole } from '../../../src/core/kinds.ts'
import type { Scope } from '../../../src/core/snapshot.ts'

const scope: Scope = {
  accountId: '123456789012',
  region: 'eu-west-1',
  partition: 'aws',
  callerArn: 'arn:aws:iam::123456789012:user/operator',
  takenAt: '2026-11-21T02:00:00Z',
  notes: [],
}
const arnOf = (id: string): string =>
  id.startsWith('mi-')
    ? `arn:aws:ssm:eu-west-1:123456789012:managed-instance/${id}`
    : `arn:aws:ec2:eu-west-1:123456789012:instance/${id}`
const node = (id: string): JudgedNode => ({ id, arn: arnOf(id), roleName: 'web' })

const allow = (parts: object): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', ...parts }],
  })

const roleWith = (document: string, ids: readonly string[] = ['i-0a1', 'i-0b2']): NodeRole => {
  const arn = 'arn:aws:iam::123456789012:role/app/web'
  return {
    name: 'web',
    arn,
    role: {
      name: 'web',
      arn,
      id: 'AROAEXAMPLEROLE123',
      trustPolicy: '{}',
      attached: [],
      inline: {},
      tags: { team: 'pay' },
    },
    sources: ['instance profile'],
    nodes: ids.map(node),
    identityPolicies: [{ ref: { kind: 'inline', role: 'web', name: 'own' }, document }],
  }
}
const OPEN_KEY = {
  name: 'key policy',
  document: JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::123456789012:root' },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  }),
}
const call = { action: 'ssm:UpdateInstanceInformation', resource: '*' }
const verdictUnder = (Condition: object): string =>
  roleMay(roleWith(allow({ Condition })), call, scope).verdict

describe('the facts of a call to S3', () => {
  const upload = { action: 's3:PutObject', resource: 'arn:aws:s3:::logs/x.log' }
  const under = (Condition: object, more: object = {}): string =>
    roleMay(roleWith(allow({ Condition })), { ...upload, ...more }, scope).verdict

  test.each([
    ['that TLS is new enough', { NumericGreaterThanEquals: { 's3:TlsVersion': '1.2' } }, 'allowed'],
    ['that TLS is not old', { NumericLessThan: { 's3:TlsVersion': '1.2' } }, 'implicit-deny'],
    ['nothing of which TLS it is', { NumericGreaterThanEquals: { 's3:TlsVersion': '1.3' } }, 'unknown'],
    ['that it is there', { Null: { 's3:TlsVersion': 'false' } }, 'allowed'],
    ['how it is signed', { StringEquals: { 's3:signatureversion': 'AWS4-HMAC-SHA256' } }, 'allowed'],
    ['where it is signed', { StringEquals: { 's3:authType': 'REST-HEADER' } }, 'allowed'],
    ['nothing of an owner who is not known', { StringEquals: { 's3:ResourceAccount': '1' } }, 'unknown'],
  ])('tell %s', (_, condition, expected) => {
    expect(under(condition)).toBe(expected)
  })

  test('tell whose the bucket is', () => {
    const condition = { StringEquals: { 's3:ResourceAccount': '123456789012' } }
    expect(under(condition, { resourceAccount: '123456789012' })).toBe('allowed')
  })

  test('tell nothing of other services', () => {
    const Condition = { NumericGreaterThanEquals: { 's3:TlsVersion': '1.2' } }
    expect(roleMay(roleWith(allow({ Condition })), call, scope).verdict).toBe('unknown')
  })
})

describe('the facts of a node call', () => {
  test.each([
    ['its role', { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/app/web' } }],
    ['its account', { StringEquals: { 'aws:PrincipalAccount': '123456789012' } }],
    ['its kind of principal', { StringEquals: { 'aws:PrincipalType': 'AssumedRole' } }],
    ['a tag of its role', { StringEquals: { 'aws:PrincipalTag/team': 'pay' } }],
    ['its Region', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } }],
    ['its transport', { Bool: { 'aws:SecureTransport': 'true' } }],
    ['that no service calls for it', { Bool: { 'aws:ViaAWSService': 'false' } }],
    ['the time of the snapshot', { DateLessThan: { 'aws:CurrentTime': '2026-11-21T03:00:00Z' } }],
    ['that it is no user', { Null: { 'aws:username': 'true' } }],
    ['that it has no second factor', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } }],
    ['that it was called by no service', { Null: { 'aws:CalledVia': 'true' } }],
    [
      'that no service calls in its own name',
      { Null: { 'aws:SourceAccount': 'true', 'aws:SourceArn': 'true' } },
    ],
  ])('tell %s', (_, condition) => {
    expect(verdictUnder(condition)).toBe('allowed')
  })

  test.each([
    ['a tag that its role does not have', { StringEquals: { 'aws:PrincipalTag/cost': 'x' } }],
    ['a user name', { StringLike: { 'aws:username': '*' } }],
    ['another Region', { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } }],
    ['a second factor', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }],
  ])('rule out %s', (_, condition) => {
    expect(verdictUnder(condition)).toBe('implicit-deny')
  })

  test.each([
    ['its VPC', 'aws:SourceVpc'],
    ['its endpoint', 'aws:SourceVpce'],
    ['its private address', 'aws:VpcSourceIp'],
    ['its public address', 'aws:SourceIp'],
    ['its organization', 'aws:PrincipalOrgID'],
  ])('do not tell %s', (_, key) => {
    const { verdict, decision } = roleMay(
      roleWith(allow({ Condition: { StringEquals: { [key]: 'x' } } })),
      call,
      scope,
    )
    expect({ verdict, lacking: decision.lacking }).toEqual({ verdict: 'unknown', lacking: [key] })
  })

  test('a KMS call of the agent comes through no service, one that tells its context tells all of it', () => {
    const request = nodeRequest(scope, roleWith('{}'), node('i-0a1'), {
      action: 'kms:Decrypt',
      resource: '*',
      context: { 'kms:EncryptionContext:aws:ssm:TargetId': 'i-0a1' },
    })
    expect(request.context).toMatchObject({
      'kms:ViaService': null,
      'kms:EncryptionContextKeys': ['aws:ssm:TargetId'],
      'aws:userid': 'AROAEXAMPLEROLE123:i-0a1',
    })
    expect(request.complete).toContain('kms:EncryptionContext:')
  })

  test('a KMS call through S3 is told by the call', () => {
    const context = { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' }
    const request = nodeRequest(scope, roleWith('{}'), node('i-0a1'), {
      action: 'kms:Decrypt',
      resource: '*',
      context,
    })
    expect(request.context).toMatchObject(context)
  })

  test('a KMS call tells the account of the role', () => {
    const condition = { StringEquals: { 'kms:CallerAccount': '123456789012' } }
    const decrypt = { action: 'kms:Decrypt', resource: 'arn:aws:kms:eu-west-1:123456789012:key/1' }
    const role = { ...roleWith(allow({ Condition: condition })) }
    expect(roleMay(role, { ...decrypt, resourcePolicy: OPEN_KEY }, scope).verdict).toBe('allowed')
  })

  test.each([
    ['of the profile of an instance', 'instance profile', 'vpc-0a1', 'allowed'],
    ['of an instance in another VPC', 'instance profile', 'vpc-0b2', 'implicit-deny'],
    ['that Default Host Management gave', 'Default Host Management', 'vpc-0a1', 'unknown'],
  ] as const)('credentials %s tell the VPC that they were given to', (_, roleSource, vpcId, expected) => {
    const condition = { StringEquals: { 'aws:ec2InstanceSourceVPC': 'vpc-0a1' } }
    const role = roleWith(allow({ Condition: condition }), ['i-0a1'])
    const instance = { vpcId } as JudgedNode['instance']
    const nodes = role.nodes.map(one => ({ ...one, roleSource, instance }) as JudgedNode)
    expect(roleMay({ ...role, nodes }, call, scope).verdict).toBe(expected)
  })

  test('a hybrid node has no instance that it calls from', () => {
    const request = nodeRequest(scope, roleWith('{}'), node('mi-0c3'), call)
    expect(request.context).toMatchObject({
      'ec2:SourceInstanceARN': null,
      'aws:userid': 'AROAEXAMPLEROLE123:mi-0c3',
    })
  })
})

describe('a role with several nodes', () => {
  test('is judged by its worst node, which is named', () => {
    const condition = { ArnEquals: { 'ec2:SourceInstanceARN': arnOf('i-0a1') } }
    const { verdict, nodes } = roleMay(roleWith(allow({ Condition: condition })), call, scope)
    expect({ verdict, nodes }).toEqual({ verdict: 'implicit-deny', nodes: ['i-0b2'] })
  })

  test('is judged by the id of its session', () => {
    const condition = { StringLike: { 'aws:userid': '*:i-0a*' } }
    expect(roleMay(roleWith(allow({ Condition: condition })), call, scope).nodes).toEqual(['i-0b2'])
  })

  test('names all of them where they fare alike', () => {
    const { verdict, nodes } = roleMay(roleWith(allow({})), call, scope)
    expect({ verdict, nodes }).toEqual({ verdict: 'allowed', nodes: ['i-0a1', 'i-0b2'] })
  })

  test('is judged by the sessions that a resource policy names', () => {
    const bucket = JSON.stringify({
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: 's3:*',
        Resource: '*',
        Principal: { AWS: 'arn:aws:sts::123456789012:assumed-role/web/i-0b2' },
      },
    })
    const { verdict, nodes } = roleMay(
      roleWith(allow({ Action: 'ssm:*' })),
      {
        action: 's3:PutObject',
        resource: 'arn:aws:s3:::logs/a',
        resourcePolicy: { name: 'bucket policy', document: bucket },
      },
      scope,
    )
    expect({ verdict, nodes }).toEqual({ verdict: 'implicit-deny', nodes: ['i-0a1'] })
  })

  test('and no nodes is still judged', () => {
    expect(roleMay(roleWith(allow({}), []), call, scope)).toMatchObject({ verdict: 'allowed', nodes: [] })
  })

  test('is judged for thousands of nodes that nothing tells apart', () => {
    const ids = Array.from({ length: 5000 }, (_, at) => `i-0${at}`)
    const role = roleWith(allow({}), ids)
    expect(roleMay(role, call, scope).nodes).toHaveLength(5000)
  })
})

test('credentials of an instance that demands tokens were delivered by version 2 of the metadata service', () => {
  // aws: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-policies-for-amazon-ec2.html
  const older = { NumericLessThan: { 'ec2:RoleDelivery': '2.0' } }
  const document = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: '*', Resource: '*', Condition: older },
    ],
  })
  const role = roleWith(document)
  const [first, second] = role.nodes as [JudgedNode, JudgedNode]
  const instance = { id: first.id, state: 'running', tags: {} }
  const demanding = { ...first, instance: { ...instance, metadataTokens: 'required' as const } }
  const lax = { ...second, instance: { ...instance, id: second.id, metadataTokens: 'optional' as const } }
  const call = { action: 'ssm:UpdateInstanceInformation', resource: '*' }
  expect(roleMay({ ...role, nodes: [demanding] }, call, scope).verdict).toBe('allowed')
  expect(roleMay({ ...role, nodes: [demanding, lax] }, call, scope)).toMatchObject({
    verdict: 'unknown',
    nodes: [lax.id],
  })
})
