import type { JudgedNode } from '../kinds.ts'
import { placeOf } from './factors.ts'
import type { Factor, NetworkPath, Path, Reach, Standing } from './types.ts'

/** What evidence makes of a path: its verdict, and where the verdict is not the model's own, why. */
export type Heard = Pick<NetworkPath, 'verdict' | 'standing' | 'evidence'>

const FRESH_MS = 15 * 60 * 1000

/** When a node was heard, where that proves its way to ssm: it is Online, and was heard within a quarter of an hour. */
export const freshPing = ({ managed }: JudgedNode, takenAt: string): string | undefined => {
  if (managed?.pingStatus !== 'Online' || managed.lastPingAt === undefined) return undefined
  const age = Date.parse(takenAt) - Date.parse(managed.lastPingAt)
  return age <= FRESH_MS ? managed.lastPingAt : undefined
}

/**
 * Hears the evidence on a node's path: a fresh ping came over ssm, whatever the model says, and lowers what is said of
 * the other services as far as it lowers the model.
 * @param ssm the node's path to ssm, as the model sees it
 *
 * aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-troubleshooting-managed-nodes.html
 */
export const hear = (node: JudgedNode, path: Path, ssm: Path | undefined, takenAt: string): Heard => {
  const heardAt = freshPing(node, takenAt)
  if (heardAt === undefined || !ssm || ssm.verdict === 'open') return { verdict: path.verdict }
  const refuted = ssm.verdict === 'blocked'
  const said = (verdict: Reach, standing: Standing): Heard => ({
    verdict,
    standing,
    evidence: `${node.id} is Online, heard at ${heardAt}: ${refuted ? UNSEEN_WAY : CARRIED}`,
  })
  if (path.service === 'ssm') return refuted ? said('unknown', 'refuted') : said('open', 'proven')
  if (path.verdict === 'open') return { verdict: 'open' }
  if (sameThing(path.obstacle, ssm.obstacle)) return said('unknown', 'likely')
  return refuted && path.verdict === 'blocked' ? said('unknown', 'doubtful') : { verdict: path.verdict }
}

const UNSEEN_WAY = 'something carries it that the model does not see'
const CARRIED = 'what the model cannot tell carries it'

/** Endpoints with the same groups are guarded by one thing. */
const sameThing = (a: Factor | undefined, b: Factor | undefined): boolean =>
  a !== undefined && b !== undefined && placeOf(a) === placeOf(b)
