import { counts } from '../../core/audit/summary.ts'
import type { Plan } from '../../core/plan/types.ts'
import type { Finding } from '../../core/report.ts'
import { plural } from '../layout.ts'

/** What the plan leaves: findings that no change repairs, each with what is to be done by hand. */
export const adviceLines = (plan: Plan, findings: readonly Finding[]): readonly string[] => {
  const fixed = new Set(plan.fixes)
  const refused = new Map(plan.refused.map(({ fingerprint, reason }) => [fingerprint, reason]))
  const left = findings.filter(finding => counts(finding) && !fixed.has(finding.fingerprint))
  return [...uncoveredLines(plan), ...leftLines(left, refused)]
}

/** What the repair does not cause, and shows only once it is carried out. */
const uncoveredLines = ({ uncovers }: Plan): readonly string[] =>
  uncovers.length === 0
    ? []
    : ['What this repairs hides these now; they show only then:', ...uncovers.map(one => `   ${one}`), '']

const leftLines = (left: readonly Finding[], refused: ReadonlyMap<string, string>): readonly string[] => {
  if (left.length === 0) return []
  return [
    `${plural(left.length, 'finding')} that this does not repair, and what to do:`,
    ...left.flatMap(finding => ['', ...findingLines(finding, refused.get(finding.fingerprint))]),
  ]
}

const findingLines = (
  { check, severity, subject, region, message, remediation }: Finding,
  reason: string | undefined,
): readonly string[] => [
  `${severity}  ${check}  ${subject.kind} ${subject.id}  (${region})`,
  `   ${message}`,
  ...(reason === undefined ? [] : [`   not repaired: ${reason}`]),
  `   ${remediation.text}`,
  ...remediation.commands.map(command => `   ${command}`),
]
