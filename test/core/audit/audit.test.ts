import { describe, expect, it } from 'vitest'
import { audit } from '../../../src/core/audit/audit.ts'
import { defineCheck, type AnyCheck, type Gap, type World } from '../../../src/core/index.ts'
import { DB, healthyWorld, REGION, WEB } from '../../support/healthy.ts'
import { checks } from '../../../checks/index.ts'

const TEXT = {
  title: 'the node has a plate',
  why: 'Without one nobody finds it.',
  docs: 'https://docs.aws.amazon.com/',
  severity: 'medium',
  fix: 'none',
} as const

const plate = defineCheck({
  ...TEXT,
  id: 'node/plate',
  each: 'instances',
  needs: ['instanceProfiles'],
  run(instance, { instanceProfiles }) {
    const profile = instanceProfiles[instance.profileArn ?? '']
    if (profile?.name === 'web') return undefined
    return { message: `profile ${profile?.name} has no plate`, remedy: { text: 'fix a plate' } }
  },
})

const world = (gaps: readonly Gap[] = []): World => ({ ...healthyWorld(), gaps })
const resultOf = (
  worlds: readonly World[],
  check: AnyCheck,
): ReturnType<typeof audit>['checks'][number] | undefined => audit(worlds, [check]).checks[0]

describe('audit', () => {
  it('makes a finding of a problem: whose, where, whom it hurts', () => {
    const [finding] = audit([world()], [plate]).findings
    expect(finding).toMatchObject({
      check: 'node/plate',
      severity: 'medium',
      verdict: 'fail',
      accountId: '123456789012',
      region: REGION,
      subject: { kind: 'instance', id: DB },
      message: 'profile db has no plate',
      affects: [DB],
      fingerprint: `node/plate|123456789012|${REGION}|instance/${DB}|`,
    })
  })

  it('makes findings on principals once per account, the worst of them, for the nodes of every Region', () => {
    const wide = defineCheck({
      ...TEXT,
      id: 'access/wide',
      each: 'roles',
      needs: [],
      run: (role, _records, { region }) =>
        role.name === 'web'
          ? {
              message: `role web is wide in ${region}`,
              severity: region === 'eu-west-3' ? ('critical' as const) : ('low' as const),
              affects: [`i-${region}`],
              remedy: { text: 'narrow it' },
            }
          : undefined,
    })
    const inRegion = (region: string, accountId: string): World => {
      const one = healthyWorld()
      return { ...one, scope: { ...one.scope, region, accountId } }
    }
    const { findings, summary } = audit(
      [
        inRegion('eu-west-1', '111111111111'),
        inRegion('eu-west-3', '111111111111'),
        inRegion('eu-west-1', '222222222222'),
      ],
      [wide],
    )
    expect(
      findings.map(({ accountId, region, severity, affects }) => [accountId, region, severity, affects]),
    ).toEqual([
      ['111111111111', 'global', 'critical', ['i-eu-west-1', 'i-eu-west-3']],
      ['222222222222', 'global', 'low', ['i-eu-west-1']],
    ])
    expect(summary.failed).toBe(2)
  })

  it('ends a subject as unknown, without a finding, where a record that it reads is a gap', () => {
    const id = healthyWorld().records.instances[DB]?.profileArn as string
    const gap = {
      kind: 'instanceProfiles',
      id,
      reason: 'AccessDenied',
      actions: ['iam:GetInstanceProfile'],
    } as const
    const report = audit([world([gap])], [plate])
    expect(report.findings).toEqual([])
    expect(report.checks[0]).toEqual({
      id: 'node/plate',
      status: 'unknown',
      subjects: 2,
      reason: `instanceProfiles ${id}: AccessDenied (needs iam:GetInstanceProfile)`,
    })
  })

  it('is unknown, and sees no subject, where the kind of its subjects is a gap', () => {
    const gap = {
      kind: 'instances',
      reason: 'UnauthorizedOperation',
      actions: ['ec2:DescribeInstances'],
    } as const
    expect(resultOf([world([gap])], plate)).toMatchObject({ status: 'unknown', subjects: 0 })
  })

  it('keeps what it found beside a gap', () => {
    const id = healthyWorld().records.instances[WEB]?.profileArn as string
    const gap = { kind: 'instanceProfiles', id, reason: 'Throttling', actions: [] } as const
    const report = audit([world([gap])], [plate])
    expect(report.findings.map(finding => finding.subject.id)).toEqual([DB])
    expect(report.checks[0]?.status).toBe('failed')
  })

  it('knows nothing of a kind that was not read', () => {
    const { instances: _instances, ...others } = healthyWorld().records
    const unread = { ...healthyWorld(), records: others } as World
    expect(resultOf([unread], plate)).toMatchObject({ status: 'unknown', subjects: 0 })
  })

  it('is not sure of a check of which one kind was not read', () => {
    const { instances, instanceProfiles: _profiles, ...others } = healthyWorld().records
    const unread = { ...healthyWorld(), records: { ...others, instances } } as World
    expect(resultOf([unread], plate)).toMatchObject({ status: 'unknown', subjects: 2 })
  })

  it('skips a check that has nothing to judge', () => {
    const empty = { ...healthyWorld(), records: { ...healthyWorld().records, instances: {} } } as World
    expect(resultOf([empty], plate)).toEqual({
      id: 'node/plate',
      status: 'skipped',
      subjects: 0,
      reason: 'nothing to judge',
    })
  })

  it('says that a check crashed and goes on with the others', () => {
    const crash = defineCheck({
      ...TEXT,
      id: 'node/crash',
      each: 'instances',
      needs: [],
      run() {
        throw new TypeError('no such plate')
      },
    })
    const report = audit([world()], [crash, plate])
    expect(report.checks.map(check => check.status)).toEqual(['crashed', 'failed'])
    expect(report.checks[0]?.reason).toBe(`${WEB}: no such plate`)
  })

  it('counts root findings that failed, by severity', () => {
    expect(audit([world()], [plate]).summary).toEqual({
      failed: 1,
      unknown: 0,
      healthy: 0,
      skipped: 0,
      waived: 0,
      bySeverity: { critical: 0, high: 0, medium: 1, low: 0, info: 0 },
    })
  })

  it('keeps fingerprints apart by Region', () => {
    const other = { ...world(), scope: { ...world().scope, region: 'eu-west-3' } }
    const prints = audit([world(), other], [plate]).findings.map(finding => finding.fingerprint)
    expect(new Set(prints).size).toBe(2)
  })

  it('finds nothing of medium or above in the healthy account, and every node recorded and encrypted', () => {
    const report = audit([world()], checks)
    expect(
      report.findings.filter(finding => finding.severity !== 'info' && finding.severity !== 'low'),
    ).toEqual([])
    expect(report.checks.filter(check => check.status === 'crashed' || check.status === 'failed')).toEqual([])
    for (const outcome of report.outcomes) {
      expect(outcome).toMatchObject({
        canConnect: 'yes',
        recorded: { cloudwatch: 'yes', s3: 'yes' },
        encrypted: 'yes',
        userSees: null,
        causes: [],
      })
    }
    expect(report.outcomes).toHaveLength(3)
  })

  it('calls no check healthy whose reads were refused, whichever kind it is', () => {
    for (const kind of Object.keys(healthyWorld().records) as Gap['kind'][]) {
      const gap = { kind, reason: 'AccessDenied', actions: ['x:Y'] }
      const needing = checks.filter(check =>
        audit([world([gap])], [check]).checks[0]?.reason?.includes('x:Y'),
      )
      for (const check of needing) expect(resultOf([world([gap])], check)?.status).not.toBe('healthy')
    }
  })
})
