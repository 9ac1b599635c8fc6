import Table from 'cli-table3'
import type { Outcome } from '../core/report.ts'
import { columns } from './layout.ts'
import { outcomeGroups, type OutcomeGroup } from './outcome-groups.ts'
import type { OutcomeWords } from './outcome-words.ts'
import type { Look, Paint } from './paint.ts'

export interface OutcomeTableOptions {
  readonly paint: Paint
  /** Columns of the terminal; absent in a pipe, which gets plain lines. */
  readonly width?: number | undefined
  /** Each node on a line of its own, however many are equal. */
  readonly apart: boolean
}

const NARROWEST_TABLE = 90

/** What a session would do on each node: a table on a terminal that is wide enough, else a line per node. */
export const outcomeTable = (
  outcomes: readonly Outcome[],
  options: OutcomeTableOptions,
): readonly string[] => {
  const groups = outcomeGroups(outcomes, options.apart)
  if (groups.length === 0) return []
  const { width, paint } = options
  return width !== undefined && width >= NARROWEST_TABLE ? boxed(groups, width, paint) : lines(groups, paint)
}

const lines = (groups: readonly OutcomeGroup[], paint: Paint): readonly string[] => {
  const rows = groups.map(({ words }) => {
    const first = [words.node, `can connect: ${words.connect}`]
    if (words.connect === 'NO') return [...first, ...(words.sees ? [`the user sees: ${words.sees}`] : [])]
    return [...first, `recorded: ${words.recorded}`, `encrypted: ${words.encrypted}`]
  })
  return columns(rows, 4).map(line => shout(line, paint))
}

const shout = (line: string, paint: Paint): string => line.replace(/: NO\b/g, `: ${paint('red', 'NO')}`)

const HEAD = ['node', 'can connect', 'recorded', 'encrypted', 'the user sees']

const boxed = (groups: readonly OutcomeGroup[], width: number, paint: Paint): readonly string[] => {
  const rows = groups.map(({ words }) => cellsOf(words))
  const shown = HEAD.map((_, at) => at < 4 || rows.some(row => row[at] !== ''))
  const visible = (row: readonly string[]): string[] => row.filter((_, at) => shown[at])
  const table = new Table({
    head: visible(HEAD),
    style: { head: [], border: [], 'padding-left': 1, 'padding-right': 1 },
    colWidths: fitted([HEAD, ...rows].map(visible), width),
    wordWrap: true,
  })
  for (const row of rows) table.push(visible(row).map((cell, at) => painted(cell, at, paint)))
  return table.toString().split('\n')
}

const cellsOf = (words: OutcomeWords): readonly string[] =>
  words.connect === 'NO'
    ? [words.node, words.connect, '', '', words.sees]
    : [words.node, words.connect, words.recorded, words.encrypted, '']

const LOOKS: Readonly<Record<string, Look>> = { NO: 'red', yes: 'green', unknown: 'yellow' }

const painted = (cell: string, at: number, paint: Paint): string => {
  const look = at === 0 ? undefined : LOOKS[cell.split(' ', 1).join('')]
  return look ? paint(look, cell) : cell
}

/** Column widths with their padding: as wide as their content, and where that is too wide, the widest gives way first. */
const fitted = (rows: readonly (readonly string[])[], width: number): number[] => {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map(row => (row[at] ?? '').length)) + 2)
  const room = width - widths.length - 1
  while (widths.reduce((sum, one) => sum + one, 0) > room) {
    const widest = Math.max(...widths)
    if (widest <= 12) break
    widths[widths.indexOf(widest)] = widest - 1
  }
  return widths
}
