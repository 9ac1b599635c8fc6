import { describe, expect, it } from 'vitest'
import { byControl, inOrder, type ControlEvidence } from '../../../src/core/compliance/by-control.ts'
import type { CheckResult } from '../../../src/core/report.ts'
import { aFinding, aReport } from '../../report/a-report.ts'

const result = (id: string, status: CheckResult['status'], reason?: string): CheckResult => ({
  id,
  status,
  subjects: 3,
  ...(reason !== undefined && { reason }),
})

/** The evidence for AU-11, which rests on three checks. */
const retention = (...statuses: readonly CheckResult['status'][]): ControlEvidence => {
  const ids = ['logs/retention-set', 'logs/log-group-class', 's3/lifecycle-keeps']
  const checks = statuses.map((status, at) => result(ids[at] as string, status))
  const found = byControl(aReport({ checks }), 'nist-800-53').find(({ control }) => control.id === 'AU-11')
  return found as ControlEvidence
}

describe('the evidence for a control', () => {
  it.each([
    [['healthy', 'healthy', 'healthy'], 'for'],
    [['healthy', 'skipped', 'healthy'], 'for'],
    [['skipped', 'skipped', 'skipped'], 'none'],
    [['healthy', 'unknown', 'healthy'], 'incomplete'],
    [['healthy', 'crashed', 'healthy'], 'incomplete'],
    [['healthy', 'failed', 'unknown'], 'against'],
    [['healthy', 'healthy'], 'incomplete'],
  ] as const)('of checks that are %j is: %s', (statuses, evidence) => {
    expect(retention(...statuses).evidence).toBe(evidence)
  })

  it('names the checks with their subjects, failures and reasons, those that were not run too', () => {
    const report = aReport({
      checks: [
        result('logs/retention-set', 'failed'),
        result('logs/log-group-class', 'unknown', 'logGroups: AccessDenied (needs logs:DescribeLogGroups)'),
      ],
      findings: [
        aFinding({ check: 'logs/retention-set', fingerprint: 'a' }),
        aFinding({ check: 'logs/retention-set', fingerprint: 'b', causedBy: 'a' }),
        aFinding({ check: 'logs/retention-set', fingerprint: 'c', verdict: 'unknown' }),
      ],
    })
    const control = byControl(report, 'nist-800-53').find(({ control }) => control.id === 'AU-11')
    expect(control?.claims).toEqual([
      {
        shows: 'records are kept for as long as was decided',
        checks: [
          { id: 'logs/retention-set', status: 'failed', subjects: 3, failures: 2 },
          {
            id: 'logs/log-group-class',
            status: 'unknown',
            subjects: 3,
            failures: 0,
            reason: 'logGroups: AccessDenied (needs logs:DescribeLogGroups)',
          },
          { id: 's3/lifecycle-keeps', status: 'not run', subjects: 0, failures: 0 },
        ],
      },
    ])
  })
})

describe('the order of controls', () => {
  it('takes numbers as numbers', () => {
    const ids = ['10.2.1', '2.2.1', 'A.8.15', 'A.8.2', 'AC-17(1)', 'AC-6(9)', 'AC-6', '10.2.1.2']
    expect(ids.toSorted(inOrder)).toEqual([
      '2.2.1',
      '10.2.1',
      '10.2.1.2',
      'A.8.2',
      'A.8.15',
      'AC-6',
      'AC-6(9)',
      'AC-17(1)',
    ])
  })

  it('holds for a framework', () => {
    const ids = byControl(aReport({}), 'pci-dss').map(({ control }) => control.id)
    expect(ids[0]).toBe('1.2.1')
    expect(ids.at(-1)).toBe('12.5.1')
  })
})
