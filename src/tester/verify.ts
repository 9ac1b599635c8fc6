import assert from 'node:assert/strict'
import type { Finding } from '../core/report.ts'
import type { Expected, ExpectedFinding } from './case.ts'

/** Asserts that findings are those that are expected, in any order, and no others. */
export const verify = (findings: readonly Finding[], expected: readonly Expected[]): void => {
  const found = findings.map(one => `${one.subject.id}: ${one.message}`)
  assert.equal(found.length, expected.length, `found ${JSON.stringify(found, null, 2)}`)
  const left = findings.toSorted(
    (a, b) => inOrder(a.subject.id, b.subject.id) || inOrder(a.about ?? '', b.about ?? ''),
  )
  for (const one of expected.toSorted((a, b) => inOrder(subjectOf(a), subjectOf(b)))) {
    const at = left.findIndex(finding => fits(finding, one))
    assertMatches(left.splice(Math.max(at, 0), 1)[0] as Finding, one)
  }
}

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const subjectOf = (expected: Expected): string =>
  typeof expected === 'string' ? (expected.split(': ')[0] as string) : expected.subject

const fits = (finding: Finding, expected: Expected): boolean => {
  try {
    assertMatches(finding, expected)
    return true
  } catch {
    return false
  }
}

const assertMatches = (finding: Finding, expected: Expected): void => {
  if (typeof expected === 'string') {
    assert.equal(`${finding.subject.id}: ${finding.message}`, expected)
    return
  }
  const { message } = expected
  if (message instanceof RegExp) assert.match(finding.message, message)
  assert.deepEqual(partsOf(finding, expected), wantedOf(expected))
}

/** What of an expectation is compared word for word; nodes in the order of their ids. */
const wantedOf = ({ message, affects, verdict = 'fail', ...rest }: ExpectedFinding) => ({
  ...rest,
  verdict,
  ...(typeof message === 'string' && { message }),
  ...(affects && { affects: affects.toSorted() }),
})

/** The same parts of a finding. */
const partsOf = (finding: Finding, expected: ExpectedFinding): Readonly<Record<string, unknown>> => {
  const { severity, verdict, about, message, remediation } = finding
  const { fixable, risk } = remediation
  const affects = finding.affects.toSorted()
  const parts = { subject: finding.subject.id, severity, verdict, about, message, affects, fixable, risk }
  return Object.fromEntries(Object.entries(parts).filter(([key]) => key in wantedOf(expected)))
}
