import { SEVERITIES } from '../core/check.ts'
import type { Finding } from '../core/report.ts'
import { briefly, findingBlock, type BlockOptions } from './finding-block.ts'

/** Equal faults of more nodes than this are told once, with the other nodes' names. */
const ALONE = 3

/** The findings as text: roots worst first, each with its consequences, what could not be decided after what failed. */
export const causeSection = (findings: readonly Finding[], options: BlockOptions): readonly string[] => {
  const roots = findings.filter(finding => finding.causedBy === undefined).toSorted(byWeight)
  return clustersOf(roots, options.verbose).flatMap(([first, ...alike]) => {
    if (!first) return []
    if (first.severity === 'info' && !options.verbose) return ['', ...briefly(first, options)]
    const consequences = [first, ...alike].flatMap(root =>
      findings.filter(finding => finding.causedBy === root.fingerprint),
    )
    return ['', ...findingBlock(first, consequences, alike, options)]
  })
}

/** The causes by severity, then by how many nodes they hurt; the undecided and the waived after the failed. */
const byWeight = (a: Finding, b: Finding): number =>
  standing(a) - standing(b) ||
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
  b.affects.length - a.affects.length

const standing = ({ verdict, waived }: Finding): number => (waived ? 2 : verdict === 'unknown' ? 1 : 0)

const isOnNode = ({ subject }: Finding): boolean =>
  subject.kind === 'instance' || subject.kind === 'managedNode'

/** Forty nodes with one fault are one block; what is wrong with something other than a node always has its own. */
const clustersOf = (roots: readonly Finding[], apart: boolean): readonly (readonly Finding[])[] => {
  const clusters = new Map<string, Finding[]>()
  for (const root of roots) {
    const key = apart || !isOnNode(root) ? root.fingerprint : kindOf(root)
    const cluster = clusters.get(key) ?? []
    cluster.push(root)
    clusters.set(key, cluster)
  }
  return [...clusters.values()].flatMap(cluster =>
    cluster.length > ALONE ? [cluster] : cluster.map(one => [one]),
  )
}

const kindOf = ({ check, severity, verdict, about, accountId, region }: Finding): string =>
  JSON.stringify([check, severity, verdict, about, accountId, region])
