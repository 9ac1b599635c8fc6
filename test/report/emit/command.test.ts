import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commandLine, lineText, type Command } from '../../../src/report/emit/command.ts'
import { HOSTILE, hostileJson, hostileText } from './hostile.ts'
import { ranBy } from './shell.ts'

/** No argument holds a NUL, and no shell is asked for text that is not UTF-8. */
const word = hostileText
  .map(text => Buffer.from(text.replaceAll('\0', '')).toString())
  .filter(text => !/[\u0001\u0002]/.test(text))

const SHELLS: readonly (readonly [name: string, shell: readonly string[]])[] = [
  ['sh', ['sh']],
  ['bash', ['bash', '--posix']],
]

const command = (options: Command['options']): Command => ({ operation: 'iam do-it', options })

/** An option's value stands behind it, or, where it begins with a dash, in one word with it. */
const valueOf = (words: readonly string[]): string | undefined =>
  words.length === 4 ? words[3] : words[2]?.slice('--value='.length)

describe.each(SHELLS)('%s', (_name, shell) => {
  it('hands every word over as it is', () => {
    const words = [...HOSTILE, ...fc.sample(word, 150)]
    const script = words.map(value => `${lineText(command({ value }))}\n`).join('')
    const { calls, code, stderr } = ranBy(shell, script)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(calls.map(call => valueOf(call.words))).toEqual(words)
  })

  it('hands several words of an option over one by one', () => {
    const lists = fc.sample(fc.array(word, { minLength: 2, maxLength: 4 }), 60)
    const script = lists.map(words => `${lineText(command({ value: { words } }))}\n`).join('')
    expect(ranBy(shell, script).calls.map(call => call.words.slice(3))).toEqual(lists)
  })

  it('gives a document to read, or puts it on the line, and it says the same', () => {
    const documents = fc.sample(hostileJson, 60).map(value => JSON.stringify(value))
    const script = documents
      .flatMap(json => [
        lineText(command({ value: { json } })),
        commandLine(command({ value: { json } })),
        '',
      ])
      .join('\n')
    const { calls, code } = ranBy(shell, script)
    const read = calls.map(({ words, input }) => (words[3] === 'file:///dev/stdin' ? input : words[3]))
    expect(code).toBe(0)
    expect(read.map(text => JSON.parse(text ?? ''))).toEqual(
      documents.flatMap(json => [JSON.parse(json), JSON.parse(json)]),
    )
  })
})

describe('a document of a script', () => {
  it('has no character that steers a terminal', () => {
    fc.assert(
      fc.property(hostileJson, value => {
        const text = lineText(command({ value: { json: JSON.stringify(value) } }))
        expect(text.replaceAll('\n', '')).not.toMatch(
          /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/u,
        )
      }),
    )
  })

  it('stands on one line where the blanks would make it too large', () => {
    const json = '{"a":[1,2,3]}'
    expect(lineText(command({ policy: { json, most: 13 } }))).toContain(`\n${json}\n`)
    expect(lineText(command({ policy: { json, most: 1000 } }))).toContain('\n  "a": [\n')
  })

  it('is on the line of a command whose answer is kept: older shells stumble over quotes in what they read there', () => {
    const text = lineText({ ...command({ content: { json: `{"a":"it's"}` } }), into: 'version' })
    expect(text).toBe(`version=$(aws iam do-it \\\n  --content '{"a":"it'\\''s"}')`)
  })
})

it('a value that begins with a dash is no option', () => {
  expect(commandLine(command({ 'role-name': '-rf' }))).toBe('aws iam do-it --role-name=-rf')
})

it('what is waited for ends the script where it does not come', () => {
  const text = lineText({ until: 'ready', of: command({ query: 'State' }) }).replaceAll('sleep 5', ':')
  const { calls, code } = ranBy(['sh'], `set -eu\n${text}\necho never\n`)
  expect(code).toBe(1)
  expect(calls).toHaveLength(120)
})
