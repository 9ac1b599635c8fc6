import { checks } from '../../../checks/index.ts'
import { readSnapshot } from '../../../src/config/snapshot-file.ts'
import { audit } from '../../../src/core/audit/audit.ts'
import type { Report } from '../../../src/core/report.ts'
import { renderHtml } from '../../../src/report/html/page.ts'
import { aFinding, aGap, anOutcome, aPath, aReport, REGION } from '../../report/a-report.ts'
import { aContext } from '../../report/a-context.ts'

/** The page of a sample account. */
export const pageOf = (file: string): string => render(audit(readSnapshot(file).worlds, checks))

export const render = (report: Report): string => renderHtml(report, aContext())

const HOSTILE = `<script>document.title='taken'</script><img src="http://192.0.2.1/x" onerror="document.title='taken'">"'`

/** A page of everything that a page can hold, small enough to be told by heart. */
export const variedPage = (): string => render(variedReport())

const variedReport = (): Report =>
  aReport({
    outcomes: [
      anOutcome({
        node: 'i-0000000000000000a',
        name: 'alpha',
        canConnect: 'no',
        userSees: 'TargetNotConnected',
        causes: ['dns'],
      }),
      anOutcome({ node: 'i-0000000000000000b', name: 'beta', region: 'sa-east-1', causes: ['arn'] }),
      anOutcome({ node: 'i-0000000000000000c', name: 'gamma', recorded: { cloudwatch: 'yes', s3: 'off' } }),
      ...Array.from({ length: 60 }, (_, at) =>
        anOutcome({
          node: `i-1${String(at).padStart(16, '0')}`,
          name: `fleet-${at}`,
          role: 'fleet',
          encrypted: 'unknown',
        }),
      ),
    ],
    findings: [
      aFinding({
        check: 'network/vpc-dns',
        severity: 'critical',
        fingerprint: 'dns',
        message: 'VPC vpc-1 has dnsHostnames off',
        subject: { kind: 'vpc', id: 'vpc-1' },
      }),
      aFinding({
        fingerprint: 'arn',
        region: 'sa-east-1',
        affects: Array.from({ length: 9 }, (_, at) => `i-2${at}`),
      }),
      aFinding({ check: 'logs/write-permissions', fingerprint: 'follows', causedBy: 'arn' }),
      aFinding({
        check: 's3/tls-only',
        severity: 'low',
        fingerprint: 'tls',
        subject: { kind: 'role', id: HOSTILE },
        message: `role ${HOSTILE}`,
        docs: `javascript:document.title='taken'`,
      }),
      aFinding({
        check: 's3/bucket-owner',
        verdict: 'unknown',
        fingerprint: 'owner',
        message: 'cannot be told',
      }),
      aFinding({
        check: 'kms/rotation-enabled',
        severity: 'low',
        fingerprint: 'rotation',
        waived: { reason: 'lab', until: '2026-12-31' },
      }),
    ],
    checks: [
      { id: 'network/vpc-dns', status: 'failed', subjects: 2 },
      { id: 'kms/key-usable', status: 'healthy', subjects: 1 },
      { id: 's3/bucket-owner', status: 'unknown', subjects: 1 },
      { id: 's3/versioning', status: 'skipped', subjects: 0, reason: 'nothing to judge' },
    ],
    gaps: [aGap(), aGap({ id: 'archive', kind: 'buckets', foreign: true })],
    paths: [
      aPath(),
      aPath({ service: 'ssm', verdict: 'open', factors: [], way: { kind: 'internet', through: 'igw-1' } }),
      aPath({
        service: 'logs',
        verdict: 'unknown',
        region: REGION,
        factors: [
          {
            kind: 'unseen',
            resource: 'tgw-1',
            verdict: 'unknown',
            reason: 'a transit gateway',
            look: 'its routes',
          },
        ],
      }),
    ],
  })
