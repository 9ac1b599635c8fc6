import { Unreadable, type Reading } from '../access.ts'
import type { JudgedNode } from '../kinds.ts'
import type { Gap } from '../snapshot.ts'
import { hear, type Heard } from './evidence.ts'
import { unclear } from './factors.ts'
import { hostOf } from './host.ts'
import { neededServices, type Needed } from './needed-services.ts'
import { networkOf, once, type Network } from './network.ts'
import { pathOf } from './path-of.ts'
import { SERVICES, type Path, type Service } from './types.ts'

/** A path that some judged node needs, with what evidence says of it. */
export interface JudgedPath {
  readonly id: string
  readonly node: string
  readonly path: Path
  readonly heard: Heard
}

/** The needed paths of all judged nodes, and the reads that hide some of them. */
export interface JudgedPaths {
  readonly paths: readonly JudgedPath[]
  readonly missing: ReadonlyMap<string, Gap>
}

/** Judges every needed path of every judged node, once per world. Throws `Unreadable` where nobody knows the nodes. */
export const judgedPaths = (reading: Reading): JudgedPaths => {
  const nodes = reading.view('judgedNodes')
  if (nodes.whole) throw new Unreadable(nodes.whole)
  const network = networkOf(reading)
  return once(network, 'judged paths', () => {
    const missing = new Map<string, Gap>()
    for (const [id, gap] of nodes.missing) for (const one of always(id)) missing.set(one, gap)
    const needed = neededServices(reading)
    const paths = Object.values(nodes.records).flatMap(node => pathsFor(network, node, needed, missing))
    return { paths, missing }
  })
}

/** What every EC2 node needs. */
const always = (node: string): readonly string[] =>
  node.startsWith('i-') ? [pathId(node, 'ssm'), pathId(node, 'ssmmessages')] : []

/** Id of a path among the derived records. */
export const pathId = (node: string, service: Service): string => `${node}/${service}`

const pathsFor = (
  network: Network,
  node: JudgedNode,
  needed: readonly Needed[],
  missing: Map<string, Gap>,
): readonly JudgedPath[] => {
  if (node.instance?.state !== 'running' || !hostOf(network, node)) return []
  const { takenAt, region } = network.reading.world.scope
  const ssm = pathOf(network, node, 'ssm', region, true)
  const judged: JudgedPath[] = []
  for (const need of needed) {
    const id = pathId(node.id, need.service)
    const path = need.service === 'ssm' ? ssm : neededPath(network, node, need)
    if (!path) {
      if (need.gap) missing.set(id, need.gap)
      continue
    }
    const heard = hear(node, path, ssm, takenAt)
    const gap = heard.verdict === 'unknown' ? (need.gap ?? gapOf(path)) : undefined
    if (gap) missing.set(id, gap)
    else judged.push({ id, node: node.id, path, heard })
  }
  return judged
}

/** The read without which the path is not known; none where something else makes it unknown too. */
const gapOf = ({ verdict, obstacle }: Path): Gap | undefined =>
  verdict === 'unknown' ? obstacle?.gap : undefined

/** Where versions of the preferences ask for several Regions, what is not so in all of them is not known. */
const neededPath = (
  network: Network,
  node: JudgedNode,
  { service, regions, gap }: Needed,
): Path | undefined => {
  const paths = regions.flatMap(region =>
    region === undefined
      ? (placeless(network, node, service) ?? [])
      : (pathOf(network, node, service, region, true) ?? []),
  )
  const [first] = paths
  if (gap || !first) return undefined
  const worst = paths.find(path => path.verdict !== 'open') ?? first
  if (paths.every(path => path.verdict === worst.verdict)) return worst
  return unsure(worst, paths.map(path => `${path.verdict} in ${path.region}`).join(', '))
}

const placeless = (network: Network, node: JudgedNode, service: Service): Path | undefined => {
  const path = pathOf(network, node, service, network.reading.world.scope.region, true)
  return path && unsure(path, 'the Region of the bucket is not told')
}

const unsure = (path: Path, reason: string): Path => {
  const obstacle = unclear('unseen', path.subnetId, reason, 'which bucket sessions use, and its Region')
  return { ...path, verdict: 'unknown', factors: [...path.factors, obstacle], obstacle, furtherObstacles: [] }
}

/** The order in which services are told. */
export const inOrder = (services: ReadonlySet<Service>): readonly Service[] =>
  SERVICES.filter(service => services.has(service))
