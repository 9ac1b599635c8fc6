import { describe, expect, it } from 'vitest'
import { groupsNamedByPolicies } from '../../src/collect/groups-named.ts'

const PLACE = { accountId: '123456789012', region: 'eu-west-1' }
const ARN = 'arn:aws:logs:eu-west-1:123456789012:log-group:'

const named = (...statements: object[]): readonly string[] =>
  groupsNamedByPolicies([JSON.stringify({ Statement: statements })], PLACE)

describe('the log groups that policies name', () => {
  it.each([
    ['logs:PutLogEvents', true],
    ['logs:CreateLogStream', true],
    [['logs:DescribeLogGroups', 'LOGS:putlogevents'], true],
    ['logs:*', true],
    ['logs:Put*', true],
    ['*', true],
    ['logs:DescribeLogStreams', false],
    ['s3:PutObject', false],
    [undefined, false],
  ])('count where the action is %j: %s', (Action, counts) => {
    expect(named({ Effect: 'Allow', Action, Resource: `${ARN}a:*` })).toEqual(counts ? ['a'] : [])
  })

  it.each([
    [`${ARN}/aws/ssm/x:*`, ['/aws/ssm/x']],
    [`${ARN}/aws/ssm/x`, ['/aws/ssm/x']],
    [`${ARN}x:log-stream:*`, ['x']],
    [
      [`${ARN}b:*`, `${ARN}a:*`, `${ARN}b`],
      ['a', 'b'],
    ],
    ['arn:aws-cn:logs:*:*:log-group:x', ['x']],
    [`${ARN}*`, []],
    [`${ARN}team-?:*`, []],
    [`${ARN}$\{aws:PrincipalTag/team}:*`, []],
    ['arn:aws:logs:us-east-1:123456789012:log-group:x:*', []],
    ['arn:aws:logs:eu-west-1:999999999999:log-group:x:*', []],
    ['*', []],
    [7, []],
  ])('have literal names in this place: %j', (Resource, names) => {
    expect(named({ Effect: 'Allow', Action: 'logs:PutLogEvents', Resource })).toEqual(names)
  })

  it('are none where the statement denies, and none in what is no policy', () => {
    expect(named({ Effect: 'Deny', Action: 'logs:*', Resource: `${ARN}a:*` })).toEqual([])
    const odd = ['{', 'null', '7', '{}', '{"Statement":null}', '{"Statement":["x",null]}']
    expect(groupsNamedByPolicies(odd, PLACE)).toEqual([])
  })

  it('may stand in a single statement', () => {
    const Statement = { Effect: 'Allow', Action: 'logs:CreateLogStream', Resource: `${ARN}a:*` }
    expect(groupsNamedByPolicies([JSON.stringify({ Statement })], PLACE)).toEqual(['a'])
  })
})
