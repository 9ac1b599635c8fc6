import { describe, expect, it } from 'vitest'
import { checks } from '../../../checks/index.ts'
import { audit } from '../../../src/core/audit/audit.ts'
import { causeHere } from '../../../src/core/known-errors/cause-here.ts'
import type { AnyCheck } from '../../../src/core/check.ts'
import type { KnownCause } from '../../../src/core/known-errors/known-error.ts'
import type { Finding, Report } from '../../../src/core/report.ts'

const EMPTY: Report = audit([], [])
const CAUSE: KnownCause = {
  cause: 'the bucket is gone',
  checks: ['s3/bucket-exists', 's3/key-access'],
  remedy: 'Make it.',
}

const finding = (check: string, more: Partial<Finding> = {}): Finding => ({
  check,
  severity: 'high',
  verdict: 'fail',
  accountId: '123456789012',
  region: 'eu-north-1',
  subject: { kind: 'bucket', id: 'records' },
  message: `${check} speaks`,
  why: 'It costs.',
  evidence: [],
  affects: ['i-0a1b2c3d4e5f60001'],
  remediation: { text: 'Repair.', commands: [], fixable: false, risk: 'none' },
  docs: 'https://docs.aws.amazon.com/',
  fingerprint: check,
  ...more,
})

const here = (
  report: Partial<Report>,
  cause = CAUSE,
  missing: readonly string[] = [],
  asked: readonly AnyCheck[] = checks,
) => causeHere(cause, { report: { ...EMPTY, ...report }, checks: asked, missing })

const healthy = ['s3/bucket-exists', 's3/key-access'].map(id => ({
  id,
  status: 'healthy' as const,
  subjects: 1,
}))

describe('a cause is', () => {
  it('the one where one of its checks failed', () => {
    const found = here({ findings: [finding('s3/key-access')] })
    expect([found.verdict, found.findings.map(({ message }) => message)]).toEqual([
      'this',
      ['s3/key-access speaks'],
    ])
  })

  it('refuted where all of its checks are healthy, whatever others say', () => {
    expect(here({ checks: healthy, findings: [finding('kms/key-usable')] }).verdict).toBe('not-this')
  })

  it('open where a check could not be decided, with the actions that are lacking', () => {
    const gap = {
      kind: 'buckets',
      reason: 'denied',
      actions: ['s3:ListBucket'],
      accountId: '1',
      region: 'r',
    } as const
    const unread = {
      id: 's3/bucket-exists',
      status: 'unknown' as const,
      subjects: 0,
      reason: 'buckets: denied',
    }
    const found = here({ checks: [unread], gaps: [gap] })
    expect([found.verdict, found.reason, found.needs]).toEqual([
      'cannot-tell',
      'buckets: denied',
      ['s3:ListBucket'],
    ])
  })

  it('open where a check had its facts and was unsure', () => {
    const found = here({ checks: healthy, findings: [finding('s3/key-access', { verdict: 'unknown' })] })
    expect([found.verdict, found.reason]).toEqual(['cannot-tell', 's3/key-access speaks'])
  })

  it('open where this version has no such check', () => {
    expect(here({}, { ...CAUSE, checks: ['s3/never-written'] }).reason).toBe(
      'no check s3/never-written in this version',
    )
  })

  it('open where no check can tell, and says where to look', () => {
    expect(here({}, { cause: 'full', look: 'df', remedy: 'Free.' }).reason).toContain('look at df')
    expect(here({}, { cause: 'old', preflight: true, remedy: 'New.' }).reason).toContain(
      'ssm-doctor preflight',
    )
  })

  it('not confirmed by a mild finding where only severe ones speak of it', () => {
    const severe: KnownCause = { ...CAUSE, severe: true }
    expect(
      here({ checks: healthy, findings: [finding('s3/key-access', { severity: 'low' })] }, severe).verdict,
    ).toBe('not-this')
    expect(here({ findings: [finding('s3/key-access', { severity: 'critical' })] }, severe).verdict).toBe(
      'this',
    )
  })

  const AGENT: KnownCause = { ...CAUSE, checks: ['node/agent-ping'] }
  const role = finding('identity/core-permissions')
  const lost = finding('node/agent-ping', { causedBy: role.fingerprint })

  it('no more than a consequence where another cause explains all that speaks for it', () => {
    const found = here({ findings: [role, lost] }, AGENT)
    expect([found.verdict, found.reason]).toEqual(['follows', 'from identity/core-permissions'])
    expect(here({ findings: [role, lost] }, { ...CAUSE, checks: [role.check] }).verdict).toBe('this')
  })

  it('the one where it explains itself, or one of several findings stands alone', () => {
    const both: KnownCause = { ...CAUSE, checks: [role.check, lost.check] }
    expect(here({ findings: [role, lost] }, both).findings).toHaveLength(2)
    const alone = finding('node/agent-ping', { fingerprint: 'another node' })
    expect(here({ findings: [role, lost, alone] }, AGENT).findings).toEqual([alone])
  })

  it('the one where what explains it is no cause that is told, unless it is a symptom', () => {
    const path: KnownCause = { ...CAUSE, checks: ['network/ssm-path'] }
    const factor = finding('network/vpc-dns', {
      remediation: { text: 'turn it on', commands: ['aws ec2 …'], fixable: false, risk: 'none' },
    })
    const blocked = ['ssm', 'kms'].map(name =>
      finding('network/ssm-path', { fingerprint: name, causedBy: factor.fingerprint }),
    )
    const asked = checks.filter(({ id }) => id === 'network/ssm-path')
    const found = here({ findings: [factor, ...blocked] }, path, [], asked)
    expect([found.verdict, found.findings.length, found.remedies]).toEqual(['this', 2, [factor.remediation]])
    expect(here({ findings: [factor, ...blocked] }, { ...path, symptom: true }, [], asked).verdict).toBe(
      'follows',
    )
  })

  it('open where no node was judged of which its checks could speak', () => {
    const skipped = (id: string) => ({ id, status: 'skipped' as const, subjects: 0 })
    const found = here({ checks: [skipped('node/agent-ping')] }, AGENT)
    expect([found.verdict, found.reason]).toEqual(['cannot-tell', 'no node is judged there; name it with -i'])
    const place: KnownCause = { ...CAUSE, checks: ['node/found'] }
    expect(here({ checks: [skipped('node/found')] }, place).reason).toMatch(/^no node was named/)
    const group: KnownCause = { ...CAUSE, checks: ['logs/log-group-exists'] }
    expect(here({ checks: [skipped('logs/log-group-exists')] }, group).verdict).toBe('not-this')
  })

  it('the wrong place where a named node is not there', () => {
    const place: KnownCause = { ...CAUSE, checks: ['node/found'] }
    const found = here({}, place, ['i-0a1b2c3d4e5f60001 was not found in eu-north-1'])
    expect([found.verdict, found.reason]).toEqual(['this', 'i-0a1b2c3d4e5f60001 was not found in eu-north-1'])
  })
})
