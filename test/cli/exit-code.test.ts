import { describe, expect, it } from 'vitest'
import { exitCodeOf, type Gate } from '../../src/cli/exit-code.ts'
import type { Report } from '../../src/core/report.ts'
import { aFinding, aGap, anOutcome, aReport } from '../report/a-report.ts'

const USUAL: Gate = { failOn: 'medium', strict: false, unloaded: [] }
const STRICT: Gate = { failOn: 'medium', strict: true, unloaded: [] }

const finding = (fields: Parameters<typeof aFinding>[0]) => aReport({ findings: [aFinding(fields)] })
const check = (status: 'healthy' | 'unknown' | 'crashed' | 'skipped') =>
  aReport({ checks: [{ id: 'node/registered', status, subjects: 1 }] })

const WAIVED = { reason: 'known', until: '2027-01-31' }

/** A check that is unknown by a finding that it could not decide, and perhaps by more. */
const undecided = (fields: Parameters<typeof aFinding>[0], more: { readonly reason?: string }) => {
  const found = aFinding({ ...fields, verdict: 'unknown' })
  return aReport({
    findings: [found],
    checks: [{ id: found.check, status: 'unknown', subjects: 1, ...more }],
  })
}

const CASES: readonly (readonly [string, Report, Gate, number])[] = [
  ['nothing found', aReport({}), USUAL, 0],
  ['a finding above the gate', finding({ severity: 'high' }), USUAL, 1],
  ['a finding at the gate', finding({ severity: 'medium' }), USUAL, 1],
  ['a finding below the gate', finding({ severity: 'low' }), USUAL, 0],
  ['a low finding with --fail-on low', finding({ severity: 'low' }), { ...USUAL, failOn: 'low' }, 1],
  ['an info finding with --fail-on info', finding({ severity: 'info' }), { ...USUAL, failOn: 'info' }, 1],
  [
    'a high finding with --fail-on critical',
    finding({ severity: 'high' }),
    { ...USUAL, failOn: 'critical' },
    0,
  ],
  [
    'a critical finding with --fail-on none',
    finding({ severity: 'critical' }),
    { ...USUAL, failOn: 'none' },
    0,
  ],
  ['a consequence alone', finding({ causedBy: 'another' }), USUAL, 0],
  ['a waived finding', finding({ waived: WAIVED }), USUAL, 0],
  ['a finding of the baseline', finding({ baselined: true }), USUAL, 0],
  ['an undecided finding', finding({ verdict: 'unknown' }), USUAL, 0],
  ['an undecided finding, strict', finding({ verdict: 'unknown' }), STRICT, 3],
  ['an undecided finding that is waived, strict', undecided({ waived: WAIVED }, {}), STRICT, 0],
  ['an undecided finding of the baseline, strict', undecided({ baselined: true }, {}), STRICT, 0],
  ['a read that failed beside it, strict', undecided({ waived: WAIVED }, { reason: 'denied' }), STRICT, 3],
  ['a gap', aReport({ gaps: [aGap()] }), USUAL, 3],
  ['a gap with --fail-on none', aReport({ gaps: [aGap()] }), { ...USUAL, failOn: 'none' }, 3],
  ['a gap and a finding', aReport({ gaps: [aGap()], findings: [aFinding()] }), USUAL, 1],
  [
    'a gap and a finding below the gate',
    aReport({ gaps: [aGap()], findings: [aFinding({ severity: 'low' })] }),
    USUAL,
    3,
  ],
  ['a foreign gap', aReport({ gaps: [aGap({ foreign: true })] }), USUAL, 0],
  ['a foreign gap, strict', aReport({ gaps: [aGap({ foreign: true })] }), STRICT, 3],
  ['a crashed check', check('crashed'), USUAL, 3],
  ['an unknown check', check('unknown'), USUAL, 0],
  ['an unknown check, strict', check('unknown'), STRICT, 3],
  ['a skipped check, strict', check('skipped'), STRICT, 0],
  ['an unknown outcome, strict', aReport({ outcomes: [anOutcome({ canConnect: 'unknown' })] }), STRICT, 3],
  [
    'an unknown outcome where only some checks were asked for, strict',
    aReport({ outcomes: [anOutcome({ canConnect: 'unknown' })] }),
    { ...STRICT, selection: { only: ['logs'], skip: [] } },
    0,
  ],
]

describe('the exit code', () => {
  it.each(CASES)('of %s', (_, report, gate, code) => {
    expect(exitCodeOf(report, gate)).toBe(code)
  })
})

it('a plugin that could not be loaded ends with 2, whatever was found', () => {
  const unloaded = [{ name: './checks/ours.mjs', reason: 'it has no default export' }]
  const found = finding({ severity: 'critical' })
  expect([found, aReport({})].map(report => exitCodeOf(report, { ...USUAL, unloaded }))).toEqual([2, 2])
})
