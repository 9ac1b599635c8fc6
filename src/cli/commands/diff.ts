import { checks } from '../../../checks/index.ts'
import { readSnapshot } from '../../config/snapshot-file.ts'
import { diffSnapshots, isSame } from '../../core/diff/diff.ts'
import type { SnapshotDiff } from '../../core/diff/types.ts'
import { UsageError } from '../../core/errors.ts'
import { renderDiffJson } from '../../report/diff/json.ts'
import { renderDiffMarkdown } from '../../report/diff/markdown.ts'
import { renderDiffTable } from '../../report/diff/table.ts'
import type { Names } from '../../report/diff/words.ts'
import { COMMENT } from '../../report/markdown.ts'
import { choice, flag, text, type Argv } from '../arguments.ts'
import type { Run } from '../commands.ts'
import { assertWritable, writeReport } from '../report-output.ts'
import { EXIT } from '../exit-code.ts'
import { FORMATS_OF } from '../formats.ts'
import { wantsColor, widthOf, writeOut } from '../terminal.ts'
import { TOOL, toolVersion } from '../version.ts'

/** What is written, and of what. */
interface Request {
  readonly names: Names
  readonly output: string | undefined
  readonly verbose: boolean
  readonly noColor: boolean
  /** When the run began, by `performance.now()`. */
  readonly startedAt: number
}

/** `diff A B`: what two snapshots say differently. Ends with 1 where they do, with 3 where something could not be compared. */
export const runDiff: Run = async argv => {
  const format = choice(argv, 'format', FORMATS_OF.diff, 'table')
  const request = requestOf(argv)
  if (request.output !== undefined) assertWritable(request.output)
  const { before, after } = request.names
  const diff = diffSnapshots(readSnapshot(before), readSnapshot(after), checks)
  const rendered = RENDERERS[format](diff, request)
  if (request.output === undefined) await writeOut(rendered)
  else writeReport(request.output, rendered)
  return exitCode(diff)
}

const requestOf = (argv: Argv): Request => ({
  names: { before: fileOf(argv, 'before'), after: fileOf(argv, 'after') },
  output: text(argv, 'output'),
  verbose: flag(argv, 'verbose'),
  noColor: flag(argv, 'no-color'),
  startedAt: performance.now(),
})

const fileOf = (argv: Argv, name: string): string => {
  const path = text(argv, name)
  if (path !== undefined) return path
  throw new UsageError('diff needs two arguments: the earlier snapshot file and the later one')
}

/** What one of them does not know may differ; what belongs to others is none of theirs. */
const exitCode = (diff: SnapshotDiff): number => {
  if (!isSame(diff)) return EXIT.findings
  return diff.notCompared.some(({ foreign }) => !foreign) ? EXIT.incomplete : EXIT.healthy
}

const RENDERERS: Readonly<
  Record<(typeof FORMATS_OF.diff)[number], (diff: SnapshotDiff, request: Request) => string>
> = {
  json: (diff, { names, startedAt }) =>
    renderDiffJson(diff, {
      tool: { name: TOOL, version: toolVersion() },
      generatedAt: new Date().toISOString(),
      durationMs: performance.now() - startedAt,
      names,
      same: isSame(diff),
    }),
  markdown: (diff, { names }) => renderDiffMarkdown(diff, names, COMMENT),
  table: (diff, { names, output, verbose, noColor }) => {
    const onTerminal = output === undefined && process.stdout.isTTY
    return renderDiffTable(diff, {
      color: output === undefined && wantsColor(onTerminal, noColor, process.env),
      width: onTerminal ? widthOf(process.stdout) : undefined,
      verbose,
      names,
    })
  },
}
