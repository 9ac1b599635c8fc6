import { expect, it } from 'vitest'
import { timeSpan } from '../../../src/core/words/time-span.ts'

it.each([
  ['2026-11-20T09:13:01.000Z', 'less than a minute'],
  ['2026-11-20T09:13:00.000Z', '1 minute'],
  ['2026-11-20T08:15:00.000Z', '59 minutes'],
  ['2026-11-20T07:14:00.000Z', '2 hours'],
  ['2026-11-19T09:14:01.000Z', '23 hours'],
  ['2026-10-26T09:14:00.000Z', '25 days'],
])('from %s it is %s', (from, words) => {
  expect(timeSpan(from, '2026-11-20T09:14:00.000Z')).toBe(words)
})
