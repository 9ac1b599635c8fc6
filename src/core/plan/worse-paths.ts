import type { Reach } from '../net/types.ts'
import type { ReportedPath } from '../report.ts'

const GOODNESS: Readonly<Record<Reach, number>> = { open: 2, unknown: 1, blocked: 0 }

/**
 * The paths that are worse after a change. Outcomes do not tell them all: a ping that was heard before the change still
 * speaks for a path that the change closes.
 */
export const worsePaths = (
  before: readonly ReportedPath[],
  after: readonly ReportedPath[],
): readonly string[] => {
  const now = new Map(after.flatMap(path => path.nodes.map(node => [keyOf(path, node), path.verdict])))
  return before.flatMap(path => (['unknown', 'blocked'] as const).flatMap(turned => worse(path, turned, now)))
}

const keyOf = ({ accountId, region, service }: ReportedPath, node: string): string =>
  `${accountId} ${region} ${node} ${service}`

const worse = (path: ReportedPath, turned: Reach, now: ReadonlyMap<string, Reach>): readonly string[] => {
  if (GOODNESS[turned] >= GOODNESS[path.verdict]) return []
  const [first, ...others] = path.nodes.filter(node => now.get(keyOf(path, node)) === turned)
  if (first === undefined) return []
  const nodes = others.length > 0 ? `${first} and ${others.length} more` : first
  return [`${nodes}: the path to ${path.service} turns from ${path.verdict} to ${turned}`]
}
