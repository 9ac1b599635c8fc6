import * as fc from 'fast-check'

/** Texts that steer shells, templates, terminals and parsers that are not careful. */
export const HOSTILE = [
  "it's",
  'say "no"',
  '$(touch /tmp/owned)',
  '`touch /tmp/owned`',
  '${aws:username}',
  '$${x}',
  '%{ if true }',
  '%%{x}',
  '$HOME',
  'a\nb',
  'a\r\nb',
  'JSON',
  '\\',
  "\\'",
  '-rf',
  '--query',
  '#no comment',
  'a; b & c | d > e',
  '\u001b[31mred',
  '\u202egnol',
  'ß ü 漢字 👩‍👩‍👧',
  '{{resolve:ssm:name}}',
  '!Ref x',
  'yes',
  '0123',
  '',
  ' ',
  '*',
  '~',
] as const

const piece = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ maxLength: 6 }),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
)

/** Texts made of such pieces. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(piece, { maxLength: 4 })
  .map(parts => parts.join(''))

/** JSON documents of such texts; keys differ by more than what cannot be written. */
export const hostileJson: fc.Arbitrary<unknown> = fc
  .jsonValue({ maxDepth: 4 })
  .chain(value => fc.record({ value: fc.constant(value), text: hostileText, key: hostileText }))
  .map(({ value, text, key }) => ({ Version: '2012-10-17', [`k${key}`]: text, Statement: [value, text] }))
