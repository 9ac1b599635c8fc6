import { describe, expect, it } from 'vitest'
import type { NodeRole, PolicyRef } from '../../../src/core/index.ts'
import { meantStatements } from '../../../src/core/meant/meant.ts'
import { logTarget } from '../../../src/core/meant/log-target.ts'
import { nearness, patternNearness } from '../../../src/core/meant/near-name.ts'
import { objectTarget } from '../../../src/core/meant/object-target.ts'

const GROUP = 'arn:aws:logs:eu-west-1:123456789012:log-group:/corp/ssm/sessions-prod'
const BUCKET = 'arn:aws:s3:::corp-archive'
const WRITE = ['logs:CreateLogStream', 'logs:PutLogEvents']

interface Written {
  readonly name?: string
  readonly arn?: string
  readonly statements: readonly Record<string, unknown>[]
}

const roleWith = (...policies: readonly Written[]): NodeRole => ({
  name: 'ops',
  arn: 'arn:aws:iam::123456789012:role/ops',
  role: {
    name: 'ops',
    arn: 'arn:aws:iam::123456789012:role/ops',
    id: 'AROAOPSXXXXXXXXXXXXXX',
    trustPolicy: '{}',
    attached: [],
    inline: {},
    tags: {},
  },
  sources: ['instance profile'],
  nodes: [],
  identityPolicies: policies.map(({ name = 'inline', arn, statements }) => {
    const ref: PolicyRef =
      arn === undefined ? { kind: 'inline', role: 'ops', name } : { kind: 'managed', arn, name }
    const written = statements.map(one => Object.assign({ Effect: 'Allow', Action: WRITE }, one))
    return { ref, document: JSON.stringify({ Version: '2012-10-17', Statement: written }) }
  }),
})

const meantFor = (...policies: readonly Written[]): ReturnType<typeof meantStatements> =>
  meantStatements(roleWith(...policies), WRITE, logTarget(GROUP))

describe('nearness of names', () => {
  it.each([
    ['/corp/ssm/sessions-prod', 0],
    ['corp/SSM//sessions-prod/', 0],
    ['/corp/ssm/session-prod', 1],
    ['/corp/ssm/sesions-prd', 1],
    ['/corp/ssm/sessions-staging', 2],
    ['/corp/ssm/ireland/sessions-prod', 2],
    ['/corp/ssm/sessions', 2],
    ['/corp/rds/audit-prod', undefined],
    ['/var/log/messages', undefined],
    ['', undefined],
  ])('%s is %s from the one that was meant', (name, expected) => {
    expect(nearness(name, '/corp/ssm/sessions-prod')).toBe(expected)
  })

  it('does not take short names for each other', () => {
    expect(nearness('app', 'ssm')).toBeUndefined()
    expect(nearness('/app', '/ssm')).toBeUndefined()
  })

  it('compares the beginning where the pattern ends in a wildcard', () => {
    expect(patternNearness('/corp/smm/*', '/corp/ssm/sessions-prod')).toBe(1)
    expect(patternNearness('/app/*', '/aws/ssm/sessions')).toBeUndefined()
    expect(patternNearness('*', '/aws/ssm/sessions')).toBeUndefined()
  })
})

describe('statements meant for a log group', () => {
  it('says which part of the ARN differs', () => {
    const differences = (resource: string): unknown =>
      meantFor({ statements: [{ Resource: resource }] })[0]?.differences
    expect(differences(`${GROUP.replace('eu-west-1', 'us-east-1')}:*`)).toEqual(['Region'])
    expect(differences(`${GROUP.replace('123456789012', '210987654321')}:*`)).toEqual(['account'])
    expect(differences(`${GROUP.replace('arn:aws:', 'arn:aws-us-gov:')}:*`)).toEqual(['partition'])
    expect(differences(`${GROUP.replace('sessions', 'Sessions')}:*`)).toEqual(['letter case'])
    expect(differences(`${GROUP.replace(':/corp', ':corp')}:*`)).toEqual(['slashes'])
    expect(differences(`${GROUP.replace('prod', 'test')}:*`)).toEqual(['name'])
    expect(differences(GROUP)).toEqual(['missing :*'])
    expect(differences(`${GROUP}:log-stream:root-*`)).toEqual(['stream'])
    expect(differences('/corp/ssm/sessions-prod')).toEqual(['form'])
    expect(differences(`${GROUP.replace('log-group:', 'log-group')}:*`)).toEqual(['form'])
  })

  it('finds none where a statement covers the group: then no name is wrong', () => {
    expect(meantFor({ statements: [{ Resource: `${GROUP}:*`, Action: ['logs:CreateLogStream'] }] })).toEqual(
      [],
    )
  })

  it('does not take application logs for session logs', () => {
    const statements = [{ Resource: 'arn:aws:logs:eu-west-1:123456789012:log-group:/var/log/messages:*' }]
    expect(meantFor({ name: 'agent', statements })).toEqual([])
  })

  it('takes a statement for one where its Sid or policy speaks of sessions, after all near names', () => {
    const far = { Resource: 'arn:aws:logs:eu-west-1:123456789012:log-group:/audit:*' }
    const near = { Resource: `${GROUP.replace('prod', 'test')}:*` }
    const found = meantFor(
      { name: 'ssm-node', statements: [far] },
      { name: 'b', statements: [{ Sid: 'SessionLogs', ...far }] },
      { name: 'c', statements: [near] },
    )
    expect(found.map(one => one.policy.name)).toEqual(['c', 'b', 'ssm-node'])
  })

  it('does not hear ssm in the middle of a word, nor care for what is no log group', () => {
    const far = { Resource: 'arn:aws:logs:eu-west-1:123456789012:log-group:/audit:*' }
    expect(meantFor({ name: 'classmates', statements: [far] })).toEqual([])
    expect(
      meantFor({ name: 'session', statements: [{ Action: '*', Resource: 'arn:aws:s3:::x/*' }] }),
    ).toEqual([])
  })

  it('leaves policies that AWS keeps alone', () => {
    const statements = [{ Resource: `${GROUP.replace('prod', 'test')}:*` }]
    expect(meantFor({ name: 'AWSx', arn: 'arn:aws:iam::aws:policy/AWSx', statements })).toEqual([])
    expect(meantFor({ name: 'own', arn: 'arn:aws:iam::123456789012:policy/own', statements })).toHaveLength(1)
  })

  it('leaves Deny and NotAction alone, and offers no edit of NotResource', () => {
    const Resource = `${GROUP.replace('prod', 'test')}:*`
    expect(meantFor({ statements: [{ Effect: 'Deny', Resource }] })).toEqual([])
    expect(meantFor({ statements: [{ Action: undefined, NotAction: 'ec2:*', Resource }] })).toEqual([])
    const [found] = meantFor({ name: 'session', statements: [{ NotResource: `${GROUP}*` }] })
    expect(found).toMatchObject({ editable: false, pattern: `${GROUP}*` })
  })

  it('sees a slip in the name of an action, and no slip in another action', () => {
    const [found] = meantFor({ statements: [{ Action: 'logs:PutLogEvent', Resource: `${GROUP}:*` }] })
    expect(found).toMatchObject({
      typo: { typed: 'logs:PutLogEvent', action: 'logs:PutLogEvents' },
      differences: [],
    })
    expect(meantFor({ statements: [{ Action: 'logs:GetLogEvents', Resource: GROUP }] })).toEqual([])
    const [swapped] = meantFor({ statements: [{ Action: 'logs:PutLogEvnets', Resource: `${GROUP}:*` }] })
    expect(swapped?.typo).toEqual({ typed: 'logs:PutLogEvnets', action: 'logs:PutLogEvents' })
  })

  it('names position, Sid and the actions that it holds', () => {
    const found = meantFor({
      statements: [
        { Resource: '*', Action: 'ec2:*' },
        { Sid: 'Logs', Action: 'logs:Put*', Resource: GROUP },
      ],
    })
    expect(found).toEqual([
      {
        policy: { kind: 'inline', role: 'ops', name: 'inline' },
        index: 1,
        sid: 'Logs',
        pattern: GROUP,
        differences: ['missing :*'],
        actions: ['logs:PutLogEvents'],
        editable: true,
      },
    ])
  })
})

describe('statements meant for the logs in a bucket', () => {
  const differences = (resource: string, key = 'audit/SESSION.log'): unknown => {
    const role = roleWith({ statements: [{ Action: 's3:PutObject', Resource: resource }] })
    return meantStatements(role, ['s3:PutObject'], objectTarget(BUCKET, `${BUCKET}/${key}`))[0]?.differences
  }

  it('says what differs', () => {
    expect(differences(BUCKET)).toEqual(['bucket itself'])
    expect(differences(`${BUCKET}/audit`)).toEqual(['missing /*'])
    expect(differences(`${BUCKET}/audit/`)).toEqual(['missing /*'])
    expect(differences(`${BUCKET}/other/*`)).toEqual(['prefix'])
    expect(differences(`${BUCKET}/Audit/*`)).toEqual(['letter case'])
    expect(differences('arn:aws:s3:::corp-archives/audit/*')).toEqual(['bucket'])
    expect(differences('arn:aws:s3:::CORP-ARCHIVE/audit/*')).toEqual(['letter case'])
    expect(differences('arn:aws-cn:s3:::corp-archive/audit/*')).toEqual(['partition'])
    expect(differences('s3://corp-archive/audit/*')).toEqual(['form'])
    expect(differences('arn:aws:s3:eu-west-1:123456789012:corp-archive/audit/*')).toEqual(['form'])
    expect(differences(`${BUCKET}/audit/*`, '/audit/SESSION.log')).toEqual(['leading slash'])
    expect(differences(`${BUCKET}//audit/*`)).toEqual(['leading slash'])
  })

  it('leaves the buckets of applications alone', () => {
    expect(differences('arn:aws:s3:::billing-exports/audit/*')).toBeUndefined()
    expect(differences(`${BUCKET}/*`)).toBeUndefined()
  })
})
