import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide } from '../../../src/core/iam/decide.ts'
import { leastEdit } from '../../../src/core/iam/least-edit.ts'
import { statementsOf } from '../../../src/core/iam/statements.ts'
import type { AccessRequest, PolicySet } from '../../../src/core/iam/types.ts'
import { ROLE, runs, statements, textOf } from './law-support.ts'

const ACTIONS = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 'ssm:GetParameter', 'logs:PutLogEvents']
const RESOURCES = [
  'arn:aws:s3:::logs/a.log',
  'arn:aws:s3:::other/b.log',
  'arn:aws:s3:::logs/*',
  'arn:aws:s3:::logs/c.log',
  '*',
]

const space: readonly AccessRequest[] = ACTIONS.flatMap(action =>
  RESOURCES.flatMap(resource =>
    ['a', 'b', null].map(value => ({
      principal: ROLE,
      action,
      resource,
      context: { 'app:one': value },
    })),
  ),
)

const wanted = fc.array(
  fc.record({
    principal: fc.constant(ROLE),
    action: fc.constantFrom(...ACTIONS),
    resource: fc.constantFrom(...RESOURCES.slice(0, 4)),
  }),
  { minLength: 1, maxLength: 4 },
)
const exact = fc.array(
  fc.record({
    Effect: fc.constant<'Allow'>('Allow'),
    Action: fc.subarray(ACTIONS, { minLength: 1, maxLength: 2 }),
    Resource: fc.subarray(RESOURCES, { minLength: 1, maxLength: 2 }),
  }),
  { maxLength: 3 },
)
const policies = fc.oneof(exact, statements)

const setOf = (list: readonly object[]): PolicySet => ({
  identityPolicies: [{ name: 'given', document: textOf(list as Parameters<typeof textOf>[0]) }],
})

const isAllowed = (request: AccessRequest, set: PolicySet): boolean =>
  decide(request, set).verdict === 'allowed'
const key = ({ action, resource }: AccessRequest): string => `${action} ${resource}`

test('what was asked for is allowed afterwards, or refused where a Deny stops it', () => {
  fc.assert(
    fc.property(wanted, policies, (requests, list) => {
      const { identityPolicies, refused } = leastEdit(requests, setOf(list))
      for (const request of requests) {
        const { verdict } = decide(request, { identityPolicies })
        expect(verdict).toBe(refused.includes(request) ? 'explicit-deny' : 'allowed')
      }
    }),
    runs(),
  )
})

test('nothing else is newly allowed', () => {
  fc.assert(
    fc.property(wanted, policies, (requests, list) => {
      const before = setOf(list)
      const { identityPolicies } = leastEdit(requests, before)
      const asked = new Set(requests.map(key))
      const newly = space.filter(one => isAllowed(one, { identityPolicies }) && !isAllowed(one, before))
      expect(newly.filter(one => !asked.has(key(one)))).toEqual([])
    }),
    runs(),
  )
})

test('statements that are not edited stay as they are, and edited ones lose nothing', () => {
  fc.assert(
    fc.property(wanted, policies, (requests, list) => {
      const { edits, identityPolicies } = leastEdit(requests, setOf(list))
      const after = statementsOf(identityPolicies[0]?.document).statements
      const touched = new Set(edits.flatMap(edit => (edit.kind === 'append' ? [edit.index] : [])))
      for (const statement of statementsOf(textOf(list)).statements) {
        if (!touched.has(statement.index)) expect(after[statement.index]).toEqual(statement)
        expect(after[statement.index]?.resources).toEqual(
          expect.arrayContaining([...(statement.resources ?? [])]),
        )
      }
    }),
    runs(),
  )
})

test('asked again, there is nothing left to edit', () => {
  fc.assert(
    fc.property(wanted, policies, (requests, list) => {
      const { identityPolicies, refused } = leastEdit(requests, setOf(list))
      const again = leastEdit(
        requests.filter(one => !refused.includes(one)),
        { identityPolicies },
      )
      expect(again.edits).toEqual([])
    }),
    runs(),
  )
})

describe('the least edit', () => {
  const write = {
    principal: ROLE,
    action: 'logs:PutLogEvents',
    resource: 'arn:aws:logs:eu-west-1:123456789012:log-group:/b:log-stream:x',
  }
  const create = { ...write, action: 'logs:CreateLogStream' }
  const given = (Action: readonly string[]): PolicySet =>
    setOf([{ Effect: 'Allow', Action, Resource: 'arn:aws:logs:eu-west-1:123456789012:log-group:/a:*' }])

  test('appends a resource to the statement that has just these actions', () => {
    const { edits } = leastEdit([write, create], given(['logs:CreateLogStream', 'logs:PutLogEvents']))
    expect(edits).toEqual([{ kind: 'append', policy: 'given', index: 0, resources: [write.resource] }])
  })

  test('adds a statement where an existing one would allow more', () => {
    const { edits } = leastEdit([write], given(['logs:CreateLogStream', 'logs:PutLogEvents']), 'ours')
    expect(edits).toEqual([
      {
        kind: 'add',
        policy: 'ours',
        statement: { sid: 'Own1', actions: ['logs:PutLogEvents'], resources: [write.resource] },
      },
    ])
  })

  test('leaves alone what is allowed already', () => {
    const { edits, refused } = leastEdit(
      [write],
      setOf([{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }]),
    )
    expect({ edits, refused }).toEqual({ edits: [], refused: [] })
  })

  describe('for a purpose', () => {
    const statement = {
      sid: 'SessionLogsWrite',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: ['arn:aws:logs:eu-west-1:123456789012:log-group:/b:*'],
    }
    const home = { policy: 'given', index: 0 }

    test('appends what it writes to the statement that was meant', () => {
      const policies = given(['logs:CreateLogStream', 'logs:PutLogEvents'])
      const { edits, refused } = leastEdit([write, create], policies, 'own', {
        statement,
        homeOf: () => home,
      })
      expect(edits).toEqual([
        { kind: 'append', ...home, resources: statement.resources, actions: statement.actions },
      ])
      expect(refused).toEqual([])
    })

    test('becomes a statement of its own where none was meant', () => {
      const { edits } = leastEdit([write, create], given(['logs:PutLogEvents']), 'own', {
        statement,
        homeOf: () => undefined,
      })
      expect(edits).toEqual([{ kind: 'add', policy: 'own', statement }])
    })

    test('is written beside the meant statement where that gives more', () => {
      const { identityPolicies } = leastEdit([write, create], given(['logs:*']), 'own', {
        statement,
        homeOf: () => home,
      })
      const { Statement } = JSON.parse(identityPolicies[0]?.document as string) as { Statement: unknown[] }
      expect(Statement).toHaveLength(2)
      expect(Statement[1]).toMatchObject({ Sid: 'SessionLogsWrite', Action: statement.actions })
    })
  })

  test('names what a boundary stops', () => {
    const boundaries = [{ name: 'b', document: textOf([]) }]
    expect(leastEdit([write], { ...given(['s3:*']), boundaries }).refused).toEqual([write])
  })
})
