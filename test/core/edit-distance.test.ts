import { describe, expect, it } from 'vitest'
import { editDistance, isSwap, nearestName } from '../../src/core/edit-distance.ts'

describe('edit distance', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['kmsKeyID', 'kmsKeyId', 1],
    ['kitten', 'sitting', 3],
    ['flaw', 'lawn', 2],
    ['ab', 'ba', 2],
  ])('from %j to %j is %i, and the same back', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance)
    expect(editDistance(b, a)).toBe(distance)
  })
})

describe('a swap', () => {
  it.each([
    ['ab', 'ba', true],
    ['PutLogEvnets', 'PutLogEvents', true],
    ['same', 'same', false],
    ['abc', 'cba', false],
    ['abx', 'bay', false],
    ['ab', 'abc', false],
    ['', '', false],
    ['a', 'b', false],
  ])('turns %j into %j: %s', (a, b, expected) => {
    expect(isSwap(a, b)).toBe(expected)
  })
})

describe('the nearest name', () => {
  const known = ['s3BucketName', 's3KeyPrefix', 'kmsKeyId']

  it('is the known one with the fewest edits', () => {
    expect(nearestName('s3bucketname', known, 2)).toBe('s3BucketName')
    expect(nearestName('kmsKeyIds', known, 2)).toBe('kmsKeyId')
  })

  it('is none where all are further away than allowed', () => {
    expect(nearestName('kmsKeyArnX', known, 2)).toBeUndefined()
    expect(nearestName('s3Bucket', known, 2)).toBeUndefined()
  })

  it('is the first of two that are equally near', () => {
    expect(nearestName('ac', ['ab', 'ad'], 1)).toBe('ab')
  })
})
