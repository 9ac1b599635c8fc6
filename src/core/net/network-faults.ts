import type { KindView, Reading } from '../access.ts'
import { gapIn } from '../derive/each.ts'
import { placeOf } from './factors.ts'
import { inOrder, judgedPaths, type JudgedPath } from './judged-paths.ts'
import { networkOf, once } from './network.ts'
import type { Factor, NetworkFault, Path, Service } from './types.ts'

/**
 * The things on the way that block needed paths of judged nodes. Endpoints with the same groups that let nobody in are
 * one fault.
 */
export const networkFaultsOf = (reading: Reading): KindView<'networkFaults'> => {
  try {
    const { missing } = judgedPaths(reading)
    const records = Object.fromEntries(faultsIn(reading).all.map(fault => [fault.id, fault]))
    return { records, missing }
  } catch (error) {
    return { records: {}, missing: new Map(), whole: gapIn(error) }
  }
}

const NONE: readonly string[] = []

/** For a judged path the ids of the faults that block it, the first one first. */
export const faultsBy = (reading: Reading): ((path: JudgedPath) => readonly string[]) => {
  const { idOf } = faultsIn(reading)
  const known = new Map<Path, readonly string[]>()
  return ({ path, heard }) => {
    if (heard.verdict !== 'blocked') return NONE
    const ids = known.get(path) ?? [...new Set(blocking(path).map(factor => idOf(factor)))]
    known.set(path, ids)
    return ids
  }
}

const blocking = ({ obstacle, furtherObstacles }: Path): readonly Factor[] =>
  obstacle ? [obstacle, ...furtherObstacles] : furtherObstacles

interface Faults {
  readonly all: readonly NetworkFault[]
  readonly idOf: (factor: Factor) => string
}

const faultsIn = (reading: Reading): Faults =>
  once(networkOf(reading), 'faults', () => {
    const drafts = new Map<string, Draft>()
    for (const [path, nodes] of blockedPaths(judgedPaths(reading).paths))
      for (const factor of blocking(path)) add(drafts, factor, path, nodes)
    const ids = new Map([...drafts].map(([place, draft]) => [place, idOf(draft)]))
    return {
      all: [...drafts.values()].map(finish),
      idOf: factor => ids.get(placeOf(factor)) as string,
    }
  })

/** Paths are shared: each stands for all nodes that have it. */
const blockedPaths = (paths: readonly JudgedPath[]): ReadonlyMap<Path, readonly string[]> => {
  const groups = new Map<Path, string[]>()
  for (const { path, heard, node } of paths) {
    if (heard.verdict !== 'blocked') continue
    const group = groups.get(path)
    if (group) group.push(node)
    else groups.set(path, [node])
  }
  return groups
}

interface Draft {
  readonly factor: Factor
  readonly resources: Set<string>
  readonly services: Set<Service>
  readonly nodes: Set<string>
  readonly blocked: { service: Service; nodes: readonly string[]; factor: Factor; path: Path }[]
}

const add = (drafts: Map<string, Draft>, factor: Factor, path: Path, nodes: readonly string[]): void => {
  const place = placeOf(factor)
  const draft = drafts.get(place) ?? {
    factor,
    resources: new Set(),
    services: new Set(),
    nodes: new Set(),
    blocked: [],
  }
  drafts.set(place, draft)
  draft.resources.add(factor.resource)
  draft.services.add(path.service)
  for (const node of nodes) draft.nodes.add(node)
  draft.blocked.push({ service: path.service, nodes, factor, path })
}

const firstOf = ({ resources }: Draft): string => [...resources].toSorted()[0] as string

const idOf = (draft: Draft): string => `${draft.factor.kind}/${firstOf(draft)}`

const finish = (draft: Draft): NetworkFault => ({
  id: idOf(draft),
  kind: draft.factor.kind,
  resource: firstOf(draft),
  resources: [...draft.resources].toSorted(),
  services: inOrder(draft.services),
  nodes: [...draft.nodes],
  blocked: draft.blocked,
})
