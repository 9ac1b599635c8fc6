import type { FieldChange, FindingChange, SnapshotDiff } from '../../core/diff/types.ts'
import type { Finding } from '../../core/report.ts'
import { labelled, someOf, wrap } from '../layout.ts'
import { paintFor, SEVERITY_LOOK, type Paint } from '../paint.ts'
import { printableData } from '../printable.ts'
import {
  besides,
  findingGroups,
  kindWords,
  notComparedGroups,
  outcomeGroups,
  outcomeGroupWords,
  placingIn,
  recordGroups,
  subjectWords,
  type Group,
  type Placing,
  type ToldFinding,
} from './groups.ts'
import { placeLines, summaryWords, type Names } from './words.ts'

export interface DiffTableOptions {
  readonly color: boolean
  /** Columns of the terminal; absent in a pipe. */
  readonly width?: number | undefined
  readonly verbose: boolean
  readonly names: Names
}

interface Setting extends DiffTableOptions {
  readonly paint: Paint
  readonly placing: Placing
}

/** How many blocks of a part are told without `--verbose`. */
const MOST = 40
const LONGEST_VALUE = 240

/** The differences of two snapshots for people. */
export const renderDiffTable = (found: SnapshotDiff, options: DiffTableOptions): string => {
  const diff = printableData(found)
  const setting = {
    ...options,
    names: printableData(options.names),
    paint: paintFor(options.color),
    placing: placingIn(diff),
  }
  const lines = [
    ...placeLines(diff, setting.names).flatMap(line => wrap(line, options.width)),
    ...section('what a session would do:', outcomeBlocks(diff, setting), setting),
    ...section('what differs:', recordBlocks(diff, setting), setting),
    ...section('findings that are new:', findingBlocks(diff.findings.new, setting), setting),
    ...section('findings that are gone:', findingBlocks(diff.findings.gone, setting), setting),
    ...section('findings that changed:', changedBlocks(diff, setting), setting),
    ...section('not compared:', notComparedBlocks(diff, setting), setting),
    '',
    ...wrap(summaryWords(diff), options.width),
  ]
  return `${lines.join('\n')}\n`
}

type Block = readonly string[]

const section = (
  title: string,
  blocks: readonly Block[],
  { paint, verbose, width }: Setting,
): readonly string[] => {
  if (blocks.length === 0) return []
  const shown = verbose ? blocks : blocks.slice(0, MOST)
  const rest = blocks.length - shown.length
  return [
    '',
    paint('bold', title),
    ...shown.flat(),
    ...(rest > 0 ? wrap(`  and ${rest} more (--verbose names them)`, width) : []),
  ]
}

const outcomeBlocks = (diff: SnapshotDiff, setting: Setting): readonly Block[] =>
  outcomeGroups(diff, setting.placing).map(group => {
    const nodes = someOf(group.names, setting.verbose ? group.names.length : 5)
    const text = `${nodes}${group.where}  ${outcomeGroupWords(group)}`
    return labelled('', text, 2, setting.width).map(line =>
      line.replace(/→ NO\b/g, `→ ${setting.paint('red', 'NO')}`),
    )
  })

const recordBlocks = (diff: SnapshotDiff, setting: Setting): readonly Block[] =>
  recordGroups(diff, setting.placing).map(({ first, names, where }) => {
    const what = `${subjectWords(kindWords(first), names, setting.verbose)}${where}`
    if (first.in !== 'both') {
      const sign = first.in === 'before' ? setting.paint('red', '-') : setting.paint('green', '+')
      return labelled(`${sign} `, `${what}: only in ${setting.names[first.in]}`, 2, setting.width)
    }
    return [
      ...labelled('', what, 2, setting.width),
      ...first.fields.flatMap(field => fieldLines(field, setting)),
    ]
  })

/** A value that turned into another on one line; what a list has lost and got below each other. */
const fieldLines = (
  { field, before, after }: FieldChange,
  { paint, verbose }: Setting,
): readonly string[] => {
  const [was, is] = [before, after].map(values => values.map(value => shown(String(value), verbose))) as [
    string[],
    string[],
  ]
  const [old, now] = [was[0] ?? 'not set', is[0] ?? 'not set']
  if (was.length <= 1 && is.length <= 1 && old.length + now.length < 100)
    return [`    ${field}: ${paint('red', old)} → ${paint('green', now)}`]
  return [
    `    ${field}:`,
    ...was.map(value => paint('red', `      - ${value}`)),
    ...is.map(value => paint('green', `      + ${value}`)),
  ]
}

const shown = (value: string, verbose: boolean): string => {
  if (value === '') return '(empty)'
  return verbose || value.length <= LONGEST_VALUE ? value : `${value.slice(0, LONGEST_VALUE)}…`
}

const findingBlocks = (all: readonly FindingChange[], setting: Setting): readonly Block[] =>
  findingGroups(all, setting.placing).map(group =>
    findingLines(group, severityOf(group.first.finding, setting), setting),
  )

const severityOf = ({ severity, verdict }: Finding, { paint }: Setting): string =>
  paint(SEVERITY_LOOK[severity], verdict === 'unknown' ? `UNKNOWN (${severity})` : severity.toUpperCase())

const findingLines = (
  { first, names, where }: Group<ToldFinding>,
  severity: string,
  setting: Setting,
): Block => {
  const { finding } = first
  const others = names.length > 1 ? ` (and alike on ${names.length - 1} more)` : ''
  const text = `${severity}  ${finding.check}${where}: ${finding.message}${others}`
  return [
    ...labelled('', text, 2, setting.width),
    ...besides(first).flatMap(line => labelled('', line, 4, setting.width)),
  ]
}

const changedBlocks = (diff: SnapshotDiff, setting: Setting): readonly Block[] =>
  diff.findings.changed.map(({ before, after }) => {
    const group = {
      first: { finding: after, followers: 0, accountId: after.accountId, region: after.region },
      names: [after.subject.id],
      where: setting.placing([after]),
    }
    return findingLines(group, `${severityOf(before, setting)} → ${severityOf(after, setting)}`, setting)
  })

const notComparedBlocks = (
  diff: SnapshotDiff,
  { names, placing, verbose, width }: Setting,
): readonly Block[] =>
  notComparedGroups(diff, names, placing).map(({ things, where, words }) =>
    labelled('', `${someOf(things, verbose ? things.length : 6)}${where}: ${words}`, 2, width),
  )
