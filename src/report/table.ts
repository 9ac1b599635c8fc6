import type { FrameworkId } from '../core/compliance/types.ts'
import type { Outcome, Report } from '../core/report.ts'
import type { Scope } from '../core/snapshot.ts'
import { baselineSection } from './baseline-section.ts'
import { causeSection } from './cause-section.ts'
import { complianceSection } from './compliance-section.ts'
import { coverageSection, summaryLine } from './coverage-section.ts'
import type { BlockOptions } from './finding-block.ts'
import { wrap } from './layout.ts'
import { outcomeTable } from './outcome-table.ts'
import { pathSection } from './path-section.ts'
import { paintFor } from './paint.ts'
import { printableData } from './printable.ts'

/** What made a report. */
export interface Tool {
  readonly name: string
  readonly version: string
}

export interface TableOptions {
  readonly color: boolean
  /** Columns of the terminal; absent in a pipe. */
  readonly width?: number | undefined
  readonly verbose: boolean
  /** Outcomes alone, one line per node. */
  readonly quiet: boolean
  readonly tool: Tool
  /** The frameworks by whose controls it is told too. */
  readonly compliance?: readonly FrameworkId[]
}

/** A report for people: what a session would do on each node, why, what was not looked at, and the count. */
export const renderTable = (report: Report, options: TableOptions): string => {
  const clean = printableData(report)
  const block: BlockOptions = {
    paint: paintFor(options.color),
    width: options.width,
    verbose: options.verbose,
    severalPlaces: clean.scopes.length > 1,
  }
  const scopes = outcomesByScope(clean)
  const held = scopes.filter(({ own }) => own.length > 0)
  const sections = held.flatMap(one => scopeSection(one, options, block))
  if (options.quiet) return ended(sections)
  return ended([
    ...(held.length > 0 ? sections : headLines(clean.scopes.slice(0, 1), options)),
    ...emptyLines(scopes, options.width),
    ...noteLines(clean.scopes, options.width),
    ...causeSection(clean.findings, block),
    ...baselineSection(clean.findings, clean.baseline, block),
    ...(options.verbose ? pathSection(clean, block) : []),
    ...complianceSection(clean, options.compliance ?? [], block),
    ...coverageSection(clean, block),
    '',
    ...wrap(summaryLine(clean), options.width),
    ...howToComplete(clean, options),
  ])
}

const ended = (lines: readonly string[]): string => `${lines.join('\n').replace(/^\n+/, '')}\n`

interface ScopeOutcomes {
  readonly scope: Scope
  readonly own: readonly Outcome[]
}

const outcomesByScope = ({ scopes, outcomes }: Report): readonly ScopeOutcomes[] =>
  scopes.map(scope => ({
    scope,
    own: outcomes.filter(({ accountId, region }) => accountId === scope.accountId && region === scope.region),
  }))

const scopeSection = (
  { scope, own }: ScopeOutcomes,
  options: TableOptions,
  block: BlockOptions,
): readonly string[] => {
  const apart = options.quiet || options.verbose
  // with --quiet a line is a node, on a terminal too
  const table = outcomeTable(own, { ...block, apart, width: options.quiet ? undefined : block.width })
  return options.quiet ? table : [...headLines([scope], options), '', ...table]
}

const headLines = (scopes: readonly Scope[], { tool, width }: TableOptions): readonly string[] =>
  scopes.flatMap(scope => ['', ...wrap(scopeLine(scope, tool), width)])

/** The Regions without a node, told together. */
const emptyLines = (scopes: readonly ScopeOutcomes[], width: number | undefined): readonly string[] => {
  const empty = scopes.filter(({ own }) => own.length === 0)
  if (empty.length === 0) return []
  const regions = [...new Set(empty.map(({ scope }) => scope.region))]
  return ['', ...wrap(`no node is judged in ${regions.join(', ')}`, width)]
}

/** What holds for every scope is told once, and without its Region. */
const noteLines = (scopes: readonly Scope[], width: number | undefined): readonly string[] => {
  const notes = [...new Set(scopes.flatMap(scope => scope.notes))]
  const lines = notes.flatMap(note => {
    const regions = scopes.filter(scope => scope.notes.includes(note)).map(({ region }) => region)
    const where = regions.length === scopes.length ? '' : ` (${regions.join(', ')})`
    return wrap(`note${where}: ${note}`, width)
  })
  return lines.length > 0 ? ['', ...lines] : []
}

const scopeLine = ({ accountId, region, callerArn, takenAt }: Scope, tool: Tool): string =>
  [
    `${tool.name} ${tool.version}`,
    `account ${accountId}`,
    region,
    `as ${callerArn.split(':').at(-1)}`,
    `${takenAt.slice(0, 16).replace('T', ' ')} UTC`,
  ].join('   ')

const howToComplete = ({ gaps }: Report, { tool, width }: TableOptions): readonly string[] =>
  gaps.some(gap => !gap.foreign)
    ? wrap(
        `incomplete: grant the reader the actions named above; ${tool.name} permissions prints the whole policy`,
        width,
      )
    : []
