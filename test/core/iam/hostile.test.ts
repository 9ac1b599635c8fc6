import { cpuUsage } from 'node:process'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide } from '../../../src/core/iam/decide.ts'
import { leastEdit } from '../../../src/core/iam/least-edit.ts'
import { nearest } from '../../../src/core/iam/nearest.ts'
import { globMatches } from '../../../src/core/iam/pattern.ts'
import type { AccessRequest, PolicySet } from '../../../src/core/iam/types.ts'
import { runs } from './law-support.ts'

const request: AccessRequest = {
  principal: 'arn:aws:iam::123456789012:role/web',
  action: 's3:GetObject',
  resource: `arn:aws:s3:::example-logs/${'a'.repeat(1000)}`,
  context: { 'app:key': 'a'.repeat(2000), 'app:number': '1'.repeat(300), 'app:date': '2026-01-01' },
  world: 'open',
}

const everywhere = (document: unknown): PolicySet => {
  const policy = { name: 'hostile', document }
  return {
    identityPolicies: [policy],
    boundaries: [policy],
    sessionPolicies: [policy],
    scps: [[policy]],
    resourcePolicy: policy,
  }
}

const ELEMENTS = [
  'Version',
  'Statement',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'Condition',
  'StringLike',
  'AWS',
  '__proto__',
  'constructor',
]
const WORDS = [
  'Allow',
  'Deny',
  '2012-10-17',
  '*',
  's3:*',
  '${',
  '${aws:username',
  "${x, '",
  'arn:',
  'arn:aws:s3:::*',
  '\u0000',
  '?',
  'ForAllValues:',
  'IfExists',
]
const anything = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(...WORDS, null, true, 0, -1, Infinity, undefined),
    fc.string({ maxLength: 8 }),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...ELEMENTS), tie('value'), { maxKeys: 4 }),
  ),
})).value

test('no document, however malformed, throws or is taken for an Allow', () => {
  fc.assert(
    fc.property(anything, value => {
      for (const document of [value, JSON.stringify(value)]) {
        const decision = decide(request, everywhere(document))
        expect(typeof JSON.stringify(decision)).toBe('string')
        nearest(request, everywhere(document))
        leastEdit([request], everywhere(document))
      }
    }),
    runs(),
  )
})

test('no text throws', () => {
  const broken = fc
    .tuple(fc.nat(60), fc.constantFrom('', '{', '"', '\\', '\u2028', '['))
    .map(([at, piece]) => {
      const text = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
      return text.slice(0, at) + piece + text.slice(at + 1)
    })
  fc.assert(
    fc.property(fc.oneof(fc.string(), broken), document => {
      expect(() => decide(request, everywhere(document)).explanation).not.toThrow()
    }),
    runs(),
  )
})

const statement = (parts: object): unknown => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: '*', Resource: '*', ...parts },
})
const many = (text: string, count: number): string => text.repeat(count)

const HOSTILE: Record<string, unknown> = {
  'many stars': statement({ Resource: `arn:aws:s3:::${many('*a', 5000)}b` }),
  'stars and question marks': statement({ Resource: `arn:aws:s3:::${many('*?', 5000)}b` }),
  'question marks behind a star': statement({ Resource: `*${many('?', 900)}b` }),
  'many stars in an action': statement({ Action: `${many('*a', 20_000)}b` }),
  'many stars in a condition': statement({
    Condition: { StringLike: { 'app:key': `${many('a*', 20_000)}b` } },
  }),
  'variables that never end': statement({ Resource: many('${', 50_000) }),
  'many variables': statement({ Resource: many('${aws:x}*', 5000) }),
  'defaults that never end': statement({ Resource: many("${a, '", 20_000) }),
  'variables that never end in an ARN': statement({
    Condition: { ArnLike: { 'app:key': many('${:', 30_000) } },
  }),
  'digits without end': statement({
    Condition: { NumericLessThan: { 'app:number': `${many('1', 100_000)}x` } },
  }),
  'colons without end': statement({ Condition: { IpAddress: { 'app:key': many(':', 100_000) } } }),
  'dates without end': statement({ Condition: { DateLessThan: { 'app:date': many('2026-', 20_000) } } }),
  'many resources': statement({ Resource: Array.from({ length: 5000 }, (_, at) => `arn:aws:s3:::*${at}*b`) }),
  'many unknown keys': statement({
    Condition: {
      StringEquals: Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`app:k${at}`, 'x'])),
    },
  }),
  'many values of one key': statement({
    Condition: { StringEquals: { 'app:unknown': Array.from({ length: 5000 }, (_, at) => `v${at}`) } },
  }),
  'many patterns for one key': statement({
    Condition: { StringLike: { 'app:unknown': Array.from({ length: 5000 }, (_, at) => `v*${at}*`) } },
  }),
  'many statements that hang on keys': {
    Version: '2012-10-17',
    Statement: Array.from({ length: 700 }, (_, at) => ({
      Effect: at % 2 === 0 ? 'Allow' : 'Deny',
      Action: 's3:*',
      Resource: '*',
      Condition: { StringEquals: { [`app:u${at % 7}`]: [`a${at}`, 'b'] } },
    })),
  },
  'a deep nest': `${many('[', 4000)}${many(']', 4000)}`,
}

/** Milliseconds of processor time, which other programs on the same machine do not lengthen. */
const spentOn = (run: () => unknown): number => {
  const start = cpuUsage()
  run()
  const { user, system } = cpuUsage(start)
  return (user + system) / 1000
}

test.each(Object.entries(HOSTILE))('%s cost no more than any policy', (_, document) => {
  const set: PolicySet = { identityPolicies: [{ name: 'hostile', document }] }
  expect(spentOn(() => decide(request, set))).toBeLessThan(1000)
  expect(spentOn(() => decide({ ...request, world: 'closed' }, set))).toBeLessThan(1000)
})

/** The plainest way to match, for comparison: every way to cut the text is tried. */
const matchesPlainly = (pattern: string, text: string): boolean => {
  if (pattern === '') return text === ''
  const [first, rest] = [pattern[0], pattern.slice(1)]
  if (first === '*')
    return matchesPlainly(rest, text) || (text !== '' && matchesPlainly(pattern, text.slice(1)))
  return text !== '' && (first === '?' || first === text[0]) && matchesPlainly(rest, text.slice(1))
}

test('patterns match as the plainest matcher does', () => {
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', ':'), maxLength: 8 })
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*'), maxLength: 8 })
  fc.assert(
    fc.property(pattern, text, (pattern, text) => {
      expect(globMatches(pattern, text)).toBe(matchesPlainly(pattern, text))
    }),
    runs(3000),
  )
})
