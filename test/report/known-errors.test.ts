import { describe, expect, it } from 'vitest'
import { KNOWN_ERRORS } from '../../src/core/known-errors/known-errors.ts'
import { knownErrorsData, renderKnownErrors } from '../../src/report/known-errors.ts'
import { paintFor } from '../../src/report/paint.ts'

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
