import Table from 'cli-table3'
import type { Outcome } from '../core/report.ts'
import { columns, labelled, wrap } from './layout.ts'
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

/**
 * What a session would do on each node: a table on a terminal that has room for it, else some lines per node; in a
 * pipe, and where that is all that was asked for, one line per node.
 */
export const outcomeTable = (
  outcomes: readonly Outcome[],
  options: OutcomeTableOptions,
): readonly string[] => {
  const groups = outcomeGroups(outcomes, options.apart)
  if (groups.length === 0) return []
  const { width, paint } = options
  if (width === undefined) return lines(groups, paint)
  return boxed(groups, width, paint) ?? groups.flatMap(group => block(group, width, paint))
}

/** A node and what a session would do on it, one under the other. */
const block = ({ words }: OutcomeGroup, width: number, paint: Paint): readonly string[] => {
  const [first = '', ...rest] = rowOf(words)
  const below = rest.flatMap(text => labelled('', text, 2, width))
  return [...wrap(first, width), ...below].map(line => shout(line, paint))
}

const lines = (groups: readonly OutcomeGroup[], paint: Paint): readonly string[] => {
  const rows = groups.map(({ words }) => rowOf(words))
  return columns(rows, 4).map(line => shout(line, paint))
}

const rowOf = (words: OutcomeWords): readonly string[] => {
  const first = [words.node, `can connect: ${words.connect}`]
  if (words.connect === 'NO') return [...first, ...(words.sees ? [`the user sees: ${words.sees}`] : [])]
  return [...first, `recorded: ${words.recorded}`, `encrypted: ${words.encrypted}`]
}

const shout = (line: string, paint: Paint): string => line.replace(/: NO\b/g, `: ${paint('red', 'NO')}`)

const HEAD = ['node', 'can connect', 'recorded', 'encrypted', 'the user sees']

/** A table, or nothing where the terminal has no room for it. */
const boxed = (
  groups: readonly OutcomeGroup[],
  width: number,
  paint: Paint,
): readonly string[] | undefined => {
  const rows = groups.map(({ words }) => cellsOf(words))
  const shown = HEAD.map((_, at) => at < 4 || rows.some(row => row[at] !== ''))
  const visible = (row: readonly string[]): string[] => row.filter((_, at) => shown[at])
  const colWidths = width < NARROWEST_TABLE ? undefined : fitted([HEAD, ...rows].map(visible), width)
  if (!colWidths) return undefined
  const table = new Table({
    head: visible(HEAD),
    style: { head: [], border: [], 'padding-left': 1, 'padding-right': 1 },
    colWidths,
    wordWrap: true,
  })
  const cellOf = (cell: string, at: number): string => painted(broken(cell, colWidths[at] ?? 0), at, paint)
  for (const row of rows) table.push(visible(row).map(cellOf))
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

/** A text whose words all fit a column: a table would cut those that are too long. */
const broken = (cell: string, width: number): string =>
  cell.replace(new RegExp(`\\S{${width - PADDING}}(?=\\S)`, 'g'), '$& ')

const PADDING = 2
/** The id of a hybrid node: no id is broken. */
const LONGEST_ID = 20

/**
 * Column widths with their padding: as wide as their content, and where that is too wide, the widest gives way first,
 * down to its longest word that is no longer than an id.
 */
const fitted = (rows: readonly (readonly string[])[], width: number): number[] | undefined => {
  const column = (measure: (cell: string) => number): number[] =>
    (rows[0] ?? []).map((_, at) => Math.max(...rows.map(row => measure(row[at] ?? ''))) + PADDING)
  const widths = column(cell => cell.length)
  const least = column(cell => Math.min(LONGEST_ID, Math.max(...cell.split(' ').map(word => word.length))))
  const room = width - widths.length - 1
  while (widths.reduce((sum, one) => sum + one, 0) > room) {
    const spare = widths.map((one, at) => (one > (least[at] ?? 0) ? one : 0))
    const widest = Math.max(...spare)
    if (widest === 0) return undefined
    widths[spare.indexOf(widest)] = widest - 1
  }
  return widths
}
