import type { AnyCheck } from '../../core/check.ts'
import { didYouMean } from '../../core/words/did-you-mean.ts'
import { errorText } from './error-text.ts'
import { INTERFACE_VERSION, PluginFault, type Plugin } from './plugin.ts'
import { pluginCheck } from './plugin-check.ts'

/** What was there before a plugin. */
export interface Taken {
  /** Ids of the checks that its own may follow. */
  readonly ids: readonly string[]
  /** Areas and prefixes, each with whose it is. */
  readonly prefixes: ReadonlyMap<string, string>
}

/** Areas that are ours, whether or not a check is in them already. */
export const OWN_AREAS: readonly string[] = ['plugin', 'config', 'access', 'jit', 'recording']

const MOST_CHECKS = 1_000

/**
 * The checks of a plugin's module.
 * @param module its exports: `default`, and where they are there `prefix` and `interfaceVersion`
 * @throws PluginFault where something about them is wrong: the first that is
 */
export const readPlugin = (name: string, module: Readonly<Record<string, unknown>>, taken: Taken): Plugin => {
  assertVersion(module['interfaceVersion'])
  const checks = checksIn(module['default'])
  const prefix = prefixOf(module['prefix'], checks)
  const owner = OWN_AREAS.includes(prefix) ? 'ssm-doctor' : taken.prefixes.get(prefix)
  if (owner !== undefined)
    throw new PluginFault(
      `its ids begin with ${prefix}/, which is ${owner}'s; give them a prefix of their own`,
    )
  assertIds(prefix, checks)
  assertCauses(checks, taken)
  return { name, prefix, checks }
}

const assertVersion = (version: unknown): void => {
  if (version === undefined || version === INTERFACE_VERSION) return
  const shown = typeof version === 'number' ? String(version) : `a ${typeof version}`
  throw new PluginFault(
    `its interfaceVersion is ${shown}, and this ssm-doctor knows ${INTERFACE_VERSION}; take versions of both that fit`,
  )
}

const checksIn = (list: unknown): readonly AnyCheck[] => {
  if (list === undefined) throw new PluginFault('it has no default export; that is the list of its checks')
  if (!Array.isArray(list))
    throw new PluginFault(
      `its default export is ${list === null ? 'null' : `a ${typeof list}`}, not the list of its checks`,
    )
  const { length } = list
  if (length === 0) throw new PluginFault('its list of checks is empty')
  if (length > MOST_CHECKS)
    throw new PluginFault(`its list holds ${length} checks; ${MOST_CHECKS} are taken of one plugin`)
  return Array.from({ length }, (_, at) => checkAt(list, at))
}

const checkAt = (list: readonly unknown[], at: number): AnyCheck => {
  try {
    return pluginCheck(list[at])
  } catch (error) {
    throw new PluginFault(`${titleOf(list, at)}: ${errorText(error)}`)
  }
}

/** A check's id where it has one, else its place in the list. */
const titleOf = (list: readonly unknown[], at: number): string => {
  try {
    const { id } = list[at] as { readonly id?: unknown }
    return typeof id === 'string' && /^[\w/-]{1,100}$/.test(id) ? id : `checks[${at}]`
  } catch {
    return `checks[${at}]`
  }
}

const areaOf = (id: string): string => id.split('/', 1).join('')

const prefixOf = (named: unknown, checks: readonly AnyCheck[]): string => {
  if (named === undefined) return areaOf(checks[0]?.id ?? '')
  if (typeof named === 'string' && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(named)) return named
  throw new PluginFault('its export "prefix" is no word such as acme, in small letters')
}

const assertIds = (prefix: string, checks: readonly AnyCheck[]): void => {
  const ids = checks.map(({ id }) => id)
  const stranger = ids.find(id => areaOf(id) !== prefix)
  if (stranger !== undefined)
    throw new PluginFault(`the id ${stranger} does not begin with ${prefix}/, as all ids of the plugin do`)
  const twice = ids.find((id, at) => ids.indexOf(id) < at)
  if (twice !== undefined) throw new PluginFault(`there are two checks with the id ${twice}`)
}

const assertCauses = (checks: readonly AnyCheck[], taken: Taken): void => {
  const known = [...taken.ids, ...checks.map(({ id }) => id)]
  for (const { id, after = [], mayFollow = [] } of checks) {
    const stranger = [...after, ...mayFollow].find(one => !known.includes(one) || one === id)
    if (stranger === undefined) continue
    const hint = stranger === id ? ', which is itself' : didYouMean(stranger, known)
    throw new PluginFault(`${id}: after, mayFollow: there is no check ${JSON.stringify(stranger)}${hint}`)
  }
}
