import { acrossRegions, elsewhereWords } from './across-regions.ts'
import { clustersOf } from './cause-section.ts'
import type { Root } from './roots.ts'

/** Roots that are told together: forty nodes with one fault, roles that one and the same command repairs. */
export type RootCluster = readonly [Root, ...Root[]]

/** The clusters in the order of the roots. */
export const rootClusters = (roots: readonly Root[]): readonly RootCluster[] => {
  const byPrint = new Map(roots.map(root => [root.finding.fingerprint, root]))
  const findings = roots.map(({ finding }) => finding)
  return clustersOf(findings, false).flatMap(cluster => {
    const [first, ...rest] = cluster.flatMap(({ fingerprint }) => byPrint.get(fingerprint) ?? [])
    return first ? [[first, ...rest] as const] : []
  })
}

/** Clusters, and in which other Regions each is the same, in words. */
export interface RootGroup {
  readonly cluster: RootCluster
  readonly elsewhere: string | undefined
}

/** The clusters of the first Region that has them, in their order. */
export const rootGroups = (clusters: readonly RootCluster[]): readonly RootGroup[] => {
  const byPrint = new Map(clusters.map(cluster => [cluster[0].finding.fingerprint, cluster]))
  const groups = acrossRegions(clusters.map(cluster => cluster.map(({ finding }) => finding)))
  return groups.flatMap(group => {
    const cluster = byPrint.get(group.cluster[0]?.fingerprint ?? '')
    const elsewhere = group.elsewhere.length > 0 ? elsewhereWords(group) : undefined
    return cluster ? [{ cluster, elsewhere }] : []
  })
}
