import { UsageError } from '../../core/errors.ts'
import { paintFor } from '../../report/paint.ts'
import { renderPreflight } from '../../report/preflight.ts'
import { printableData } from '../../report/printable.ts'
import { accessOf, type Access } from '../access-options.ts'
import { choice, flag, type Argv } from '../arguments.ts'
import type { Run } from '../commands.ts'
import { FORMATS_OF } from '../formats.ts'
import { EXIT } from '../exit-code.ts'
import { askCaller } from '../preflight/caller.ts'
import { awsCliStatements, pluginStatements } from '../preflight/programs.ts'
import type { Statement } from '../preflight/statement.ts'
import { wayStatements } from '../preflight/way.ts'
import { wantsColor, widthOf, writeOut } from '../terminal.ts'
import { TOOL, toolVersion } from '../version.ts'

/** `preflight`: whether this computer can start sessions. Opens none, and writes nothing. */
export const runPreflight: Run = async (argv, interrupt) => {
  const access = await oneRegion(accessOf(argv))
  const json = choice(argv, 'format', FORMATS_OF.preflight, 'table') === 'json'
  const { env } = process
  const [cli, plugin, caller] = await Promise.all([
    awsCliStatements(env, interrupt.signal),
    pluginStatements(env, interrupt.signal),
    askCaller(access, interrupt),
  ])
  const way = await wayStatements(caller.region, access.endpointUrl, env)
  const statements = [...cli, ...plugin, ...caller.statements, ...way]
  await writeOut(json ? asJson(statements) : renderPreflight(statements, screen(argv)))
  return exitCode(statements)
}

const oneRegion = async (access: Access): Promise<Access> => {
  if (access.regions.includes('all') || access.regions.length > 1)
    throw new UsageError('reading --region: preflight looks at the way to one Region; give one')
  const { validateRegions } = await import('../../collect/regions.ts')
  validateRegions(access.regions)
  return access
}

const screen = (argv: Argv) => ({
  paint: paintFor(wantsColor(process.stdout.isTTY, flag(argv, 'no-color'), process.env)),
  width: widthOf(process.stdout),
})

const asJson = (statements: readonly Statement[]): string => {
  const data = {
    schemaVersion: 1,
    tool: { name: TOOL, version: toolVersion() },
    statements: statements.map(({ id, title, holds, found, remedy, commands = [] }) => ({
      id,
      title,
      holds,
      found,
      remedy: holds === 'yes' ? undefined : remedy,
      commands: holds === 'yes' ? [] : commands,
    })),
  }
  return `${JSON.stringify(printableData(data), null, 2)}\n`
}

const exitCode = (statements: readonly Statement[]): number => {
  if (statements.some(({ holds }) => holds === 'no')) return EXIT.findings
  return statements.some(({ holds }) => holds === 'unknown') ? EXIT.incomplete : EXIT.healthy
}
