import { describe, expect, it } from 'vitest'
import { BROKEN } from '../support/broken/all.ts'
import { onAll, WELL } from '../support/broken/words.ts'
import { foldedIn, judge, outcomesIn, rootsIn, worldWith } from './judge.ts'

describe('a broken account', () => {
  it.each(Object.entries(BROKEN))('%s', (_name, one) => {
    const report = judge(worldWith(one.alter))
    expect(rootsIn(report)).toEqual([...one.roots].sort())
    expect(foldedIn(report)).toEqual([...(one.folded ?? [])].sort())
    expect(outcomesIn(report)).toEqual({ ...onAll(WELL), ...one.outcomes })
    const met = report.outcomes.flatMap(({ node: id, userSees }) =>
      userSees === null ? [] : [[id, userSees]],
    )
    expect(Object.fromEntries(met)).toEqual(one.sees ?? {})
  })

  it.each(Object.entries(BROKEN))('%s: what stands as a command can be pasted', (_name, one) => {
    const commands = judge(worldWith(one.alter)).findings.flatMap(finding => finding.remediation.commands)
    expect(commands.filter(command => !/^aws [a-z0-9-]+ [a-z0-9-]+( |$)/.test(command))).toEqual([])
  })

  it.each(Object.entries(BROKEN))('%s: every outcome that is not well names a cause', (_name, one) => {
    const report = judge(worldWith(one.alter))
    if (report.findings.length === 0) return
    const unexplained = report.outcomes.filter(
      outcome =>
        Object.values([outcome.canConnect, ...Object.values(outcome.recorded)]).includes('no') &&
        outcome.causes.length === 0,
    )
    expect(unexplained.map(outcome => outcome.node)).toEqual([])
  })
})
