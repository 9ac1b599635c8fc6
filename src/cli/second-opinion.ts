import { checks } from '../../checks/index.ts'
import type { AnyCheck } from '../core/check.ts'
import { judgedRequests, REQUESTS_FROM } from '../core/session/judged-requests.ts'
import type { CollectedKind } from '../core/records.ts'
import type { World } from '../core/snapshot.ts'
import { collectedKinds } from '../core/audit/wanted.ts'
import type { Readable, ReadRequest } from './account.ts'
import { joined } from './draft.ts'

const KIND = 'simulations'

/** What the requests that the simulator is asked about follow from. */
const REQUEST_KINDS: readonly CollectedKind[] = REQUESTS_FROM.flatMap(collectedKinds)

/** All that is read for a second opinion. */
export const SIMULATE_KINDS: readonly CollectedKind[] = [...REQUEST_KINDS, KIND]

/** The checks with those that tell what the simulator says: with --simulate they run whatever else was chosen. */
export const withSecondOpinion = (selected: readonly AnyCheck[]): readonly AnyCheck[] => [
  ...selected,
  ...checks.filter(check => check.each === KIND && !selected.includes(check)),
]

/** Reads the account, and then what IAM's simulator says of the requests that follow from it. */
export const readSimulated = async (account: Readable, request: ReadRequest): Promise<readonly World[]> => {
  const kinds = new Set([...request.kinds, ...REQUEST_KINDS])
  const worlds = await account.read({ ...request, kinds })
  const simulate = new Map(worlds.map(world => [world.scope.region, judgedRequests(world)]))
  const nodes = { instances: [], tags: {} }
  const opinions = await account.read({ kinds: new Set([KIND]), nodes, simulate })
  return worlds.map(world => joined(world, opinions))
}
