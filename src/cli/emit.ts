import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { reasonOf } from '../config/write-file.ts'
import { UsageError } from '../core/errors.ts'
import type { Report } from '../core/report.ts'
import { renderJson } from '../report/json.ts'
import { renderTable } from '../report/table.ts'
import type { Target } from './formats.ts'
import { wantsColor, widthOf, writeErrText, writeOut } from './terminal.ts'
import { TOOL, toolVersion } from './version.ts'

export interface EmitOptions {
  readonly targets: readonly Target[]
  readonly verbose: boolean
  readonly quiet: boolean
  readonly noColor: boolean
  /** When the run began, by `performance.now()`. */
  readonly startedAt: number
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
export const emit = async (report: Report, options: EmitOptions): Promise<void> => {
  for (const target of options.targets) {
    const rendered = render(report, target, options)
    if (target.file === undefined) await (options.aside ? writeErrText : writeOut)(rendered)
    else writeReport(target.file, rendered)
  }
}

const writeReport = (path: string, text: string): void => {
  try {
    writeFileSync(path, text)
  } catch (cause) {
    throw new UsageError(`writing the report ${path}: ${reasonOf(cause)}; give another place`, { cause })
  }
}

const render = (report: Report, { format, file }: Target, options: EmitOptions): string => {
  const tool = { name: TOOL, version: toolVersion() }
  if (format === 'json') {
    const durationMs = performance.now() - options.startedAt
    return renderJson(report, { tool, generatedAt: new Date().toISOString(), durationMs })
  }
  const stream = options.aside ? process.stderr : process.stdout
  const onTerminal = file === undefined && stream.isTTY
  return renderTable(report, {
    tool,
    color: file === undefined && wantsColor(onTerminal, options.noColor, process.env),
    width: onTerminal ? widthOf(stream) : undefined,
    verbose: options.verbose,
    quiet: options.quiet,
  })
}
