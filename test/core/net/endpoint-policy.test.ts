import { describe, expect, it } from 'vitest'
import { BUCKET, healthyWorld, SESSION_KEY, WEB } from '../../support/healthy.ts'
import { ENDPOINTS, NODE_GROUP, REGION, VPC } from '../../support/healthy-network.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { ALL_OPEN, pathIn, silent, the, verdicts } from './worlds.ts'

const HOSTED = 'AWSSystemsManagerDefaultEC2InstanceManagementRole'
const SETTING = '/ssm/managed-instance/default-ec2-instance-management-role'

const policy = (...statements: readonly Record<string, unknown>[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map(one => ({
      Effect: 'Allow',
      Principal: '*',
      Action: '*',
      Resource: '*',
      ...one,
    })),
  })

const guarded = (endpoint: string, document: string | undefined): BreakableWorld => {
  const world = silent(healthyWorld())
  const record = the(world, 'vpcEndpoints', endpoint)
  if (document === undefined) delete record.policy
  else record.policy = document
  return world
}

/** The first node without a profile, served by Default Host Management. */
const hosted = (world: BreakableWorld): BreakableWorld => {
  const { records } = world
  const role = structuredClone(the(world, 'roles', 'hybrid-node'))
  records.roles[HOSTED] = { ...role, name: HOSTED, arn: role.arn.replace('hybrid-node', HOSTED) }
  records.serviceSettings[SETTING] = { id: SETTING, value: HOSTED, status: 'Customized' }
  delete the(world, 'instances', WEB).profileArn
  return world
}

describe('the policy of an endpoint', () => {
  it('lets everything through where there is none', () => {
    expect(pathIn(guarded(ENDPOINTS.ssm, undefined), 'ssm')?.factors.at(-1)).toEqual({
      kind: 'endpoint policy',
      resource: ENDPOINTS.ssm,
      verdict: 'open',
      rule: 'no policy',
    })
  })

  it.each([
    { Principal: { AWS: 'arn:aws:iam::123456789012:role/web' } },
    { Principal: { AWS: '123456789012' } },
    { Condition: { StringEquals: { 'aws:PrincipalAccount': '123456789012' } } },
    { Condition: { StringEquals: { 'aws:SourceVpc': VPC } } },
    { Condition: { StringEquals: { 'aws:SourceVpce': ENDPOINTS.ssm } } },
    { Condition: { IpAddress: { 'aws:VpcSourceIp': '10.20.1.0/24' } } },
    { Condition: { StringEquals: { 'aws:ResourceAccount': '123456789012' } } },
    { Action: 'ssm:*', Resource: `arn:aws:ec2:${REGION}:123456789012:instance/*` },
  ])('lets the node through: %j', statement => {
    expect(pathIn(guarded(ENDPOINTS.ssm, policy(statement)), 'ssm')).toMatchObject({ verdict: 'open' })
  })

  it.each([
    { Principal: { AWS: 'arn:aws:iam::123456789012:role/other' } },
    { Principal: { AWS: '999999999999' } },
    { Condition: { IpAddress: { 'aws:VpcSourceIp': '10.20.9.0/24' } } },
    { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } },
    { Action: 'ssm:GetParameter' },
  ])('does not let the node through: %j', statement => {
    expect(pathIn(guarded(ENDPOINTS.ssm, policy(statement)), 'ssm')).toMatchObject({
      verdict: 'blocked',
      obstacle: {
        kind: 'endpoint policy',
        resource: ENDPOINTS.ssm,
        reason: 'does not allow ssm:UpdateInstanceInformation',
      },
    })
  })

  it('names the statement that denies', () => {
    const document = policy({}, { Sid: 'NoChannels', Effect: 'Deny', Action: 'ssmmessages:OpenDataChannel' })
    expect(pathIn(guarded(ENDPOINTS.ssmmessages, document), 'ssmmessages')?.obstacle).toMatchObject({
      reason: 'denies ssmmessages:OpenDataChannel',
      rule: 'statement 2 (NoChannels)',
    })
  })

  it('that asks for the organization is not known, and says so', () => {
    const document = policy({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } })
    expect(pathIn(guarded(ENDPOINTS.kms, document), 'kms')).toMatchObject({
      verdict: 'unknown',
      obstacle: { kind: 'endpoint policy', look: 'aws:PrincipalOrgID' },
    })
  })

  it('of kms needs Decrypt on the session key, that of logs the calls for the group', () => {
    const decrypt = policy({ Action: 'kms:Decrypt', Resource: SESSION_KEY })
    expect(pathIn(guarded(ENDPOINTS.kms, decrypt), 'kms')?.verdict).toBe('open')
    const other = policy({ Action: 'kms:Decrypt', Resource: SESSION_KEY.replace('1111', '2222') })
    expect(pathIn(guarded(ENDPOINTS.kms, other), 'kms')?.verdict).toBe('blocked')
    const write = policy({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] })
    expect(pathIn(guarded(ENDPOINTS.logs, write), 'logs')?.obstacle?.reason).toBe(
      'does not allow logs:DescribeLogGroups',
    )
  })

  it.each(['aws:ResourceAccount', 's3:ResourceAccount'])(
    'of s3 that asks for the account of the bucket by %s lets the own one through',
    key => {
      const by = (account: string): string => policy({ Condition: { StringEquals: { [key]: account } } })
      expect(pathIn(guarded(ENDPOINTS.s3, by('123456789012')), 's3')?.verdict).toBe('open')
      expect(pathIn(guarded(ENDPOINTS.s3, by('999999999999')), 's3')?.verdict).toBe('blocked')
    },
  )

  it('of s3 that asks for the account of a bucket of another one is not known, but where it names none else', () => {
    const foreign = (...accounts: readonly string[]): BreakableWorld => {
      const condition = { StringEquals: { 'aws:ResourceAccount': accounts } }
      const world = guarded(ENDPOINTS.s3, policy({ Condition: condition }))
      the(world, 'buckets', BUCKET).own = false
      return world
    }
    expect(pathIn(foreign('123456789012', '999999999999'), 's3')).toMatchObject({
      verdict: 'unknown',
      obstacle: { kind: 'endpoint policy', look: 'which account owns the bucket' },
    })
    expect(pathIn(foreign('123456789012'), 's3')?.verdict).toBe('blocked')
    const plain = guarded(ENDPOINTS.s3, policy({ Action: 's3:*' }))
    the(plain, 'buckets', BUCKET).own = false
    expect(pathIn(plain, 's3')?.verdict).toBe('open')
  })

  it('of a gateway endpoint that names an account as the principal lets in its root user alone', () => {
    const accounts = ['123456789012', 'arn:aws:iam::123456789012:root']
    for (const AWS of [...accounts, [accounts[0]]]) {
      const document = policy({ Principal: { AWS } })
      expect(pathIn(guarded(ENDPOINTS.s3, document), 's3')).toMatchObject({
        verdict: 'blocked',
        obstacle: {
          resource: ENDPOINTS.s3,
          reason: expect.stringContaining('its root user alone') as string,
        },
      })
      expect(pathIn(guarded(ENDPOINTS.kms, document), 'kms')?.verdict).toBe('open')
    }
    const byKey = policy({ Condition: { StringEquals: { 'aws:PrincipalAccount': '123456789012' } } })
    expect(pathIn(guarded(ENDPOINTS.s3, byKey), 's3')?.verdict).toBe('open')
  })

  it('blocks one node and not another where it tells them apart', () => {
    const one = policy({ Condition: { IpAddress: { 'aws:VpcSourceIp': '10.20.1.11/32' } } })
    const world = guarded(ENDPOINTS.ssm, one)
    expect(pathIn(world, 'ssm')?.verdict).toBe('open')
    expect(pathIn(world, 'ssm', 'i-0a1b2c3d4e5f60002')?.verdict).toBe('blocked')
  })

  it('is not asked of a node that nobody knows the role of', () => {
    const world = guarded(ENDPOINTS.ssm, policy({ Principal: { AWS: '123456789012' } }))
    delete the(world, 'instances', WEB).profileArn
    the(world, 'managedNodes', WEB).pingStatus = 'ConnectionLost'
    expect(pathIn(world, 'ssm')).toMatchObject({ verdict: 'unknown', obstacle: { kind: 'endpoint policy' } })
  })

  it('that asks for a principal stops the unsigned call of Default Host Management', () => {
    const ours = policy({ Condition: { StringEquals: { 'aws:PrincipalAccount': '123456789012' } } })
    expect(pathIn(hosted(guarded(ENDPOINTS.ssm, ours)), 'ssm')?.obstacle).toMatchObject({
      kind: 'endpoint policy',
      reason: 'does not allow ssm:RequestManagedInstanceRoleToken, which carries no principal',
    })
    const byNode = policy(
      { Condition: { StringEquals: { 'aws:PrincipalAccount': '123456789012' } } },
      { Condition: { StringEquals: { 'ssm:NodeAccountId': '123456789012' } } },
    )
    expect(pathIn(hosted(guarded(ENDPOINTS.ssm, byNode)), 'ssm')?.verdict).toBe('open')
  })

  it('is no fault of a way that the names do not take', () => {
    const world = guarded(ENDPOINTS.ssm, policy({ Principal: { AWS: '999999999999' } }))
    the(world, 'vpcEndpoints', ENDPOINTS.ssm).state = 'deleted'
    expect(verdicts(world)).toEqual({ ...ALL_OPEN, ssm: 'blocked' })
    expect(pathIn(world, 'ssm')?.furtherObstacles).toEqual([])
  })

  it('comes after what else blocks the way', () => {
    const world = guarded(ENDPOINTS.ssm, policy({ Principal: { AWS: '999999999999' } }))
    the(world, 'securityGroups', NODE_GROUP).rules = []
    const path = pathIn(world, 'ssm')
    expect(path?.obstacle?.kind).toBe('node group')
    expect(path?.furtherObstacles.map(one => one.kind)).toEqual(['endpoint policy'])
    expect(path?.faults).toEqual([`node group/${NODE_GROUP}`, `endpoint policy/${ENDPOINTS.ssm}`])
  })
})
