import { describe, expect, it } from 'vitest'
import { EXIT, exitCodeOf } from '../../src/cli/exit-code.ts'
import { SET_UPS } from '../support/set-ups/all.ts'
import { judge, outcomesIn, rootsIn } from './judge.ts'

const GATE = { failOn: 'medium', strict: false, unloaded: [] } as const
const GRAVE = new Set(['critical', 'high', 'medium'])

describe.each(Object.entries(SET_UPS))('%s', (_name, row) => {
  it.each(Object.entries(row))('%s', (_variant, { worlds, tells = [], unsure = [], outcomes }) => {
    const report = judge(...worlds())
    const grave = report.findings.filter(one => GRAVE.has(one.severity) && one.verdict === 'fail')
    expect(grave.map(one => `${one.check} ${one.subject.id}: ${one.message}`)).toEqual([])
    expect(rootsIn(report)).toEqual([...tells, ...unsure].sort())
    expect(outcomesIn(report)).toEqual(outcomes)
    expect(exitCodeOf(report, GATE)).toBe(EXIT.healthy)
  })
})
