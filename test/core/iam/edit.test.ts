import { expect, test } from 'vitest'
import { addStatement, appendToStatement, newPolicy, policySize } from '../../../src/core/iam/edit.ts'

const GROUP = 'arn:aws:logs:eu-west-1:123456789012:log-group:/own:*'
const OTHER = 'arn:aws:logs:eu-west-1:123456789012:log-group:/other:*'
const policy = (...statements: object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Id: 'kept', Statement: statements }, undefined, 4)
const write = { Sid: 'Write', Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: OTHER }
const read = { Sid: 'Read', Effect: 'Allow', Action: ['s3:Get*'], Resource: ['*'] }

test('a resource is appended behind the one that is there, and nothing else changes', () => {
  expect(appendToStatement(policy(read, write), 1, { resources: [GROUP] })).toBe(
    policy(read, { ...write, Resource: [OTHER, GROUP] }),
  )
})

test('an action that the statement lacks is appended too', () => {
  const text = appendToStatement(policy(write), 0, {
    actions: ['logs:putlogevents', 'logs:CreateLogStream'],
    resources: [GROUP],
  })
  expect(text).toBe(
    policy({ ...write, Action: ['logs:PutLogEvents', 'logs:CreateLogStream'], Resource: [OTHER, GROUP] }),
  )
})

test('what the statement covers by a wildcard is not appended', () => {
  const text = policy(read)
  expect(appendToStatement(text, 0, { actions: ['s3:GetObject'], resources: [GROUP] })).toBe(text)
})

test('a question mark does not cover the star of a pattern', () => {
  const text = policy({ ...read, Resource: 'arn:aws:s3:::logs/?' })
  expect(appendToStatement(text, 0, { resources: ['arn:aws:s3:::logs/*'] })).toContain(
    '"arn:aws:s3:::logs/*"',
  )
})

test('a text without line breaks stays without', () => {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: write })
  expect(appendToStatement(text, 0, { resources: [GROUP] })).toBe(
    JSON.stringify({ Version: '2012-10-17', Statement: { ...write, Resource: [OTHER, GROUP] } }),
  )
})

test('a statement that lists what it leaves out, and one that is not there, are refused', () => {
  const text = policy({ Effect: 'Allow', Action: 's3:*', NotResource: OTHER })
  expect(() => appendToStatement(text, 0, { resources: [GROUP] })).toThrow(RangeError)
  expect(() => appendToStatement(text, 7, { resources: [GROUP] })).toThrow('there is no statement 8')
})

const grant = { sid: 'Own', actions: ['logs:PutLogEvents'], resources: [GROUP] }
const granted = { Sid: 'Own', Effect: 'Allow', Action: ['logs:PutLogEvents'], Resource: GROUP }

test('a statement is added behind the others, and behind a single one', () => {
  expect(JSON.parse(addStatement(policy(read), grant))).toMatchObject({
    Id: 'kept',
    Statement: [read, granted],
  })
  const single = JSON.stringify({ Version: '2012-10-17', Statement: write })
  expect(JSON.parse(addStatement(single, grant))).toMatchObject({ Statement: [write, granted] })
})

test('a new policy has the version that knows variables', () => {
  const condition = { StringEquals: { 'kms:ViaService': 'logs.eu-west-1.amazonaws.com' } }
  expect(JSON.parse(newPolicy([{ ...grant, condition }]))).toEqual({
    Version: '2012-10-17',
    Statement: [{ ...granted, Condition: condition }],
  })
})

test('white space does not count for the size of a policy', () => {
  expect(policySize('{ "a":\n\t[ 1 ] }')).toBe(9)
})
