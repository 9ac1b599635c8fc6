import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editedText } from '../../../src/core/preferences/edit-text.ts'

const set = (path: string, value?: string | boolean) => ({
  path: path.split('.'),
  ...(value !== undefined && { value }),
})

const DOCUMENT = `{
   "schemaVersion": "1.0",
   "recordingMode": {"full": [1, 2.5, "3"]},
   "inputs": {
      "kmsKeyId": "",
      "__proto__": {"a": 1},
      "cloudWatchStreamingEnabled": "true"
   }
}
`

describe('an edit of a document', () => {
  it('leaves the order of members, unknown ones and the indentation', () => {
    expect(editedText(DOCUMENT, [set('inputs.cloudWatchStreamingEnabled', true)])).toBe(`{
   "schemaVersion": "1.0",
   "recordingMode": {
      "full": [
         1,
         2.5,
         "3"
      ]
   },
   "inputs": {
      "kmsKeyId": "",
      "__proto__": {
         "a": 1
      },
      "cloudWatchStreamingEnabled": true
   }
}
`)
  })

  it('leaves a document on one line on one line', () => {
    expect(editedText('{"inputs":{"a":"b"},"x":null}', [set('inputs.kmsKeyId', 'alias/x')])).toBe(
      '{"inputs":{"a":"b","kmsKeyId":"alias/x"},"x":null}',
    )
  })

  it.each([
    ['{ "inputs" : { "a": true } }', set('inputs.a', true)],
    ['{ "inputs" : { "a": true } }', set('inputs.b')],
    ['{ "inputs" : { "a": true } }', set('inputs.a.b')],
    ['{ "a" : 1 }', set('inputs.shellProfile.linux')],
  ])('that says what is there already changes no letter: %s', (text, edit) => {
    expect(editedText(text, [edit])).toBe(text)
  })

  it('makes the objects on its way, in place of null too', () => {
    expect(editedText('{"inputs":null}', [set('inputs.shellProfile.linux', 'exec bash')])).toBe(
      '{"inputs":{"shellProfile":{"linux":"exec bash"}}}',
    )
  })

  it('removes a member alone', () => {
    expect(editedText('{"inputs":{"a":"1","b":"2"}}', [set('inputs.a')])).toBe('{"inputs":{"b":"2"}}')
  })

  it('reaches no prototype', () => {
    const text = editedText('{}', [set('__proto__.polluted', true), set('constructor.name', 'x')])
    expect(text).toBe('{"__proto__":{"polluted":true},"constructor":{"name":"x"}}')
    expect('polluted' in {}).toBe(false)
  })

  it.each([
    ['{"inputs":[]}', 'its inputs is a list, not an object'],
    ['[]', 'it is a list, not a JSON object'],
    ['"text"', 'it is a string, not a JSON object'],
    [
      '{"n":12345678901234567890}',
      'it holds the number 12345678901234567890, which would be written otherwise',
    ],
    ['{"n":[1.0]}', 'it holds the number 1.0, which would be written otherwise'],
    ['{"n":1e999}', 'it holds the number 1e999, which would be written otherwise'],
  ])('is refused where it would lose something: %s', (text, why) => {
    expect(() => editedText(text, [set('inputs.a', true)])).toThrow(new RangeError(why))
  })

  it('takes numbers in texts for texts', () => {
    expect(editedText('{"a":"1.0 \\" 1.0"}', [set('b', true)])).toBe('{"a":"1.0 \\" 1.0","b":true}')
  })

  it('is refused where the document is no JSON', () => {
    expect(() => editedText('schemaVersion: 1.0', [set('a', true)])).toThrow(SyntaxError)
  })

  it('changes nothing but its place, whatever else the document holds', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })),
        fc.constantFrom(undefined, 2, '\t'),
        (inputs, indent) => {
          const before = { schemaVersion: '1.0', inputs }
          const text = JSON.stringify(before, undefined, indent)
          fc.pre(!/\d[.e]/i.test(text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '')))
          const after: unknown = JSON.parse(editedText(text, [set('inputs.kmsKeyId', 'alias/x')]))
          const { inputs: edited } = after as { inputs: Record<string, unknown> }
          expect(edited['kmsKeyId']).toBe('alias/x')
          const rest = Object.entries(edited).filter(([name]) => name !== 'kmsKeyId')
          const own: Record<string, unknown> = JSON.parse(JSON.stringify(inputs))
          expect(rest).toEqual(Object.entries(own).filter(([name]) => name !== 'kmsKeyId'))
        },
      ),
    )
  })
})
