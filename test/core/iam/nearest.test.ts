import { expect, test } from 'vitest'
import { nearest } from '../../../src/core/iam/nearest.ts'
import type { AccessRequest, PolicySet } from '../../../src/core/iam/types.ts'

const group = (name: string): string => `arn:aws:logs:eu-west-1:123456789012:log-group:${name}`
const request: AccessRequest = {
  principal: 'arn:aws:iam::123456789012:role/web',
  action: 'logs:PutLogEvents',
  resource: group('/aws/ssm/onetime-sessions-dev:log-stream:alice-0abc'),
  context: { 'aws:RequestedRegion': 'eu-west-1' },
}
const policy = (name: string, ...Statement: object[]): { name: string; document: string } => ({
  name,
  document: JSON.stringify({ Version: '2012-10-17', Statement }),
})
const allow = (Action: string, Resource: string | string[], rest: object = {}): object => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...rest,
})
const own = (...statements: object[]): PolicySet => ({ identityPolicies: [policy('own', ...statements)] })

test('the statement whose resource comes nearest is named first, with the resource that misses', () => {
  const [first, second, ...more] = nearest(
    request,
    own(
      allow('logs:*', group('/aws/lambda/orders:*')),
      allow('logs:PutLogEvents', [group('/x:*'), group('/aws/ssm/sessions-dev:*')], { Sid: 'Write' }),
    ),
  )
  expect(first).toMatchObject({
    statement: { layer: 'identity policy', policy: 'own', index: 1, sid: 'Write' },
    part: 'resource',
    pattern: group('/aws/ssm/sessions-dev:*'),
    value: request.resource,
    distance: 'onetime-'.length + 'log-stream:alice-0abc'.length / 2,
  })
  expect(second?.statement.index).toBe(0)
  expect(more).toEqual([])
})

test('an action that is misspelt is the part that misses', () => {
  const [miss] = nearest(request, own(allow('logs:PutLogEvent', group('/aws/ssm/*'))))
  expect(miss).toMatchObject({ part: 'action', pattern: 'logs:PutLogEvent', distance: 1 })
})

test('a condition that fails is shown with the value it met', () => {
  const condition = { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } }
  const [miss] = nearest(request, own(allow('logs:*', '*', { Condition: condition })))
  expect(miss).toMatchObject({
    part: 'condition',
    detail: 'StringEquals aws:RequestedRegion us-east-1 against eu-west-1',
  })
})

test('a statement that misses in two parts is not near', () => {
  expect(nearest(request, own(allow('s3:GetObject', 'arn:aws:s3:::logs/*')))).toEqual([])
})

test('the layer that does not allow is the one that is looked at', () => {
  const boundaries = [policy('boundary', allow('logs:*', group('/aws/lambda/*')))]
  const misses = nearest(request, { ...own(allow('logs:*', '*')), boundaries })
  expect(misses.map(miss => miss.statement.layer)).toEqual(['permissions boundary'])
})

test('there is nothing near where the request is allowed', () => {
  expect(nearest(request, own(allow('logs:*', '*'), allow('logs:*', group('/x:*'))))).toEqual([])
})

test('asked for more parts, it names the others that miss too, and puts statements with fewer first', () => {
  const misses = nearest(
    request,
    own(
      allow('logs:PutLogEvent', group('/aws/ssm/sessions:*')),
      allow('logs:*', group('/aws/ssm/sessions:*')),
    ),
    2,
  )
  expect(misses.map(miss => [miss.statement.index, miss.part, miss.also.map(one => one.part)])).toEqual([
    [1, 'resource', []],
    [0, 'action', ['resource']],
  ])
})
