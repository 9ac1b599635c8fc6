import { describe, expect, it } from 'vitest'
import { choice, pairs, text, texts, wholeNumber } from '../../src/cli/arguments.ts'
import { targetsOf } from '../../src/cli/formats.ts'
import { UsageError } from '../../src/core/errors.ts'

const BOUNDS = { least: 2, most: 40, usual: 9 }

describe('an option', () => {
  it('that may be repeated gives all its values, once or often', () => {
    expect(texts({ region: 'eu-west-2' }, 'region')).toEqual(['eu-west-2'])
    expect(texts({ region: ['eu-west-2', 'sa-east-1'] }, 'region')).toEqual(['eu-west-2', 'sa-east-1'])
    expect(texts({}, 'region')).toEqual([])
  })

  it('that stands once refuses to stand twice', () => {
    expect(text({ from: 'a.json' }, 'from')).toBe('a.json')
    expect(() => text({ from: ['a.json', 'b.json'] }, 'from')).toThrow(
      '--from was given 2 times; give it once',
    )
  })

  it.each(['', '  ', true])('with the value %j needs one', value => {
    expect(() => text({ profile: value }, 'profile')).toThrow('--profile needs a value')
  })

  it('that is a number is whole and within its bounds', () => {
    expect(wholeNumber({ wait: '40' }, 'wait', BOUNDS)).toBe(40)
    expect(wholeNumber({}, 'wait', BOUNDS)).toBe(9)
  })

  it.each(['1', '41', '-3', '2.5', '1e1', 'ten', '0x10', '99999999999999999999'])(
    'that is a number is not %s',
    value => {
      expect(() => wholeNumber({ wait: value }, 'wait', BOUNDS)).toThrow(
        `reading --wait: ${JSON.stringify(value)} is not a whole number from 2 to 40`,
      )
    },
  )

  it('that is a word is a known one, else the nearest is named', () => {
    expect(choice({ 'fail-on': 'low' }, 'fail-on', ['high', 'low'], 'high')).toBe('low')
    expect(() => choice({ 'fail-on': 'hihg' }, 'fail-on', ['high', 'low'], 'high')).toThrow(
      'did you mean high?',
    )
    expect(() => choice({ 'fail-on': 'grave' }, 'fail-on', ['high', 'low'], 'high')).toThrow(
      'it may be high, low',
    )
  })

  it('of pairs splits at the first equals sign and takes a key once', () => {
    expect(pairs({ tag: ['team=a=b', 'empty='] }, 'tag')).toEqual({ team: 'a=b', empty: '' })
    expect(() => pairs({ tag: 'team' }, 'tag')).toThrow('"team" is not KEY=VALUE')
    expect(() => pairs({ tag: '=x' }, 'tag')).toThrow(UsageError)
    expect(() => pairs({ tag: ['team=a', 'team=b'] }, 'tag')).toThrow('team was given twice')
  })
})

describe('--format', () => {
  it('is a table on standard output when nothing is said', () => {
    expect(targetsOf([], undefined)).toEqual([{ format: 'table' }])
  })

  it('goes to files, and the one without a file to --output', () => {
    expect(targetsOf(['json=a=b.json', 'table'], 'report.txt')).toEqual([
      { format: 'json', file: 'a=b.json' },
      { format: 'table', file: 'report.txt' },
    ])
  })

  it.each<[string, string[], string | undefined, RegExp]>([
    ['two formats for standard output', ['json', 'table'], undefined, /would both go to standard output/],
    ['two for one file', ['json=a', 'table=a'], undefined, /a was given to two formats/],
    ['--output without a format to go there', ['json=a'], 'b', /every --format names its own file/],
    ['an unknown format', ['jsn'], undefined, /"jsn" is not known; did you mean json\?/],
    [
      'a format far from any',
      ['cyclonedx=x'],
      undefined,
      /"cyclonedx" is not known; it may be table, json, sarif,/,
    ],
    ['commands for GitHub in a file', ['github=x'], undefined, /from standard output alone/],
    ['commands for GitHub in --output', ['github'], 'x', /from standard output alone/],
    ['a table among commands for GitHub', ['github', 'table'], undefined, /would both go to standard output/],
    ['a file without a name', ['json='], undefined, /json= names no file/],
  ])('refuses %s', (_, words, output, says) => {
    expect(() => targetsOf(words, output)).toThrow(says)
  })
})
