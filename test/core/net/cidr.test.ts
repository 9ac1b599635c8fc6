import { expect, test } from 'vitest'
import { blockText, covers, familyOf, meets, parseBlock, type Block } from '../../../src/core/net/cidr.ts'

const block = (text: string): Block => parseBlock(text) as Block

// aws: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
test.each([
  ['10.20.1.15', '10.20.1.15'],
  ['10.20.1.15/32', '10.20.1.15'],
  ['10.20.1.15/24', '10.20.1.0/24'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['2001:DB8:0:0:0:0:0:7', '2001:db8::7'],
  ['2001:db8::7/128', '2001:db8::7'],
  ['2001:db8:5::/48', '2001:db8:5::/48'],
  ['::/0', '::/0'],
  ['::ffff:10.20.1.15', '::ffff:a14:10f'],
])('%s is read as %s', (text, shown) => {
  expect(blockText(block(text))).toBe(shown)
})

test.each([
  '',
  '10.20.1',
  '10.20.1.256',
  '10.20.1.015',
  '10.20.1.0/33',
  '10.20.1.0/',
  '10.20.1.0/-1',
  '10.20.1.0/8/8',
  '2001:db8::/129',
  '2001:db8::7::1',
  '2001:db8',
  '1:2:3:4:5:6:7:8:9',
  ':1:2:3:4:5:6:7',
  'pl-0a1b2c3d',
])('%j is no block', text => {
  expect(parseBlock(text)).toBeUndefined()
})

test.each([
  ['10.20.0.0/16', '10.20.1.0/24', true, true],
  ['10.20.1.0/24', '10.20.0.0/16', false, true],
  ['10.20.1.0/24', '10.20.2.0/24', false, false],
  ['0.0.0.0/0', '203.0.113.7', true, true],
  ['::/0', '203.0.113.7', false, false],
  ['::ffff:0:0/96', '10.20.1.15', false, false],
  ['::/0', 'fd00::1', true, true],
])('%s and %s', (outer, inner, isCovered, isMet) => {
  expect(covers(block(outer), block(inner))).toBe(isCovered)
  expect(meets(block(outer), block(inner))).toBe(isMet)
})

test('a mapped address is one of IPv6', () => {
  expect(familyOf('::ffff:10.20.1.15')).toBe('ipv6')
  expect(familyOf('10.20.1.15')).toBe('ipv4')
})
