import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hclArguments, hclBlock, hclString } from '../../../src/report/emit/hcl.ts'
import { runs } from '../../core/iam/law-support.ts'
import { evaluated, formatted, hasTerraform } from './terraform-tool.ts'
import { HOSTILE, hostileJson, hostileText } from './hostile.ts'

const jsonOf = (value: unknown): string =>
  hclArguments({ policy: { json: JSON.stringify(value) } }).join('\n')

/** Terraform composes what can be written in two ways: there is no way to say the other one. */
const asTerraformKeepsIt = (text: string): string => Buffer.from(text).toString().normalize('NFC')

describe('a text in quotes', () => {
  it('is one line without a template, a raw control or a mark that turns the writing around', () => {
    fc.assert(
      fc.property(hostileText, text => {
        const quoted = hclString(text)
        expect(quoted).toMatch(/^"[^\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]*"$/u)
        expect(quoted.replaceAll('$${', '').replaceAll('%%{', '')).not.toMatch(/[$%]\{/)
      }),
      runs(),
    )
  })

  it.each([
    ['${aws:username}', '"$${aws:username}"'],
    ['100%{x}', '"100%%{x}"'],
    ['$${x}', '"$$${x}"'],
    ['a "b" \\c', '"a \\"b\\" \\\\c"'],
    ['a\nb\tc\b', '"a\\nb\\tc\\u0008"'],
    ['\\b', '"\\\\b"'],
    ['\u202eevil', '"\\u202eevil"'],
  ])('%j is written %s', (text, quoted) => expect(hclString(text)).toBe(quoted))

  it.runIf(hasTerraform)('means to Terraform what it says', () => {
    const texts = [...HOSTILE, ...fc.sample(hostileText, 300)]
    expect(evaluated(texts.map(hclString))).toEqual(texts.map(asTerraformKeepsIt))
  })
})

describe('a JSON document', () => {
  it.runIf(hasTerraform)('means to Terraform what it says', () => {
    const values = fc.sample(hostileJson, 100)
    const blocks = values.map(value => jsonOf(value).replace(/^policy = /, ''))
    expect(evaluated(blocks).map(text => JSON.parse(text))).toEqual(
      values.map(value => JSON.parse(asTerraformKeepsIt(JSON.stringify(value)))),
    )
  })

  it.runIf(hasTerraform)('is written as terraform fmt leaves it', () => {
    const values = fc.sample(hostileJson, 200)
    const text = values
      .flatMap((value, at) => [
        ...hclBlock(
          `resource "aws_iam_policy" "p${at}"`,
          { name: 'web', description: 'of nodes', policy: { json: JSON.stringify(value) }, path: '/team/' },
          [{ block: 'lifecycle', arguments: { prevent_destroy: true, ignore_changes: [{ code: 'tags' }] } }],
        ),
        '',
      ])
      .join('\n')
    expect(text).toBe(formatted(text))
  })
})

it('equals signs of neighbours of one line stand one under the other, those of longer ones by themselves', () => {
  const lines = hclBlock(
    'resource "x" "y"',
    {
      name: 'a',
      policy: {
        json: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","for":[],"aws:x":["1","2"]}]}',
      },
      key: 'b',
      description: 'c',
      nothing: undefined,
    },
    [{ block: 'targets', arguments: { key: 'tag:team', values: ['web', 'db'] } }],
  )
  expect(lines.join('\n')).toBe(`resource "x" "y" {
  name = "a"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        "for"  = []
        "aws:x" = [
          "1",
          "2",
        ]
      },
    ]
  })
  key         = "b"
  description = "c"

  targets {
    key = "tag:team"
    values = [
      "web",
      "db",
    ]
  }
}`)
})
