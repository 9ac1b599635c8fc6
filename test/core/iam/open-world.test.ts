import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decide } from '../../../src/core/iam/decide.ts'
import type { ContextValue } from '../../../src/core/iam/types.ts'
import { ROLE, runs, textOf, type Written } from './law-support.ts'

/** A family of operators, the values that a policy may write, and those that a request may have. */
interface Family {
  readonly name: string
  readonly operators: readonly string[]
  readonly written: readonly string[]
  readonly values: readonly ContextValue[]
}

const bothWays = (operators: readonly string[]): readonly string[] => [
  ...operators,
  ...operators.map(operator => `${operator}IfExists`),
]

const families: readonly Family[] = [
  {
    name: 'numbers',
    operators: bothWays([
      'NumericEquals',
      'NumericNotEquals',
      'NumericLessThan',
      'NumericLessThanEquals',
      'NumericGreaterThan',
      'NumericGreaterThanEquals',
    ]),
    written: ['1', '2', '5.0'],
    values: [0, 1, 1.5, 2, 3, 5, 6, null],
  },
  {
    name: 'dates',
    operators: bothWays(['DateEquals', 'DateNotEquals', 'DateLessThan', 'DateGreaterThanEquals']),
    written: ['2026-01-01T00:00:00Z', '2026-06-01'],
    values: ['2025-01-01', '2026-01-01', '2026-03-01', '2026-06-01T00:00:00Z', '2027-01-01', null],
  },
  {
    name: 'addresses',
    operators: bothWays(['IpAddress', 'NotIpAddress']),
    written: ['10.0.0.0/8', '10.1.0.0/16', '192.0.2.7', '2001:db8::/32', '0.0.0.0/0', '::/0'],
    values: ['10.1.2.3', '10.2.0.1', '192.0.2.7', '192.0.2.8', '2001:db8::1', 'fe80::1', null],
  },
  {
    name: 'truth values',
    operators: bothWays(['Bool']),
    written: ['true', 'false'],
    values: [true, false, null],
  },
  {
    name: 'patterns',
    operators: bothWays(['StringLike', 'StringNotLike', 'StringEquals', 'StringEqualsIgnoreCase']),
    written: ['a*', 'ab*', '*b', 'ab', 'AB', '?b', 'c'],
    values: ['a', 'ab', 'AB', 'aB', 'abc', 'abb', 'xb', 'xxb', 'c', 'C', 'd', '', null],
  },
  {
    name: 'ARNs',
    operators: bothWays(['ArnLike', 'ArnNotLike', 'ArnEquals']),
    written: ['arn:aws:iam::*:role/*', 'arn:aws:iam::1:role/a', 'arn:aws:iam::1:*', 'arn:aws:s3:::b'],
    values: [
      'arn:aws:iam::1:role/a',
      'arn:aws:iam::2:role/a',
      'arn:aws:iam::1:user/a',
      'arn:aws:s3:::b',
      'no',
      null,
    ],
  },
]

const statementsOf = ({ operators, written }: Family): fc.Arbitrary<readonly Written[]> => {
  const condition = fc.record({
    operator: fc.oneof(fc.constantFrom(...operators), fc.constant('Null')),
    values: fc.subarray([...written], { minLength: 1, maxLength: 2 }),
    absent: fc.constantFrom('true', 'false'),
  })
  const statement = fc.record({
    effect: fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Allow', 'Deny'),
    conditions: fc.array(condition, { maxLength: 2 }),
  })
  return fc.array(statement, { maxLength: 3 }).map(list =>
    list.map(({ effect, conditions }) => ({
      Effect: effect,
      Action: ['ssm:GetParameter'],
      Resource: ['*'],
      Condition: Object.fromEntries(
        conditions.map(({ operator, values, absent }) => [
          operator,
          { 'app:key': operator === 'Null' ? [absent] : values },
        ]),
      ),
    })),
  )
}

const request = { principal: ROLE, action: 'ssm:GetParameter', resource: '*' }

describe.each(families)('$name', family => {
  const exact = !['patterns', 'ARNs'].includes(family.name)

  test('a definite answer holds for every value, and an open one for some and not for others', () => {
    fc.assert(
      fc.property(statementsOf(family), list => {
        const policies = { identityPolicies: [{ name: 'own', document: textOf(list) }] }
        const { verdict } = decide({ ...request, world: 'open' }, policies)
        const answers = family.values.map(
          value => decide({ ...request, context: { 'app:key': value } }, policies).verdict === 'allowed',
        )
        const agree = new Set(answers).size === 1
        expect(verdict === 'unknown' || agree).toBe(true)
        expect(verdict === 'unknown' || (verdict === 'allowed') === answers[0]).toBe(true)
        expect(exact && verdict === 'unknown' && agree).toBe(false)
      }),
      runs(),
    )
  })
})
