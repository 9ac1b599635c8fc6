import { describe, expect, it } from 'vitest'
import { oneLine, statusOf } from '../../src/collect/one-line.ts'

const named = (name: string, message: string, more: object = {}): Error =>
  Object.assign(new Error(message), { name }, more)

describe('an error as one line', () => {
  it.each([
    ['a hint to programmers', 'bad XML.\n  Deserialization error: to see', 'E: bad XML.'],
    ['blank lines', '  a\t\t b  ', 'E: a b'],
    ['no message', '', 'E'],
    [
      'what only AWS can decode',
      'not authorized with an explicit deny in a service control policy. Encoded authorization failure message: 4XaZ',
      'E: not authorized with an explicit deny in a service control policy.',
    ],
    [
      'the name of a package',
      '@smithy/node-http-handler - [ERROR] a request has exceeded the configured 20000 ms requestTimeout.',
      'E: a request has exceeded the configured 20000 ms requestTimeout.',
    ],
  ])('leaves out %s', (_, message, line) => {
    expect(oneLine(named('E', message))).toBe(line)
  })

  it('is shortened', () => {
    expect(oneLine(named('E', 'x'.repeat(900)))).toBe(`E: ${'x'.repeat(596)}…`)
  })

  it('tells the status where an answer has no body', () => {
    const error = named('Unknown', 'UnknownError', { $metadata: { httpStatusCode: 403 } })
    expect(oneLine(error)).toBe('HTTP 403 without a reason')
    expect(statusOf(error)).toBe(403)
    expect(statusOf(named('E', 'e', { $metadata: null }))).toBeUndefined()
    expect(statusOf('403')).toBeUndefined()
  })

  it('tells the first of several failures where it has no message of its own', () => {
    const inner = new Error('connect ECONNREFUSED ::1:9')
    expect(oneLine(new AggregateError([inner], ''))).toBe('AggregateError: connect ECONNREFUSED ::1:9')
  })
})
