import type { Finding } from '../core/report.ts'
import { plural, someOf } from './layout.ts'

/** Findings that are told together. */
export type Cluster = readonly Finding[]

/** A cluster, and those of other Regions that say the same. */
export interface RegionGroup {
  readonly cluster: Cluster
  readonly elsewhere: readonly Cluster[]
}

/** A text without the name of its Region: equal ones of several Regions say the same. */
export const inAnyRegion = (text: string, region: string): string => text.replaceAll(region, '<Region>')

/** The clusters in their order; those that say the same in other Regions stand under the first. */
export const acrossRegions = (clusters: readonly Cluster[]): readonly RegionGroup[] => {
  const groups = new Map<string, { readonly cluster: Cluster; readonly elsewhere: Cluster[] }>()
  for (const cluster of clusters) {
    const key = keyOf(cluster)
    const group = groups.get(key)
    if (group && !isHere(group, cluster)) group.elsewhere.push(cluster)
    else groups.set(group ? `${key} ${groups.size}` : key, { cluster, elsewhere: [] })
  }
  return [...groups.values()]
}

/** Two clusters of one Region are two for a reason. */
const isHere = ({ cluster, elsewhere }: RegionGroup, other: Cluster): boolean =>
  [cluster, ...elsewhere].some(one => one[0]?.region === other[0]?.region)

const keyOf = ([first]: Cluster): string => {
  if (!first) return ''
  const { check, severity, verdict, accountId, region, subject, message, remediation, fingerprint } = first
  if (region === 'global') return fingerprint
  const accepted = [first.waived, first.baselined]
  const isOnNode = subject.kind === 'instance' || subject.kind === 'managedNode'
  const about = isOnNode ? [first.about] : [subject.id, message, remediation.commands]
  return inAnyRegion(
    JSON.stringify([check, severity, verdict, accountId, accepted, subject.kind, about]),
    region,
  )
}

/** `in 2 more Regions: eu-west-1, eu-west-3`; what it is about there is named where that is something else. */
export const elsewhereWords = ({ cluster, elsewhere }: RegionGroup): string => {
  const idOf = ({ subject, region }: Finding): string => inAnyRegion(subject.id, region)
  const here = new Set(cluster.map(idOf))
  const places = elsewhere.map(other => {
    const region = other[0]?.region ?? ''
    if (other.every(finding => here.has(idOf(finding)))) return region
    return `${region} (${someOf(
      other.map(({ subject }) => subject.id),
      3,
    )})`
  })
  return `in ${plural(places.length, 'more Region')}: ${places.join(', ')}`
}
