import { describe, expect, it } from 'vitest'
import { findingChanges } from '../../../src/core/diff/finding-changes.ts'
import type { Finding } from '../../../src/core/report.ts'
import { aFinding, aReport } from '../../report/a-report.ts'

const report = (...findings: readonly Partial<Finding>[]) =>
  aReport({ findings: findings.map(aFinding), gaps: [] })

describe('a finding of both snapshots', () => {
  it.each<readonly [string, Partial<Finding>, Partial<Finding>]>([
    ['it is worse', { severity: 'low' }, { severity: 'critical' }],
    ['it is certain', { verdict: 'unknown' }, { verdict: 'fail' }],
  ])('has changed where %s', (_, before, after) => {
    const found = findingChanges(report(before), report(after), [])
    expect(found).toEqual({
      new: [],
      gone: [],
      changed: [{ before: aFinding(before), after: aFinding(after) }],
    })
  })

  it.each<readonly [string, Partial<Finding>]>([
    ['its words', { message: 'in other words', why: 'For another reason.' }],
    ['the nodes that it hurts', { affects: ['i-0ccccccccccccccc1'] }],
  ])('has not changed by %s', (_, after) => {
    expect(findingChanges(report({}), report(after), [])).toEqual({ new: [], gone: [], changed: [] })
  })
})
