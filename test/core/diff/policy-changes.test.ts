import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { policyChanges } from '../../../src/core/diff/policy-changes.ts'
import { healthyWorld } from '../../support/healthy.ts'

const { scope } = healthyWorld()

type Statement = Readonly<Record<string, unknown>>

const WRITE = 'arn:aws:logs:ap-southeast-1:123456789012:log-group:/ops/sessions:*'

const statement = (fields: Statement = {}): Statement => ({
  Sid: 'Write',
  Effect: 'Allow',
  Action: ['logs:PutLogEvents', 'logs:CreateLogStream'],
  Resource: WRITE,
  ...fields,
})

const policy = (statements: unknown, version = '2012-10-17'): string =>
  JSON.stringify({ Version: version, Statement: statements })

const changes = (before: string | undefined, after: string | undefined) => policyChanges(before, after, scope)

describe('policies say the same', () => {
  const other = statement({ Sid: 'Find', Action: 'logs:DescribeLogGroups', Resource: '*' })
  it.each<readonly [string, unknown, unknown]>([
    ['in another order', [statement(), other], [other, statement()]],
    ['with one statement in the place of a list', [statement()], statement()],
    [
      'with their lists in another order',
      statement(),
      statement({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] }),
    ],
    ['with one text in the place of a list', statement(), statement({ Resource: [WRITE] })],
    [
      'with their actions in other letters',
      statement(),
      statement({ Action: ['LOGS:putlogevents', 'logs:createlogstream'] }),
    ],
    ['under another Sid', statement(), statement({ Sid: 'Other' })],
    [
      'shared out among statements',
      statement(),
      [statement({ Action: 'logs:PutLogEvents' }), statement({ Sid: 'B', Action: 'logs:CreateLogStream' })],
    ],
    ['said twice', statement(), [statement(), statement({ Sid: 'Again', Action: 'logs:PutLogEvents' })]],
    [
      'with the account in the place of its root',
      statement({ Principal: { AWS: '210987654321' } }),
      statement({ Principal: { AWS: 'arn:aws:iam::210987654321:root' } }),
    ],
    ['with everybody in two ways', statement({ Principal: '*' }), statement({ Principal: { AWS: '*' } })],
    [
      'with conditions in other letters',
      statement({ Condition: { Bool: { 'aws:SecureTransport': true } } }),
      statement({ Condition: { bool: { 'AWS:securetransport': ['TRUE'] } } }),
    ],
  ])('%s', (_, before, after) => {
    expect(changes(policy(before), policy(after))).toEqual([])
  })

  it('in another version of the language, without variables', () => {
    expect(changes(policy(statement(), '2008-10-17'), policy(statement()))).toEqual([])
  })

  it('however their statements and lists are mixed', () => {
    const words = fc.uniqueArray(fc.constantFrom('a:A', 'a:B', 'b:C', 'b:*'), { minLength: 1 })
    const some = fc.record({
      Effect: fc.constantFrom('Allow', 'Deny'),
      Action: words,
      Resource: fc.uniqueArray(fc.constantFrom('arn:aws:s3:::x', 'arn:aws:s3:::y', '*'), { minLength: 1 }),
    })
    fc.assert(
      fc.property(fc.array(some, { minLength: 1, maxLength: 4 }), fc.nat(), (list, turn) => {
        const mixed = list
          .map(one => ({ ...one, Action: one.Action.toReversed(), Sid: `S${turn}` }))
          .flatMap(one => one.Resource.map(Resource => ({ ...one, Resource })))
          .toSorted((a, b) => String(a.Action).localeCompare(String(b.Action)))
        expect(changes(policy(list), policy(mixed))).toEqual([])
      }),
    )
  })
})

describe('policies differ', () => {
  it.each<readonly [string, unknown, unknown, readonly unknown[]]>([
    [
      'a resource of a statement by its Sid',
      statement(),
      statement({ Action: 'logs:PutLogEvents', Resource: '*' }),
      [
        { field: 'statement Write, Action', before: ['logs:CreateLogStream'], after: [] },
        { field: 'statement Write, Resource', before: [WRITE], after: ['*'] },
      ],
    ],
    [
      'a resource of a statement without a Sid, by its actions',
      { ...statement(), Sid: undefined },
      { ...statement({ Effect: 'Allow', Resource: 'arn:aws:s3:::x' }), Sid: undefined },
      [{ field: 'statement 1, Resource', before: [WRITE], after: ['arn:aws:s3:::x'] }],
    ],
    [
      'a condition',
      statement(),
      statement({ Condition: { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-west-2'] } } }),
      [
        {
          field: 'statement Write, Condition StringEquals aws:RequestedRegion',
          before: [],
          after: ['eu-west-1', 'eu-west-2'],
        },
      ],
    ],
    [
      'Action and NotAction',
      statement({ Action: 'logs:PutLogEvents' }),
      { Sid: 'Write', Effect: 'Allow', NotAction: 'logs:PutLogEvents', Resource: WRITE },
      [
        { field: 'statement Write, Action', before: ['logs:PutLogEvents'], after: [] },
        { field: 'statement Write, NotAction', before: [], after: ['logs:PutLogEvents'] },
      ],
    ],
    [
      'a statement more',
      statement(),
      [
        statement(),
        {
          Effect: 'Deny',
          Action: 's3:*',
          Resource: '*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
      [
        {
          field: 'statement',
          before: [],
          after: ['Effect Deny; Action s3:*; Resource *; Condition Bool aws:SecureTransport false'],
        },
      ],
    ],
    [
      'one kind of principal and another of the same name',
      statement({ Principal: { Service: 'a.amazonaws.com' } }),
      statement({ Principal: { Federated: 'a.amazonaws.com' } }),
      [{ field: 'statement Write, Principal', before: ['a.amazonaws.com'], after: ['a.amazonaws.com'] }],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(changes(policy(before), policy(after))).toEqual(expected)
  })

  it('by what a variable means in another version of the language', () => {
    const named = statement({ Resource: 'arn:aws:s3:::home/${aws:username}' })
    expect(changes(policy(named, '2008-10-17'), policy(named))).toEqual([
      { field: 'Version', before: ['2008-10-17'], after: ['2012-10-17'] },
    ])
  })

  it('as whole texts where IAM would not store one', () => {
    expect(changes('{"Statement":', policy(statement()))).toEqual([
      { field: '', before: ['{"Statement":'], after: [policy(statement())] },
    ])
  })

  it('where there was none', () => {
    expect(changes(undefined, policy(statement({ Sid: undefined, Action: 'a:B' })))).toEqual([
      { field: 'statement', before: [], after: [`Effect Allow; Action a:B; Resource ${WRITE}`] },
    ])
  })
})
