import type { Finding } from '../report.ts'
import { byWeight } from './by-weight.ts'
import { isAccepted } from './rulings.ts'

/** A finding, and all that it follows from, where it follows from anything. */
export interface Explained {
  readonly finding: Finding
  readonly causes: readonly Finding[]
  readonly stoppedBy?: string
}

/**
 * One boundary or one Deny statement that stops several actions of a role is one fault: the worst of its findings stands
 * for it, the others follow from that on the nodes that it hurts. What another cause explains is left to that.
 */
export const underOneStop = (explained: readonly Explained[]): readonly Explained[] => {
  const roots = rootsByStop(explained)
  return explained.map(one => {
    const root = roots.get(stopOf(one) ?? '')
    return root && root.fingerprint !== one.finding.fingerprint ? followed(one, root) : one
  })
}

/** What stops whom, where that is certain, accepted by nobody and not explained otherwise. */
const stopOf = ({ finding, causes, stoppedBy }: Explained): string | undefined => {
  if (stoppedBy === undefined || causes.length > 0 || finding.verdict !== 'fail' || isAccepted(finding))
    return undefined
  const { accountId, region, subject } = finding
  return [accountId, region, subject.kind, subject.id, stoppedBy].join(' ')
}

const rootsByStop = (explained: readonly Explained[]): ReadonlyMap<string, Finding> => {
  const roots = new Map<string, Finding>()
  for (const one of explained) {
    const stop = stopOf(one)
    if (stop === undefined) continue
    const known = roots.get(stop)
    if (!known || byWeight(one.finding, known) < 0) roots.set(stop, one.finding)
  }
  return roots
}

const followed = (one: Explained, root: Finding): Explained => {
  const { finding } = one
  const explained = new Set(root.affects)
  const left = finding.affects.filter(node => !explained.has(node))
  if (left.length > 0) return { ...one, finding: { ...finding, affects: left } }
  return { ...one, finding: { ...finding, causedBy: root.fingerprint }, causes: [root] }
}
