import type { Reading } from '../access.ts'
import { collectedKinds } from '../audit/wanted.ts'
import type { JudgedNode } from '../kinds.ts'
import type { NetworkPath, Service } from '../net/types.ts'
import { recordsAsked, type World } from '../snapshot.ts'
import { attempt, fails, HOLDS, undecided, type Fact } from './fact.ts'

/** The check that looks at a node's path to a service. */
export const pathCheck = (service: Service): readonly string[] => [`network/${service}-path`]

/**
 * Whether a node's calls reach a service. A node outside of a VPC has no path that could be judged.
 * @param sees what the user meets where they do not
 */
export const reaches = (reading: Reading, node: JudgedNode, service: Service, sees?: string): Fact => {
  if (node.id.startsWith('mi-') || !isNetworkAsked(reading.world)) return HOLDS
  const checks = pathCheck(service)
  return attempt(checks, () => {
    const path = reading.records('networkPaths')[`${node.id}/${service}`]
    if (!path || isOpen(path)) return HOLDS
    return path.verdict === 'blocked' ? fails(checks, sees) : undecided(checks)
  })
}

/** A ping that came proves the way to ssm against the model, and makes it likely where the same thing is in the way. */
const isOpen = ({ verdict, standing }: NetworkPath): boolean =>
  verdict === 'open' || standing === 'proven' || standing === 'refuted' || standing === 'likely'

const asked = new WeakMap<World, boolean>()

/**
 * Whether the network was asked for when the world was read. Where it was not (a run of some checks alone, a snapshot of
 * an older version), nobody looked for what blocks: outcomes then tell what they tell without a network. A read of it
 * that was tried and failed is another thing: that leaves the path open to doubt.
 */
export const isNetworkAsked = (world: World): boolean => {
  const known = asked.get(world) ?? collectedKinds('networkPaths').every(kind => recordsAsked(world, kind))
  asked.set(world, known)
  return known
}
