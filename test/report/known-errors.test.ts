import { describe, expect, it } from 'vitest'
import type { CauseHere } from '../../src/core/known-errors/cause-here.ts'
import { KNOWN_ERRORS } from '../../src/core/known-errors/known-errors.ts'
import { knownErrorsData, renderKnownErrors } from '../../src/report/known-errors.ts'
import { paintFor } from '../../src/report/paint.ts'
import { aFinding } from './a-report.ts'

const told = KNOWN_ERRORS.map(error => ({
  error,
  here: error.causes.map(() => ({
    verdict: 'cannot-tell' as const,
    findings: [],
    reason: 'too dark',
    needs: ['s3:ListBucket'],
  })),
}))

describe('known errors as text', () => {
  it('fit a terminal, commands and long words apart', () => {
    const lines = renderKnownErrors(told, { paint: paintFor(false), width: 90 }).split('\n')
    expect(lines.filter(line => line.length > 90 && !/^ {16}\S|\S{60}/.test(line))).toEqual([])
  })

  it('say what is misleading before the causes, and what each needs', () => {
    const text = renderKnownErrors(
      told.filter(({ error }) => error.id === 'handshake-timed-out'),
      { paint: paintFor(false), width: undefined },
    )
    expect(text).toMatch(/MISLEADING .*rarely.*\n.*means .*\n.*causes.*\n {3}1\. the node cannot reach KMS/s)
    expect(text).toContain('cannot tell: too dark; needs s3:ListBucket')
  })

  it('say first of all which cause it is here, with what its findings ask for in the place of advice', () => {
    const error = KNOWN_ERRORS.find(({ id }) => id === 'handshake-timed-out')
    if (!error) throw new Error('a known error')
    const on = (id: string) => aFinding({ message: 'it has no way', subject: { kind: 'instance', id } })
    const findings = [on('i-0aaaaaaaaaaaaaaa1'), on('i-0aaaaaaaaaaaaaaa2')]
    const here: readonly CauseHere[] = error.causes.map((_, at) =>
      at === 0
        ? { verdict: 'this', findings, remedies: [aFinding().remediation], needs: [] }
        : at === 1
          ? { verdict: 'follows', findings, reason: 'from kms/key-usable', needs: [] }
          : { verdict: 'cannot-tell', findings: [], reason: 'too dark', needs: [] },
    )
    const text = renderKnownErrors([{ error, here }], { paint: paintFor(false), width: undefined })
    expect(text).toMatch(/HERE +it is cause 1; not told from here: 3, 4\n {2}causes/)
    expect(text).toContain(
      'this is it: i-0aaaaaaaaaaaaaaa1: it has no way (logs/log-group-arn-match; the same on i-0aaaaaaaaaaaaaaa2)',
    )
    expect(text.match(/append the group to the statement/g)).toHaveLength(1)
    expect(text).not.toContain('Create the interface endpoint')
    expect(text).toContain('so it is, and it follows from kms/key-usable\n   3.')
  })

  it('claim no cause where only a symptom was found and what may be behind it was not read', () => {
    const error = KNOWN_ERRORS.find(({ id }) => id === 'target-not-connected')
    if (!error) throw new Error('a known error')
    const told = (open: CauseHere['verdict']) => {
      const here: readonly CauseHere[] = error.causes.map(({ symptom }, at) =>
        symptom && at === 2
          ? { verdict: 'this', findings: [aFinding()], needs: [] }
          : { verdict: at === 4 ? open : 'not-this', findings: [], needs: [] },
      )
      return renderKnownErrors([{ error, here }], { paint: paintFor(false), width: undefined })
    }
    expect(told('cannot-tell')).toContain(
      'HERE        cause 3 is so; whether one of 5 is behind it cannot be told from here\n',
    )
    expect(told('not-this')).toContain('HERE        it is cause 3\n')
  })

  it('are data with every cause for a program', () => {
    const data = knownErrorsData(told)
    expect(data.map(({ id }) => id)).toEqual(KNOWN_ERRORS.map(({ id }) => id))
    expect(data[0]?.causes[0]?.here).toEqual({
      verdict: 'cannot-tell',
      reason: 'too dark',
      needs: ['s3:ListBucket'],
      findings: [],
    })
  })
})
