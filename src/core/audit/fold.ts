import type { Fix } from '../changes/change.ts'
import type { Cause, Severity } from '../check.ts'
import type { Finding } from '../report.ts'
import { byWeight, rank } from './by-weight.ts'
import { causeIndex } from './cause-index.ts'
import { underOneStop, type Explained } from './one-stop.ts'
import { isAccepted } from './rulings.ts'

/** A finding and what it says it follows from. */
export interface Raised {
  readonly finding: Finding
  readonly after: readonly string[]
  readonly because: readonly Cause[]
  readonly fix: readonly Fix[]
  /** The boundary or Deny statement of its subject that it tells of. */
  readonly stoppedBy?: string
}

/**
 * Folds consequences under their causes. A cause is a failed finding that nobody has accepted: on the same subject and
 * named by `after`, or named by `because`. A consequence is folded only where its causes hurt every node that it hurts; else
 * it keeps the nodes that no cause explains. Of what one boundary or Deny statement does to one role, and nothing else
 * explains, the worst is the cause of the rest. Each cause takes the worst severity among its consequences, whether or
 * not another one is shown above them: either alone would bring them about.
 */
export const fold = (raised: readonly Raised[]): readonly Finding[] => {
  const candidates = causeIndex(raised)
  const hurt = nodesOf()
  return lift(underOneStop(raised.map(one => explain(one, candidates(one), hurt))))
}

/** The nodes that a finding hurts, as a set: a cause may be asked about each of thousands. */
type Hurt = (finding: Finding) => ReadonlySet<string>

const nodesOf = (): Hurt => {
  const known = new Map<Finding, ReadonlySet<string>>()
  return finding => {
    const nodes = known.get(finding) ?? new Set(finding.affects)
    known.set(finding, nodes)
    return nodes
  }
}

const explain = (one: Raised, others: readonly Raised[], hurt: Hurt): Explained => {
  const { finding } = one
  const stop = one.stoppedBy === undefined ? {} : { stoppedBy: one.stoppedBy }
  const causes = others.filter(other => isCause(other.finding, one)).map(other => other.finding)
  if (causes.length === 0) return { finding, causes, ...stop }
  const left = finding.affects.filter(node => !causes.some(cause => hurts(cause, finding, node, hurt)))
  if (left.length > 0) return { finding: { ...finding, affects: left }, causes: [], ...stop }
  const [first] = causes.toSorted(byWeight) as [Finding]
  return { finding: { ...finding, causedBy: first.fingerprint }, causes }
}

const isCause = (cause: Finding, { finding, after, because }: Raised): boolean => {
  if (cause.verdict !== 'fail' || isAccepted(cause) || cause.fingerprint === finding.fingerprint) return false
  const sameSubject = cause.subject.kind === finding.subject.kind && cause.subject.id === finding.subject.id
  if (sameSubject && after.includes(cause.check)) return true
  return because.some(
    named =>
      named.check === cause.check &&
      (named.subject === undefined || named.subject === cause.subject.id) &&
      (named.about === undefined || named.about === cause.about),
  )
}

/** A cause on the same subject, or one that names no nodes, hurts all of them. */
const hurts = (cause: Finding, finding: Finding, node: string, hurt: Hurt): boolean =>
  cause.affects.length === 0 || cause.subject.id === finding.subject.id || hurt(cause).has(node)

/** Points every consequence at its root, and gives each root the worst severity among its consequences. */
const lift = (explained: readonly Explained[]): readonly Finding[] => {
  const byPrint = new Map(explained.map(({ finding }) => [finding.fingerprint, finding]))
  const worst = new Map<string, Severity>()
  for (const { finding, causes } of explained) {
    if (finding.verdict !== 'fail' || isAccepted(finding)) continue
    for (const root of causes.map(cause => rootOf(byPrint.get(cause.fingerprint) ?? cause, byPrint))) {
      const known = worst.get(root.fingerprint) ?? root.severity
      if (rank(finding.severity) < rank(known)) worst.set(root.fingerprint, finding.severity)
    }
  }
  return explained.map(({ finding }) => {
    const root = rootOf(finding, byPrint)
    if (root !== finding) return { ...finding, causedBy: root.fingerprint }
    const severity = worst.get(finding.fingerprint)
    return severity ? { ...finding, severity } : finding
  })
}

const rootOf = (finding: Finding, byPrint: ReadonlyMap<string, Finding>): Finding => {
  const seen = new Set<string>()
  let root = finding
  while (root.causedBy !== undefined && !seen.has(root.fingerprint)) {
    seen.add(root.fingerprint)
    const cause = byPrint.get(root.causedBy)
    if (!cause) return root
    root = cause
  }
  return root
}
