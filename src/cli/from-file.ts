import { readSnapshot } from '../config/snapshot-file.ts'
import { onTerms, type Terms } from '../config/terms.ts'
import { UsageError } from '../core/errors.ts'
import type { World } from '../core/snapshot.ts'
import { didYouMean } from '../core/words/did-you-mean.ts'
import { narrowed, type NodeChoice } from './nodes.ts'

/**
 * The worlds of a snapshot file in the Regions and with the nodes that were asked for.
 * @param terms what the run goes by: a snapshot holds nothing of it
 * @throws UsageError where the file is none, or holds no such Region
 */
export const worldsFrom = (
  path: string,
  regions: readonly string[],
  nodes: NodeChoice,
  terms: Terms,
): readonly World[] => {
  const { worlds } = readSnapshot(path)
  const known = [...new Set(worlds.map(({ scope }) => scope.region))]
  const wanted = regions.includes('all') ? [] : regions
  for (const region of wanted) {
    if (known.includes(region)) continue
    const hint = didYouMean(region, known, `it holds ${known.join(', ')}`)
    throw new UsageError(
      `reading --region: snapshot ${path} holds no Region ${JSON.stringify(region)}${hint}`,
    )
  }
  return worlds
    .filter(({ scope }) => wanted.length === 0 || wanted.includes(scope.region))
    .map(world => narrowed(onTerms(world, terms), nodes))
}
