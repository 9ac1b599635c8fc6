import { isNetworkAsked } from '../outcome/network.ts'
import { SERVICES, type Factor, type NetworkPath, type Service } from '../net/types.ts'
import type { ReportedFactor, ReportedPath } from '../report.ts'
import type { Gap, World } from '../snapshot.ts'
import { viewOf } from '../views.ts'

/** What is told of one node's path. */
type Told = Omit<ReportedPath, 'accountId' | 'region' | 'nodes'>

/**
 * Every judged node's path to each needed service. Nodes that meet the same share one, so that the report of a large
 * fleet stays small; by service, then by the first of the nodes.
 */
export const reportedPaths = (world: World): readonly ReportedPath[] => {
  if (!isNetworkAsked(world)) return []
  const { accountId, region } = world.scope
  return groupsOf(toldIn(world)).map(({ told, nodes }) => ({ accountId, region, ...told, nodes }))
}

interface OfNode {
  readonly node: string
  readonly told: Told
  /** Equal for paths that differ in nothing but the node. */
  readonly key: string
}

const toldIn = (world: World): readonly OfNode[] => {
  const { records, missing } = viewOf(world, 'networkPaths')
  const read = Object.values(records).map(path => {
    const told = toldOf(path)
    return { node: path.node, told, key: keyOf(told) }
  })
  const unread = [...missing].map(([id, gap]) => unreadPath(world, id, gap))
  return [...read, ...unread].toSorted((a, b) => (a.node < b.node ? -1 : a.node > b.node ? 1 : 0))
}

const toldOf = (path: NetworkPath): Told => ({
  service: path.service,
  serviceRegion: path.region,
  verdict: path.verdict,
  ...(path.standing && { standing: path.standing }),
  ...(path.evidence !== undefined && { evidence: path.evidence }),
  way: path.way,
  factors: factorsOf(path),
  notes: path.notes,
})

/** The answers of the model are shared by many nodes: what is made of them is kept with them. */
const shared = new WeakMap<readonly Factor[], readonly ReportedFactor[]>()

const factorsOf = ({ factors, node }: NetworkPath): readonly ReportedFactor[] => {
  const told =
    shared.get(factors) ??
    factors.map(({ gap: _gap, ...factor }) =>
      factor.resource === node ? { ...factor, resource: 'node' } : factor,
    )
  shared.set(factors, told)
  return told
}

const texts = new WeakMap<readonly ReportedFactor[], string>()

const keyOf = ({ evidence: _evidence, factors, ...told }: Told): string => {
  const text = texts.get(factors) ?? JSON.stringify(factors)
  texts.set(factors, text)
  return `${JSON.stringify(told)}${text}`
}

const unreadPath = ({ scope }: World, id: string, { kind, id: hidden, reason }: Gap): OfNode => {
  const [node, service] = id.split('/') as [string, Service]
  const resource = hidden ?? kind
  const told: Told = {
    service,
    ...(service !== 's3' && { serviceRegion: scope.region }),
    verdict: 'unknown',
    way: { kind: 'unknown' },
    factors: [{ kind: 'unseen', resource, verdict: 'unknown', reason: `could not be read: ${reason}` }],
    notes: [],
  }
  return { node, told, key: keyOf(told) }
}

interface Group {
  readonly told: Told
  readonly nodes: string[]
}

const groupsOf = (paths: readonly OfNode[]): readonly Group[] => {
  const groups = new Map<string, Group>()
  for (const { key, told, node } of paths) {
    const group = groups.get(key)
    if (group) group.nodes.push(node)
    else groups.set(key, { told, nodes: [node] })
  }
  const rank = ({ told }: Group): number => SERVICES.indexOf(told.service)
  return [...groups.values()].toSorted((a, b) => rank(a) - rank(b))
}
