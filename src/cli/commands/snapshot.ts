import { writeSnapshot } from '../../config/snapshot-file.ts'
import { termsOf } from '../../config/terms.ts'
import { UsageError } from '../../core/errors.ts'
import { wantedKinds } from '../../core/audit/wanted.ts'
import { openAccount } from '../account.ts'
import { text } from '../arguments.ts'
import { nodesOf, readAccess, selectionOf } from '../check-options.ts'
import type { Run } from '../commands.ts'
import { catalogueOf } from '../catalogue.ts'
import { assertWritable } from '../report-output.ts'
import { EXIT } from '../exit-code.ts'
import { readWithHistory } from '../history.ts'
import { missingNodes } from '../nodes.ts'
import { selectChecks } from '../select-checks.ts'
import { writeErr } from '../terminal.ts'

/** `snapshot -o FILE`: reads, and judges nothing. Ends with 3 where a read of ours failed: the file says which. */
export const runSnapshot: Run = async (argv, interrupt) => {
  const { config, checks, broken } = await catalogueOf(argv)
  const access = readAccess(argv, config)
  const nodes = nodesOf(argv)
  const selected = selectChecks(checks, {
    ...selectionOf(argv, config),
    unloaded: broken.length > 0,
  })
  const path = text(argv, 'output')
  if (path === undefined) throw new UsageError('--output is missing; name the file')
  assertWritable(path)
  const account = await openAccount(access, interrupt, termsOf(config.config))
  const worlds = await readWithHistory(account, { kinds: wantedKinds(selected), nodes }, selected)
  writeSnapshot(path, { worlds })
  for (const note of missingNodes(worlds, nodes)) await writeErr(`ssm-doctor: ${note}`)
  const gaps = worlds.flatMap(world => world.gaps).filter(gap => !gap.foreign)
  if (gaps.length === 0) return broken.length > 0 ? EXIT.usage : EXIT.healthy
  const actions = [...new Set(gaps.flatMap(gap => gap.actions))].join(', ')
  await writeErr(`ssm-doctor: the snapshot is incomplete, ${gaps.length} reads failed; needs ${actions}`)
  return broken.length > 0 ? EXIT.usage : EXIT.incomplete
}
