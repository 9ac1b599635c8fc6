import { checks } from '../../../checks/index.ts'
import { readSnapshot } from '../../config/snapshot-file.ts'
import { diffSnapshots, isSame } from '../../core/diff/diff.ts'
import type { SnapshotDiff } from '../../core/diff/types.ts'
import { UsageError } from '../../core/errors.ts'
import { renderDiffJson } from '../../report/diff/json.ts'
import { renderDiffTable } from '../../report/diff/table.ts'
import type { Names } from '../../report/diff/words.ts'
import { choice, flag, text, type Argv } from '../arguments.ts'
import type { Run } from '../commands.ts'
import { EXIT } from '../exit-code.ts'
import { FORMATS_OF } from '../formats.ts'
import { wantsColor, widthOf, writeOut } from '../terminal.ts'
import { TOOL, toolVersion } from '../version.ts'

/** `diff A B`: what two snapshots say differently. Ends with 1 where they do, with 3 where something could not be compared. */
export const runDiff: Run = async argv => {
  const startedAt = performance.now()
  const format = choice(argv, 'format', FORMATS_OF.diff, 'table')
  const names = { before: fileOf(argv, 'before'), after: fileOf(argv, 'after') }
  const diff = diffSnapshots(readSnapshot(names.before), readSnapshot(names.after), checks)
  await writeOut(format === 'json' ? asJson(diff, names, startedAt) : asTable(diff, names, argv))
  return exitCode(diff)
}

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

const asJson = (diff: SnapshotDiff, names: Names, startedAt: number): string =>
  renderDiffJson(diff, {
    tool: { name: TOOL, version: toolVersion() },
    generatedAt: new Date().toISOString(),
    durationMs: performance.now() - startedAt,
    names,
    same: isSame(diff),
  })

const asTable = (diff: SnapshotDiff, names: Names, argv: Argv): string =>
  renderDiffTable(diff, {
    color: wantsColor(process.stdout.isTTY, flag(argv, 'no-color'), process.env),
    width: widthOf(process.stdout),
    verbose: flag(argv, 'verbose'),
    names,
  })
