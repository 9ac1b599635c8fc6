import { hopsOf } from '../core/net/hops.ts'
import type { Report, ReportedPath } from '../core/report.ts'
import type { BlockOptions } from './finding-block.ts'
import { labelled } from './layout.ts'
import type { Look, Paint } from './paint.ts'

/** The ways of the nodes to the services that their sessions need: for each a line of hops. */
export const pathSection = ({ scopes, paths }: Report, options: BlockOptions): readonly string[] =>
  scopes.flatMap(({ accountId, region }) => {
    const own = paths.filter(path => path.accountId === accountId && path.region === region)
    const where = scopes.length > 1 ? ` (${region})` : ''
    return own.length > 0 ? ['', `paths${where}:`, ...own.flatMap(path => pathLines(path, options))] : []
  })

/** As wide as the longest name of a service. */
const LABEL = 'ssmmessages'.length + 2

const pathLines = (path: ReportedPath, { paint, width }: BlockOptions): readonly string[] => {
  const label = path.service.padEnd(LABEL)
  const below = [...(path.evidence === undefined ? [] : [path.evidence]), ...path.notes, ...looksOf(path)]
  return [
    ...labelled(label, hopsOf(nodesOf(path), path), 2, width).map(line => marked(line, paint)),
    ...below.flatMap(text => labelled(' '.repeat(LABEL), text, 2, width)),
  ]
}

const nodesOf = ({ nodes: [first = '', ...others] }: ReportedPath): string =>
  others.length > 0 ? `${first} (and ${others.length} more)` : first

const looksOf = ({ factors }: ReportedPath): readonly string[] =>
  factors.flatMap(({ look }) => (look === undefined ? [] : [`look at: ${look}`]))

const LOOKS: Readonly<Record<string, Look>> = { '✓': 'green', '✗': 'red', '?': 'yellow' }

/** The marks stand alone behind what they judge: a question within a text is none. */
const marked = (line: string, paint: Paint): string =>
  line.replace(/(?<=\s)[✓✗?](?=\s|$)/g, mark => paint(LOOKS[mark] ?? 'bold', mark))
