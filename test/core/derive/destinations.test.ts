import { describe, expect, it } from 'vitest'
import { joinKey } from '../../../src/core/derive/destinations.ts'
import { canBeBucket } from '../../../src/core/preferences/values.ts'

describe("an object's key", () => {
  it.each([
    ['', 'x.log'],
    ['logs', 'logs/x.log'],
    ['logs/', 'logs/x.log'],
    ['logs//a', 'logs/a/x.log'],
    ['/logs', '/logs/x.log'],
    ['//logs', '/logs/x.log'],
    ['/', '/x.log'],
    ['./logs/.', 'logs/x.log'],
    ['a/../logs', 'logs/x.log'],
    ['../logs', '../logs/x.log'],
    ['a/../../../logs', '../../logs/x.log'],
    ['/../logs', '/logs/x.log'],
    ['..', '../x.log'],
  ])('joins the prefix %j as a path: %s', (prefix, expected) => {
    expect(joinKey(prefix, 'x.log')).toBe(expected)
  })
})

describe("a bucket's name", () => {
  it.each([
    ['logs-1.example', true],
    ['My_Old_Logs', true],
    ['ab', false],
    ['s3://logs', false],
    ['arn:aws:s3:::logs', false],
    ['logs/sessions', false],
  ])('may be %s: %s', (name, expected) => {
    expect(canBeBucket(name)).toBe(expected)
  })
})
