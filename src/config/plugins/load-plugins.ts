import type { AnyCheck } from '../../core/check.ts'
import { errorText } from './error-text.ts'
import { importFrom } from './import-module.ts'
import type { BrokenPlugin, Plugin } from './plugin.ts'
import { readPlugin } from './read-plugin.ts'

/** The plugins that a config names, in its order. */
export interface LoadedPlugins {
  readonly plugins: readonly Plugin[]
  readonly broken: readonly BrokenPlugin[]
}

const LIMIT_MS = 10_000

/**
 * Loads plugins, and so runs their code with all that the user of the program may do. One that is wrong stops no other.
 * @param folder of the config that names them
 * @param own our checks
 * @param limitMs how long each may take
 */
export const loadPlugins = async (
  names: readonly string[],
  folder: string,
  own: readonly AnyCheck[],
  limitMs: number = LIMIT_MS,
): Promise<LoadedPlugins> => {
  const plugins: Plugin[] = []
  const broken: BrokenPlugin[] = []
  const ids = own.map(({ id }) => id)
  const prefixes = new Map(ids.map(id => [id.split('/', 1).join(''), 'ssm-doctor']))
  for (const name of names) {
    try {
      const plugin = readPlugin(name, await importFrom(folder, name, limitMs), { ids, prefixes })
      plugins.push(plugin)
      prefixes.set(plugin.prefix, name)
    } catch (error) {
      broken.push({ name, reason: errorText(error) })
    }
  }
  return { plugins, broken }
}
