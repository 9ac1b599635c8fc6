import { accessSync, appendFileSync, constants, existsSync, statSync, writeFileSync } from 'node:fs'
import { dirname, extname } from 'node:path'
import { reasonOf } from '../config/write-file.ts'
import type { FrameworkId } from '../core/compliance/types.ts'
import { UsageError } from '../core/errors.ts'
import type { Report } from '../core/report.ts'
import type { CheckFacts, ReportContext } from '../report/context.ts'
import { renderSummary } from '../report/github.ts'
import { REPORTERS } from '../report/reporters.ts'
import { EXIT, exitCodeOf, type Gate } from './exit-code.ts'
import type { Target } from './formats.ts'
import { asCheck, withUnloaded } from './unloaded.ts'
import { say, wantsColor, widthOf, writeErrText, writeOut } from './terminal.ts'
import { TOOL, toolVersion } from './version.ts'

export interface EmitOptions extends Gate {
  readonly targets: readonly Target[]
  readonly verbose: boolean
  readonly quiet: boolean
  readonly noColor: boolean
  /** When the run began, by `performance.now()`. */
  readonly startedAt: number
  /** The checks that were asked for. */
  readonly checks: readonly CheckFacts[]
  /** The frameworks by whose controls the report is told too. */
  readonly compliance: readonly FrameworkId[]
  readonly placeOf: ReportContext['placeOf']
  /** What was told on standard error of nodes that are not there. */
  readonly missing: readonly string[]
  /** Standard output is for something else: what would go there goes to standard error. */
  readonly aside: boolean
}

/** Whether standard output gets a report for people. */
export const showsTable = (targets: readonly Target[]): boolean =>
  targets.some(({ format, file }) => format === 'table' && file === undefined)

/**
 * Makes sure, before any work, that a file can be written.
 * @throws UsageError where it cannot
 */
export const assertWritable = (path: string): void => {
  try {
    if (!existsSync(path)) accessSync(dirname(path), constants.W_OK)
    else if (statSync(path).isDirectory()) throw new Error('it is a folder')
    else accessSync(path, constants.W_OK)
  } catch (cause) {
    throw new UsageError(`writing ${path}: ${reasonOf(cause)}; give another place`, { cause })
  }
}

/** Writes a report everywhere it was asked for. @throws UsageError where a file cannot be written */
export const emit = async (audited: Report, options: EmitOptions): Promise<void> => {
  const report = withUnloaded(audited, options.unloaded)
  for (const target of options.targets) {
    const context = contextOf(report, target, options)
    const texts = [REPORTERS[target.format](report, context)].flat()
    if (target.file === undefined) await (options.aside ? writeErrText : writeOut)(texts.join(''))
    else await writeReports(target.file, texts)
    if (target.format === 'github') appendSummary(process.env['GITHUB_STEP_SUMMARY'], report, context)
  }
}

/** The first text goes to the file that was named, the others to numbered ones beside it. */
const writeReports = async (path: string, texts: readonly string[]): Promise<void> => {
  const files = texts.map((_, at) => (at === 0 ? path : numbered(path, at + 1)))
  for (const [at, file] of files.entries()) writeReport(file, texts[at] ?? '')
  if (files.length > 1) await say(`the report is in ${files.length} files: ${path} to ${files.at(-1)}`)
}

const numbered = (path: string, number: number): string => {
  const end = extname(path)
  return `${path.slice(0, path.length - end.length)}-${number}${end}`
}

/** Adds the report to the page of the job, where GitHub has a file for it. */
const appendSummary = (path: string | undefined, report: Report, context: ReportContext): void => {
  if (path === undefined || path === '') return
  writing(path, () => {
    const taken = existsSync(path) ? statSync(path).size : 0
    appendFileSync(path, renderSummary(report, context, taken))
  })
}

/** Writes a report. @throws UsageError where that cannot be done */
export const writeReport = (path: string, text: string): void =>
  writing(path, () => writeFileSync(path, text))

const writing = (path: string, write: () => void): void => {
  try {
    write()
  } catch (cause) {
    throw new UsageError(`writing the report ${path}: ${reasonOf(cause)}; give another place`, { cause })
  }
}

const contextOf = (report: Report, { file }: Target, options: EmitOptions): ReportContext => {
  const stream = options.aside ? process.stderr : process.stdout
  const onTerminal = file === undefined && stream.isTTY
  const exitCode = exitCodeOf(report, options)
  return {
    tool: { name: TOOL, version: toolVersion() },
    generatedAt: new Date().toISOString(),
    durationMs: performance.now() - options.startedAt,
    checks: [...options.checks, ...options.unloaded.map(asCheck)],
    exitCode: exitCode === EXIT.healthy && options.missing.length > 0 ? EXIT.incomplete : exitCode,
    failOn: options.failOn,
    compliance: options.compliance,
    notes: options.missing,
    placeOf: options.placeOf,
    terminal: {
      color: file === undefined && wantsColor(onTerminal, options.noColor, process.env),
      width: onTerminal ? widthOf(stream) : undefined,
      verbose: options.verbose,
      quiet: options.quiet,
    },
  }
}
