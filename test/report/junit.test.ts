import { describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import type { CheckResult, Finding } from '../../src/core/report.ts'
import type { ReportContext } from '../../src/report/context.ts'
import { renderJunit } from '../../src/report/junit.ts'
import { canonicalXml, elementsOf, type XmlElement } from '../support/xml-document.ts'
import { aContext } from './a-context.ts'
import { ACCOUNT, aFinding, aReport, REGION } from './a-report.ts'

const MATCH = 'logs/log-group-arn-match'
const failed: CheckResult = { id: MATCH, status: 'failed', subjects: 2 }

interface Read {
  readonly suites: readonly XmlElement[]
  readonly cases: readonly XmlElement[]
  readonly of: (kind: 'failure' | 'skipped' | 'error') => readonly XmlElement[]
  readonly whole: XmlElement | undefined
}

const read = async (
  checks: readonly CheckResult[],
  findings: readonly Finding[] = [],
  context: Partial<ReportContext> = {},
): Promise<Read> => {
  const xml = await canonicalXml(renderJunit(aReport({ findings, checks }), aContext(context)))
  return {
    suites: elementsOf(xml, 'testsuite'),
    cases: elementsOf(xml, 'testcase'),
    of: kind => elementsOf(xml, kind),
    whole: elementsOf(xml, 'testsuites')[0],
  }
}

describe('a suite', () => {
  it('stands for an area, and counts what is in it', async () => {
    const { suites, whole } = await read(
      [
        { id: 'preferences/document-exists', status: 'healthy', subjects: 1 },
        { id: 'preferences/schema-valid', status: 'skipped', subjects: 0, reason: 'nothing to judge' },
        failed,
        { id: 'logs/retention-set', status: 'crashed', subjects: 1, reason: 'boom' },
      ],
      [aFinding()],
    )
    expect(suites.map(({ attributes }) => attributes)).toEqual([
      {
        name: 'preferences',
        package: 'ssm-doctor',
        id: '0',
        timestamp: '2026-03-04T05:07:00',
        hostname: 'localhost',
        tests: '2',
        failures: '0',
        errors: '0',
        skipped: '1',
        time: '0',
      },
      expect.objectContaining({
        name: 'logs',
        id: '1',
        tests: '2',
        failures: '1',
        errors: '1',
        skipped: '0',
      }),
    ])
    expect(whole?.attributes).toEqual({
      name: 'ssm-doctor',
      tests: '4',
      failures: '1',
      errors: '1',
      time: '1.235',
    })
  })
})

describe('a case', () => {
  it('of a healthy check bears its statement and passes', async () => {
    const { cases, of } = await read([{ id: MATCH, status: 'healthy', subjects: 3 }])
    expect(cases[0]?.attributes).toEqual({
      classname: 'logs.log-group-arn-match',
      name: checks.find(({ id }) => id === MATCH)?.title,
      time: '0',
    })
    expect([...of('failure'), ...of('skipped'), ...of('error')]).toEqual([])
  })

  it('of a finding fails with the message, and tells the rest in its text', async () => {
    const { cases, of } = await read([failed], [aFinding({ about: 'node-logs Write' })])
    expect(cases.map(({ attributes }) => attributes['name'])).toEqual([
      `role web (node-logs Write) in ${REGION} of ${ACCOUNT}`,
    ])
    const [failure] = of('failure')
    expect(failure?.attributes).toEqual({
      type: 'high',
      message: 'role web may not write to log group /ops/sessions',
    })
    expect(failure?.text).toMatch(
      /policy says: \/ops\/session .*\nhurts 1 node.*\nremedy: append.*\naws iam create-policy-version.*\neffect: Sessions open/s,
    )
  })

  it.each([
    ['medium', 'medium'],
    ['low', 'none'],
    ['info', 'info'],
  ] as const)('of a finding that is %s fails with --fail-on %s', async (severity, failOn) => {
    const { of } = await read([failed], [aFinding({ severity })], { failOn })
    expect([of('failure').length, of('skipped').length]).toEqual([1, 0])
  })

  it.each([
    [{ severity: 'low' }, 'medium', 'low, below the gate'],
    [{ severity: 'medium' }, 'high', 'medium, below the gate'],
    [{ severity: 'info' }, 'none', 'info, below the gate'],
    [{ verdict: 'unknown' }, 'medium', 'not known'],
    [{ waived: { reason: 'moves', until: '2026-03-31' } }, 'medium', 'waived until 2026-03-31: moves'],
    [{ baselined: true }, 'medium', 'in the baseline'],
  ] as const)('of a finding with %j is skipped with --fail-on %s: %s', async (fields, failOn, words) => {
    const { of } = await read([failed], [aFinding(fields)], { failOn })
    expect(of('failure')).toEqual([])
    expect(of('skipped').map(({ attributes }) => attributes['message'])).toEqual([
      `${words}: role web may not write to log group /ops/sessions`,
    ])
  })

  it('of a consequence is skipped, and names what it follows from', async () => {
    const cause = aFinding()
    const follower = aFinding({
      check: 'logs/write-permissions',
      message: 'nothing is written',
      causedBy: cause.fingerprint,
      fingerprint: 'f',
    })
    const { of } = await read([failed, { ...failed, id: 'logs/write-permissions' }], [cause, follower])
    expect(of('failure')).toHaveLength(1)
    expect(of('skipped').map(({ attributes }) => attributes['message'])).toEqual([
      `follows from ${MATCH} on role web in ${REGION} of ${ACCOUNT}: nothing is written`,
    ])
  })

  it.each([
    ['crashed', 'error', 'web: boom'],
    ['unknown', 'skipped', 'not known: web: boom'],
    ['skipped', 'skipped', 'web: boom'],
  ] as const)('of a check that %s is an element %s', async (status, kind, message) => {
    const { of } = await read([{ id: MATCH, status, subjects: 1, reason: 'web: boom' }])
    expect(of(kind).map(({ attributes }) => attributes)).toEqual([{ type: status, message }])
  })

  it('of a crash stands beside those of what the check has found elsewhere', async () => {
    const { of } = await read([{ id: MATCH, status: 'crashed', subjects: 2, reason: 'boom' }], [aFinding()])
    expect([of('failure').length, of('error').length]).toEqual([1, 1])
  })

  it('of a check that could not decide is that of its finding alone, unless something was not read', async () => {
    const undecided = [aFinding({ verdict: 'unknown' })]
    const status = 'unknown' as const
    expect((await read([{ id: MATCH, status, subjects: 1 }], undecided)).cases).toHaveLength(1)
    expect((await read([{ id: MATCH, status, subjects: 2, reason: 'x' }], undecided)).cases).toHaveLength(2)
  })

  it('is missing for a check that was not asked for', async () => {
    const unasked = { id: 'report/simulator-disagrees', status: 'skipped', subjects: 0 } as const
    const { cases } = await read([{ ...unasked, reason: 'was not asked for' }, failed], [aFinding()])
    expect(cases).toHaveLength(1)
  })
})
