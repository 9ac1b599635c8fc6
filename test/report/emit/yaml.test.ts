import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { yamlLines } from '../../../src/report/emit/yaml.ts'
import { runs } from '../../core/iam/law-support.ts'
import { HOSTILE, hostileJson } from './hostile.ts'

const text = (data: Readonly<Record<string, unknown>>): string => yamlLines(data).join('\n')

describe.each(['1.1', '1.2'] as const)('read as YAML %s', version => {
  it('says what it was made of', () => {
    fc.assert(
      fc.property(hostileJson, value => {
        const data = { data: JSON.parse(JSON.stringify(value)) as unknown }
        expect(parse(text(data), { version })).toEqual(data)
      }),
      runs(300),
    )
  })

  it.each([
    ...HOSTILE,
    'on',
    'NO',
    '1:20',
    '2012-10-17',
    '0x1f',
    '1_000',
    '1e3',
    '=',
    '<<',
    '&a',
    '!x',
    '@b',
    '%c',
    'a\nb ',
    'a\n',
    '\u00a0',
    'a\u3000',
  ])('keeps the text %j a text', value =>
    expect(parse(text({ value, list: [value] }), { version })).toEqual({ value, list: [value] }),
  )
})

it('no text steers a terminal or turns the writing around', () => {
  fc.assert(
    fc.property(hostileJson, value => {
      const lines = yamlLines({ value })
      expect(lines.join('')).not.toMatch(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/u)
    }),
    runs(300),
  )
})

it('leaves out what is undefined, and refers to nothing by an anchor', () => {
  const shared = ['a']
  expect(yamlLines({ one: shared, two: shared, none: undefined })).toEqual(['one:', '  - a', 'two:', '  - a'])
})
