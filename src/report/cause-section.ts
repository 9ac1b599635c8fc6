import { isAccepted } from '../core/audit/rulings.ts'
import { SEVERITIES } from '../core/check.ts'
import type { Finding } from '../core/report.ts'
import { acrossRegions, elsewhereWords, type Cluster, type RegionGroup } from './across-regions.ts'
import { isAcceptedRoot } from './baseline-section.ts'
import { briefly, findingBlock, type BlockOptions } from './finding-block.ts'

/**
 * The findings as text: roots worst first, each with its consequences, what could not be decided after what failed. What
 * a baseline accepts is told elsewhere, if not everything is asked for.
 */
export const causeSection = (findings: readonly Finding[], options: BlockOptions): readonly string[] => {
  const roots = findings
    .filter(finding => finding.causedBy === undefined && (options.verbose || !isAcceptedRoot(finding)))
    .toSorted(byWeight)
  const clusters = clustersOf(roots, options.verbose)
  const followers = followersOf(clusters, findings)
  const groups = options.verbose ? clusters.map(alone) : acrossRegions(clusters)
  return groups.flatMap(group => {
    const [first] = group.cluster
    if (!first) return []
    const elsewhere = group.elsewhere.length > 0 ? elsewhereWords(group) : undefined
    const lines =
      first.severity === 'info' && !options.verbose
        ? briefly(first, elsewhere, options)
        : findingBlock(first, followers.get(group.cluster) ?? [], group.cluster.slice(1), options, elsewhere)
    return ['', ...lines]
  })
}

const alone = (cluster: Cluster): RegionGroup => ({ cluster, elsewhere: [] })

/** What follows from each cluster, in the order of the findings. */
const followersOf = (
  clusters: readonly Cluster[],
  findings: readonly Finding[],
): ReadonlyMap<Cluster, readonly Finding[]> => {
  const roots = new Map(clusters.flatMap(cluster => cluster.map(root => [root.fingerprint, cluster])))
  const followers = new Map(clusters.map(cluster => [cluster, [] as Finding[]]))
  for (const finding of findings) {
    const cluster = finding.causedBy === undefined ? undefined : roots.get(finding.causedBy)
    if (cluster) followers.get(cluster)?.push(finding)
  }
  return followers
}

/** The causes by severity, then by how many nodes they hurt; the undecided and the accepted after the failed. */
const byWeight = (a: Finding, b: Finding): number =>
  standing(a) - standing(b) ||
  SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
  b.affects.length - a.affects.length

const standing = (finding: Finding): number =>
  isAccepted(finding) ? 2 : finding.verdict === 'unknown' ? 1 : 0

const isOnNode = ({ subject }: Finding): boolean =>
  subject.kind === 'instance' || subject.kind === 'managedNode'

/**
 * Forty nodes with one fault are one block, and so are roles that one and the same command repairs; all else has a
 * block of its own.
 */
export const clustersOf = (roots: readonly Finding[], apart: boolean): readonly Cluster[] => {
  const clusters = new Map<string, Finding[]>()
  for (const root of roots) {
    const key = apart ? root.fingerprint : clusterKey(root)
    const cluster = clusters.get(key) ?? []
    cluster.push(root)
    clusters.set(key, cluster)
  }
  return [...clusters.values()]
}

const clusterKey = (finding: Finding): string => {
  const { check, severity, verdict, about, accountId, region, remediation, fingerprint, waived } = finding
  const kind = [check, severity, verdict, about, accountId, region, waived]
  if (isOnNode(finding)) return JSON.stringify(kind)
  return remediation.commands.length > 0 ? JSON.stringify([...kind, remediation.commands]) : fingerprint
}
