import { SEVERITIES, type AnyCheck, type Severity } from '../check.ts'
import { isLike } from '../principal-names.ts'
import type { Finding } from '../report.ts'
import type { KnownFinding, Waiver } from '../rules.ts'
import type { World } from '../snapshot.ts'
import { hasNoNode } from './no-node.ts'

/** Whether somebody has accepted a finding: it fails nothing, explains nothing, and is repaired by nobody. */
export const isAccepted = ({ waived, baselined }: Pick<Finding, 'waived' | 'baselined'>): boolean =>
  waived !== undefined || baselined === true

const rank = (severity: Severity): number => SEVERITIES.indexOf(severity)
const milder = (a: Severity, b: Severity): Severity => (rank(a) > rank(b) ? a : b)

/**
 * The severity of a check's problem: that of the rules, else its own. Preferences that no node follows are at most a
 * small matter, whatever the rules say.
 */
export const ruledSeverity = (world: World, { id, each }: AnyCheck, own: Severity): Severity => {
  const asked = world.rules?.severity[id]
  if (each !== 'preferences' || !hasNoNode(world)) return asked ?? own
  return milder(milder(own, 'low'), asked ?? own)
}

/** A finding with what the rules of its world say of it. */
export const ruledOn = (world: World, finding: Finding): Finding => {
  const waiver = world.rules?.waivers.find(one => holds(one, world) && covers(one, finding))
  if (waiver) return put({ ...finding, waived: { reason: waiver.reason, until: waiver.until } })
  const known = knownIn(world, finding)
  return known && isNoWorse(finding, known) ? put({ ...finding, baselined: true }) : finding
}

const knownIn = ({ rules }: World, { fingerprint }: Finding): KnownFinding | undefined =>
  rules?.baseline && Object.hasOwn(rules.baseline, fingerprint) ? rules.baseline[fingerprint] : undefined

/** What was accepted is not repaired. */
const put = (finding: Finding): Finding => ({
  ...finding,
  remediation: { ...finding.remediation, fixable: false, risk: 'none' },
})

/** Whether a waiver's last day has not passed when the world was read. */
export const holds = ({ until }: Waiver, { scope }: World): boolean => scope.takenAt.slice(0, 10) <= until

/** Whether a finding is what a waiver is about. */
export const covers = ({ check, subject: pattern }: Waiver, { check: id, subject }: Finding): boolean =>
  check === id && (isLike(pattern, subject.id) || (subject.arn !== undefined && isLike(pattern, subject.arn)))

/** A finding that could not be decided and now fails, or that has become graver, is another than was accepted. */
const isNoWorse = (finding: Finding, known: KnownFinding): boolean =>
  rank(finding.severity) >= rank(known.severity) &&
  (finding.verdict === 'unknown' || known.verdict === 'fail')
