import { Console } from 'node:console'
import { dirname, resolve } from 'node:path'
import { checks as own } from '../../checks/index.ts'
import type { BrokenPlugin } from '../config/plugins/plugin.ts'
import { assertSense, type ReadConfig } from '../config/read-config.ts'
import type { AnyCheck } from '../core/check.ts'
import type { Argv } from './arguments.ts'
import { configOf, knownBy } from './config.ts'
import { say } from './terminal.ts'

/** The config of a run, and every check that there is by it: ours, then those of its plugins. */
export interface Catalogue {
  readonly config: ReadConfig
  readonly checks: readonly AnyCheck[]
  readonly broken: readonly BrokenPlugin[]
}

/**
 * Reads the config and loads the plugins that it names, which runs their code. Those that are none are told on standard
 * error; the others and our checks go on.
 * @throws UsageError in one line where the config is wrong
 */
export const catalogueOf = async (argv: Argv): Promise<Catalogue> => {
  const config = configOf(argv)
  const { plugins: names = [] } = config.config
  if (names.length === 0) return { config, checks: own, broken: [] }
  const { loadPlugins } = await import('../config/plugins/load-plugins.ts')
  // Standard output is the report's.
  globalThis.console = new Console(process.stderr)
  const { plugins, broken } = await loadPlugins(names, dirname(resolve(config.file ?? '')), own)
  const checks = [...own, ...plugins.flatMap(plugin => plugin.checks)]
  assertSense(config, knownBy(checks, broken.length > 0))
  for (const { name, reason } of broken) await say(`loading plugin ${name}: ${reason}`)
  return { config, checks, broken }
}
