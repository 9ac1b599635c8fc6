import { fileURLToPath } from 'node:url'
import { checks } from '../../../checks/index.ts'
import { readSnapshot } from '../../config/snapshot-file.ts'
import { audit } from '../../core/audit/audit.ts'
import { applyChange } from '../../core/changes/specs.ts'
import type { World } from '../../core/snapshot.ts'
import { paintFor } from '../../report/paint.ts'
import { renderPlan } from '../../report/plan.ts'
import { renderTable } from '../../report/table.ts'
import { flag } from '../arguments.ts'
import type { Run } from '../commands.ts'
import { EXIT } from '../exit-code.ts'
import { planRepair } from '../repair-plan.ts'
import { wantsColor, widthOf, writeOut } from '../terminal.ts'
import { TOOL, toolVersion } from '../version.ts'

const SAMPLE = new URL('../../../fixtures/accounts/log-group-mismatch.json', import.meta.url)

/** `demo`: the whole story on a sample account that is carried along; asks nobody and changes nothing. */
export const runDemo: Run = async argv => {
  const color = wantsColor(process.stdout.isTTY, flag(argv, 'no-color'), process.env)
  const width = widthOf(process.stdout)
  const paint = paintFor(color)
  const { worlds } = readSnapshot(fileURLToPath(SAMPLE))
  const report = (worlds: readonly World[]) =>
    renderTable(audit(worlds, checks), {
      color,
      width,
      verbose: false,
      quiet: false,
      tool: { name: TOOL, version: toolVersion() },
    })
  const title = (text: string) => `${paint('bold', `== ${text} ==`)}\n\n`
  const plan = planRepair(worlds, { checks, selected: checks })
  const repaired = worlds.map(world => plan.steps.map(step => step.change).reduce(applyChange, world))
  await writeOut(
    [
      title('A sample account, carried along: no AWS account, no network') + report(worlds),
      title('What ssm-doctor fix would do, before it asks') + renderPlan(plan, { color, width }),
      title('The same account after the repair, carried out in memory') + report(repaired),
    ].join('\n'),
  )
  return EXIT.healthy
}
