import type { Outcome, Report } from '../core/report.ts'
import { coverageSection } from './coverage-section.ts'
import { fenced, prose } from './markdown-text.ts'
import { outcomeGroups } from './outcome-groups.ts'
import { paintFor } from './paint.ts'
import { clipped } from './text-forms.ts'

export const OUTCOME_HEAD = [
  '| node | can connect | recorded | encrypted | the user sees |',
  '| --- | --- | --- | --- | --- |',
].join('\n')

const CELL = 300

/** What a session would do on each node, as rows of a table, worst first; equal nodes share one. */
export const outcomeRows = (outcomes: readonly Outcome[], severalRegions: boolean): readonly string[] =>
  outcomeGroups(outcomes, false).map(({ words, outcomes: [first] }) => {
    const region = severalRegions && first ? ` (${first.region})` : ''
    const node = `${words.node}${region}`
    const { connect, recorded, encrypted, sees } = words
    const rest = connect === 'NO' ? ['', '', sees] : [recorded, encrypted, '']
    return `| ${[node, connect, ...rest].map(cell).join(' | ')} |`
  })

const cell = (text: string): string =>
  text.startsWith('NO') ? `**NO**${prose(text.slice(2))}` : prose(clipped(text, CELL))

const LINE = 500
const LINES = 40

/** What was not looked at, as one block of text; none where all was. */
export const coverageBlock = (report: Report): readonly string[] => {
  const lines = coverageSection(report, { paint: paintFor(false), verbose: false })
  if (lines.length === 0) return []
  const shown = lines.slice(1, LINES + 1).map(line => clipped(line, LINE))
  const rest = lines.length - 1 - shown.length
  return [fenced([...shown, ...(rest > 0 ? [`… and ${rest} more lines`] : [])], 'text')]
}
