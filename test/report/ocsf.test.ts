import { describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import type { Report } from '../../src/core/report.ts'
import { renderOcsf } from '../../src/report/ocsf.ts'
import { aContext } from './a-context.ts'
import { ACCOUNT, aFinding, anOutcome, aReport, REGION } from './a-report.ts'

interface Event {
  readonly severity: string
  readonly status: string
  readonly status_detail?: string
  readonly time: number
  readonly cloud: { readonly region: string; readonly account: { readonly uid: string } }
  readonly finding_info: {
    readonly uid: string
    readonly title: string
    readonly related_events?: readonly { readonly uid: string }[]
  }
  readonly compliance: { readonly status: string; readonly control: string }
  readonly resources: readonly { readonly uid: string; readonly type: string; readonly role: string }[]
  readonly evidences?: readonly unknown[]
}

const eventsOf = (report: Report): readonly Event[] => {
  const events: readonly Event[] = JSON.parse(renderOcsf(report, aContext()))
  return events
}

const TAKEN = Date.parse('2026-03-04T05:06:07.000Z')

describe('an event', () => {
  it('is a compliance finding with the check as control, the subject, the nodes, the values and the remedy', () => {
    const finding = aFinding()
    const [event] = eventsOf(aReport({ findings: [finding] }))
    expect(event).toMatchObject({
      class_uid: 2003,
      category_uid: 2,
      type_uid: 200301,
      severity_id: 4,
      status_id: 1,
      time: TAKEN,
      message: finding.message,
      metadata: {
        version: '1.8.0',
        uid: finding.fingerprint,
        product: { name: 'ssm-doctor', version: '7.8.9' },
        logged_time: Date.parse('2026-03-04T05:07:00.000Z'),
      },
      cloud: { provider: 'AWS', account: { uid: ACCOUNT }, region: REGION, cloud_partition: 'aws' },
      finding_info: {
        uid: finding.fingerprint,
        title: checks.find(({ id }) => id === finding.check)?.title,
        desc: finding.message,
        created_time: TAKEN,
      },
      compliance: { control: finding.check, status: 'Fail', status_id: 3 },
      evidences: [
        {
          name: 'preferences say',
          data: { value: '/ops/sessions', source: 'SSM-SessionManagerRunShell v4' },
        },
        { name: 'policy says', data: { value: '/ops/session', source: 'policy node-logs, statement Write' } },
      ],
      remediation: {
        desc: 'append the group to the statement\naws iam create-policy-version --policy-arn arn:x',
        references: ['https://docs.aws.amazon.com/x.html'],
      },
    })
    expect(event?.resources.map(({ uid, type, role }) => [uid, type, role])).toEqual([
      [`arn:aws:iam::${ACCOUNT}:role/web`, 'AWS::IAM::Role', 'Target'],
      [`arn:aws:ec2:${REGION}:${ACCOUNT}:instance/i-0aaaaaaaaaaaaaaa1`, 'AWS::EC2::Instance', 'Affected'],
    ])
  })

  it('of what could not be decided warns, and is no failure', () => {
    const [event] = eventsOf(aReport({ findings: [aFinding({ verdict: 'unknown' })] }))
    expect(event?.compliance.status).toBe('Warning')
  })

  it('of what was accepted is suppressed, and says why', () => {
    const waived = { reason: 'moves in March', until: '2026-03-31' }
    const [event] = eventsOf(aReport({ findings: [aFinding({ waived })] }))
    expect([event?.status, event?.status_detail]).toEqual([
      'Suppressed',
      'waived until 2026-03-31: moves in March',
    ])
  })

  it('names what follows from it', () => {
    const cause = aFinding()
    const follower = aFinding({ check: 'kms/key-usable', causedBy: cause.fingerprint, fingerprint: 'f' })
    const events = eventsOf(aReport({ findings: [cause, follower] }))
    expect(events).toHaveLength(1)
    expect(events[0]?.finding_info.related_events?.map(({ uid }) => uid)).toEqual(['f'])
  })

  it('of a finding that is of no Region says so, and where its nodes are', () => {
    const finding = aFinding({ region: 'global', subject: { kind: 'user', id: 'ada' }, evidence: [] })
    const report = aReport({ findings: [finding], outcomes: [anOutcome()] })
    const [event] = eventsOf(report)
    expect(event?.cloud.region).toBe('global')
    expect(event?.time).toBe(TAKEN)
    expect(event?.resources.map(({ uid }) => uid)).toEqual([
      'ada',
      `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/i-0aaaaaaaaaaaaaaa1`,
    ])
    expect(event).not.toHaveProperty('evidences')
  })

  it('names at most a hundred nodes', () => {
    const affects = Array.from({ length: 140 }, (_, at) => `i-${at}`)
    expect(eventsOf(aReport({ findings: [aFinding({ affects })] }))[0]?.resources).toHaveLength(101)
  })
})

describe('a check', () => {
  const [first, second, third, fourth, fifth] = checks.map(({ id }) => id)
  const report = aReport({
    findings: [aFinding({ check: second ?? '' }), aFinding({ check: fifth ?? '', verdict: 'unknown' })],
    checks: [
      { id: first ?? '', status: 'healthy', subjects: 4 },
      { id: second ?? '', status: 'failed', subjects: 4 },
      { id: third ?? '', status: 'unknown', subjects: 4, reason: 'roles web: AccessDenied' },
      { id: fourth ?? '', status: 'skipped', subjects: 0, reason: 'nothing to judge' },
      { id: fifth ?? '', status: 'unknown', subjects: 1 },
    ],
  })

  it('that is healthy passes, one that could not be decided warns, and neither is told twice', () => {
    const own = eventsOf(report).filter(({ finding_info: { uid } }) => uid.includes('|check|'))
    expect(
      own.map(({ compliance, severity, resources }) => [
        compliance.control,
        compliance.status,
        severity,
        resources[0]?.uid,
      ]),
    ).toEqual([
      [first, 'Pass', 'Informational', ACCOUNT],
      [third, 'Warning', expect.any(String), ACCOUNT],
    ])
  })

  it('of several Regions is told once per account, and of no single Region', () => {
    const scopes = ['eu-north-1', 'us-east-1'].map(region => ({
      ...report.scopes[0],
      region,
    })) as unknown as Report['scopes']
    const own = eventsOf({ ...report, findings: [], scopes })
    expect(own.filter(({ compliance }) => compliance.control === first)).toHaveLength(1)
    expect(own[0]?.cloud.region).toBe('global')
  })
})
