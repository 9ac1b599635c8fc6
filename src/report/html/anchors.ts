import type { RootCluster } from '../root-clusters.ts'

export interface Anchor {
  readonly id: string
  readonly check: string
}

/** Where on the page a finding is told, by its fingerprint: with its cause where it follows from one. */
export type Anchors = ReadonlyMap<string, Anchor>

/** The name of a block on the page. */
export const anchorId = (at: number): string => `finding-${at + 1}`

export const anchorsOf = (clusters: readonly RootCluster[]): Anchors =>
  new Map(
    clusters.flatMap((cluster, at) => {
      const anchor = { id: anchorId(at), check: cluster[0].finding.check }
      const told = cluster.flatMap(({ finding, consequences }) => [finding, ...consequences])
      return told.map(({ fingerprint }) => [fingerprint, anchor] as const)
    }),
  )
