import type { JudgedNode } from '../kinds.ts'
import type { World } from '../snapshot.ts'
import { readingOf } from '../views.ts'
import { networkOf } from './network.ts'
import { pathOf } from './path-of.ts'
import type { Path, Service } from './types.ts'

/**
 * The way from a node to a service of AWS on 443, by the records of the network alone: which way its names lead it, what
 * stands on that way, and whether it is open, blocked or not known. Pure; answers are kept as long as the world object
 * lives, and nodes that the network cannot tell apart share one.
 * @param node a judged EC2 node in a VPC; throws a TypeError for others
 * @param region Region of the service: the bucket's for s3, by default the world's
 *
 * aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
 */
export const reach = (world: World, node: JudgedNode, service: Service, region?: string): Path => {
  const network = networkOf(readingOf(world))
  const path = pathOf(network, node, service, region ?? world.scope.region, true)
  if (!path) throw new TypeError(`reaching ${service} from ${node.id}: the node is in no VPC`)
  return path
}
