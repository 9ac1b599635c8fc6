import { expect, it } from 'vitest'
import { clockTime } from '../../../src/core/words/clock-time.ts'

it('the time of day is said in hours and minutes of UTC', () => {
  expect(clockTime('2026-11-20T09:44:59.000Z')).toBe('09:44 UTC')
})
