import * as fc from 'fast-check'
import { vi } from 'vitest'
import type { AccessRequest, PolicySet } from '../../../src/core/iam/types.ts'

// A law at full length takes longer than a test is given.
vi.setConfig({ testTimeout: 120_000 })

/** A statement as IAM writes it. */
export interface Written {
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: readonly string[]
  readonly Resource: readonly string[]
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
  readonly Principal?: unknown
}

export const ROLE = 'arn:aws:iam::123456789012:role/web'
export const KEYS = ['app:one', 'app:two'] as const
export const VALUES = ['a', 'b', 'c', null] as const

const OPERATORS = [
  'StringEquals',
  'StringNotEquals',
  'StringEqualsIfExists',
  'StringLike',
  'StringNotLike',
  'ForAllValues:StringEquals',
  'ForAnyValue:StringNotEquals',
] as const

const condition = fc.record({
  operator: fc.constantFrom(...OPERATORS, 'Null'),
  key: fc.constantFrom(...KEYS),
  values: fc.subarray(['a', 'b'], { minLength: 1 }),
})

const conditions = fc
  .array(condition, { maxLength: 2 })
  .map(list =>
    Object.fromEntries(
      list.map(({ operator, key, values }) => [
        operator,
        { [key]: operator === 'Null' ? [values[0] === 'a' ? 'true' : 'false'] : values },
      ]),
    ),
  )

const actions = fc.subarray(['s3:GetObject', 's3:Get*', 's3:PutObject', 'ssm:*', 's3:???Object', '*'], {
  minLength: 1,
  maxLength: 3,
})

const RESOURCES = [
  'arn:aws:s3:::logs/a.log',
  'arn:aws:s3:::logs/*',
  'arn:aws:s3:::*/a.log',
  'arn:aws:s3:::other/*',
  '*',
]
const resources = fc.subarray(RESOURCES, { minLength: 1, maxLength: 3 })

export const statement: fc.Arbitrary<Written> = fc.record({
  Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
  Action: actions,
  Resource: resources,
  Condition: conditions,
})

export const statements = fc.array(statement, { maxLength: 4 })

const PRINCIPALS = [
  '*',
  { AWS: ROLE },
  { AWS: '123456789012' },
  { AWS: `${ROLE}-2` },
  { Service: 'ec2.amazonaws.com' },
]
const resourceStatement = fc
  .tuple(statement, fc.constantFrom(...PRINCIPALS))
  .map(([written, Principal]): Written => ({ ...written, Principal }))

/** The statements of each layer. */
export interface Layers {
  readonly identity: readonly Written[]
  readonly boundary?: readonly Written[] | undefined
  readonly scp?: readonly Written[] | undefined
  readonly resource?: readonly Written[] | undefined
}

export const layers: fc.Arbitrary<Layers> = fc.record({
  identity: statements,
  boundary: fc.option(statements, { nil: undefined, freq: 2 }),
  scp: fc.option(statements, { nil: undefined, freq: 2 }),
  resource: fc.option(fc.array(resourceStatement, { maxLength: 3 }), { nil: undefined, freq: 2 }),
})

export const request: fc.Arbitrary<AccessRequest> = fc.record({
  principal: fc.constantFrom(ROLE, 'arn:aws:sts::123456789012:assumed-role/web/i-0abc', 'ec2.amazonaws.com'),
  action: fc.constantFrom('s3:GetObject', 's3:PutObject', 'ssm:GetParameter'),
  resource: fc.constantFrom('arn:aws:s3:::logs/a.log', 'arn:aws:s3:::other/b.log', '*'),
  resourceAccount: fc.constantFrom('123456789012', '123456789012', '210987654321'),
  context: fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES), { maxKeys: 2 }),
  world: fc.constantFrom('closed', 'open'),
})

export const textOf = (written: readonly Written[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: written })

export const setOf = ({ identity, boundary, scp, resource }: Layers): PolicySet => ({
  identityPolicies: [{ name: 'own', document: textOf(identity) }],
  ...(boundary && { boundaries: [{ name: 'boundary', document: textOf(boundary) }] }),
  ...(scp && { scps: [[{ name: 'scp', document: textOf(scp) }]] }),
  ...(resource && { resourcePolicy: { name: 'resource', document: textOf(resource) } }),
})

export const runs = (count = 1000): { numRuns: number } => ({
  numRuns: process.env['SSM_DOCTOR_LAWS'] === 'full' ? count * 10 : count,
})
