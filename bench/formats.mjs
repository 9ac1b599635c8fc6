// Writing the report of many findings in each format. Run this file after a build, with --expose-gc: size grows with the
// findings alone, and what GitHub takes of SARIF (10 MB, gzipped) is not reached.
import { performance } from 'node:perf_hooks'
import { gzipSync } from 'node:zlib'
import { checks } from '../dist/checks/index.js'
import { summarise } from '../dist/src/core/audit/summary.js'
import { REPORTERS } from '../dist/src/report/reporters.js'

const ACCOUNT = '123456789012'
const [scope] = [
  {
    accountId: ACCOUNT,
    region: 'eu-west-1',
    partition: 'aws',
    callerArn: `arn:aws:sts::${ACCOUNT}:assumed-role/auditor/mia`,
    takenAt: '2026-03-04T05:06:07.000Z',
    notes: [],
  },
]

const finding = at => ({
  check: checks[at % checks.length].id,
  severity: ['critical', 'high', 'medium', 'low'][at % 4],
  verdict: 'fail',
  accountId: ACCOUNT,
  region: scope.region,
  subject: { kind: 'role', id: `role-${at}`, arn: `arn:aws:iam::${ACCOUNT}:role/teams/role-${at}` },
  about: `statement ${at}`,
  message: `role role-${at} may not write to log group /aws/ssm/sessions-${at}: statement Write names another one`,
  why: 'The agent writes to the log group of the preferences and to no other.',
  evidence: [
    { label: 'preferences say', value: `/aws/ssm/sessions-${at}`, source: 'SSM-SessionManagerRunShell v4' },
    { label: 'policy says', value: `/aws/ssm/session-${at}`, source: 'policy node-logs, statement Write' },
  ],
  affects: [`i-${at.toString(16).padStart(17, '0')}`],
  remediation: {
    text: 'append the group to the statement',
    commands: [`aws iam create-policy-version --policy-arn arn:aws:iam::${ACCOUNT}:policy/node-logs-${at}`],
    fixable: true,
    risk: 'review',
  },
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html',
  fingerprint: `logs/log-group-arn-match|${ACCOUNT}|eu-west-1|role/role-${at}|statement ${at}`,
})

const outcome = at => ({
  accountId: ACCOUNT,
  region: scope.region,
  node: `i-${at.toString(16).padStart(17, '0')}`,
  canConnect: 'yes',
  recorded: { cloudwatch: 'no', s3: 'yes' },
  encrypted: 'yes',
  userSees: null,
  causes: [],
})

const reportOf = count => {
  const findings = Array.from({ length: count }, (_, at) => finding(at))
  const results = checks.map(({ id }) => ({ id, status: 'failed', subjects: count }))
  return {
    scopes: [scope],
    summary: summarise(findings, results),
    outcomes: Array.from({ length: count }, (_, at) => outcome(at)),
    findings,
    checks: results,
    gaps: [],
    paths: [],
  }
}

const context = {
  tool: { name: 'ssm-doctor', version: '1.0.0' },
  generatedAt: scope.takenAt,
  durationMs: 1,
  checks,
  exitCode: 1,
  failOn: 'medium',
  compliance: [],
  notes: [],
  placeOf: () => undefined,
  terminal: { color: false, verbose: false, quiet: false },
}

for (const count of [1_000, 10_000, 25_000]) {
  const report = reportOf(count)
  for (const [format, render] of Object.entries(REPORTERS)) {
    globalThis.gc?.()
    const start = performance.now()
    const texts = [render(report, context)].flat()
    const took = performance.now() - start
    const text = texts.join('')
    const [plain, packed] = [text, gzipSync(text)].map(one => (Buffer.byteLength(one) / 1e6).toFixed(2))
    console.log(
      `${count} findings, ${format}: ${took.toFixed(0)} ms, ${plain} MB, ${packed} MB gzipped, ${texts.length} part(s)`,
    )
  }
}
