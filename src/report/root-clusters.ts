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
