import type {
  BaselineUse,
  CheckResult,
  Finding,
  Outcome,
  Report,
  ReportedPath,
  ScopedGap,
} from '../../src/core/report.ts'
import { summarise } from '../../src/core/audit/summary.ts'

export const ACCOUNT = '210987654321'
export const REGION = 'eu-north-1'

/** A failed finding on a role; a test may override some fields. */
export const aFinding = (fields: Partial<Finding> = {}): Finding => {
  const check = fields.check ?? 'logs/log-group-arn-match'
  const subject = fields.subject ?? { kind: 'role', id: 'web', arn: `arn:aws:iam::${ACCOUNT}:role/web` }
  return {
    check,
    severity: 'high',
    verdict: 'fail',
    accountId: ACCOUNT,
    region: REGION,
    subject,
    message: 'role web may not write to log group /ops/sessions',
    why: 'Sessions open and leave no record.',
    evidence: [
      { label: 'preferences say', value: '/ops/sessions', source: 'SSM-SessionManagerRunShell v4' },
      { label: 'policy says', value: '/ops/session', source: 'policy node-logs, statement Write' },
    ],
    affects: ['i-0aaaaaaaaaaaaaaa1'],
    remediation: {
      text: 'append the group to the statement',
      commands: ['aws iam create-policy-version --policy-arn arn:x'],
      fixable: true,
      risk: 'review',
    },
    docs: 'https://docs.aws.amazon.com/x.html',
    fingerprint: `${check}|${ACCOUNT}|${REGION}|${subject.kind}/${subject.id}|`,
    ...fields,
  }
}

export const anOutcome = (fields: Partial<Outcome> = {}): Outcome => ({
  accountId: ACCOUNT,
  region: REGION,
  node: 'i-0aaaaaaaaaaaaaaa1',
  name: 'web-1',
  canConnect: 'yes',
  recorded: { cloudwatch: 'no', s3: 'yes' },
  encrypted: 'yes',
  userSees: null,
  causes: [],
  ...fields,
})

export const aGap = (fields: Partial<ScopedGap> = {}): ScopedGap => ({
  accountId: ACCOUNT,
  region: REGION,
  kind: 'roles',
  id: 'web',
  reason: 'AccessDenied: not authorized',
  actions: ['iam:GetRole'],
  ...fields,
})

/** The blocked way of a node to ssmmessages; a test may override some fields. */
export const aPath = (fields: Partial<ReportedPath> = {}): ReportedPath => ({
  accountId: ACCOUNT,
  region: REGION,
  service: 'ssmmessages',
  serviceRegion: REGION,
  nodes: ['i-0aaaaaaaaaaaaaaa1'],
  verdict: 'blocked',
  way: { kind: 'none' },
  factors: [
    { kind: 'node group', resource: 'sg-1', verdict: 'open', rule: 'tcp 443 to 0.0.0.0/0' },
    { kind: 'network acl', resource: 'acl-2', verdict: 'open', rule: 'rule 100 allows all' },
    {
      kind: 'route',
      resource: 'rtb-3',
      verdict: 'blocked',
      reason: 'no 0.0.0.0/0, no endpoint ssmmessages',
    },
  ],
  notes: [],
  ...fields,
})

/** A report of these parts. */
export const aReport = (parts: {
  readonly findings?: readonly Finding[]
  readonly outcomes?: readonly Outcome[]
  readonly checks?: readonly CheckResult[]
  readonly gaps?: readonly ScopedGap[]
  readonly paths?: readonly ReportedPath[]
  readonly baseline?: BaselineUse
}): Report => {
  const { findings = [], outcomes = [], checks = [], gaps = [], paths = [], baseline } = parts
  return {
    scopes: [
      {
        accountId: ACCOUNT,
        region: REGION,
        partition: 'aws',
        callerArn: `arn:aws:sts::${ACCOUNT}:assumed-role/auditor/mia`,
        takenAt: '2026-03-04T05:06:07.000Z',
        notes: ['service control policies were not read'],
      },
    ],
    summary: summarise(findings, checks),
    outcomes,
    findings,
    checks,
    gaps,
    paths,
    ...(baseline && { baseline }),
  }
}
