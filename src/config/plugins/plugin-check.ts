import { types } from 'node:util'
import { Unreadable } from '../../core/access.ts'
import type { AnyCheck } from '../../core/check.ts'
import type { Kind } from '../../core/kinds.ts'
import { GLOBAL_KINDS, ON_REQUEST, REGIONAL_KINDS } from '../../core/records.ts'
import { DERIVED_FROM } from '../../core/views.ts'
import { frozen } from '../../core/frozen.ts'
import { didYouMean } from '../../core/words/did-you-mean.ts'
import { errorText } from './error-text.ts'
import { plainData } from './plain-data.ts'
import { PluginFault } from './plugin.ts'
import { problemsOf } from './plugin-problems.ts'

/** Kinds that are read for a plan alone, and how waivers fare, which no run can leave out. */
const CLOSED: ReadonlySet<string> = new Set(['policyHolders', 'bucketWebsites', 'waivers', ...ON_REQUEST])

/** The kinds of records that the checks of plugins may run on and read. */
export const OPEN_KINDS: readonly string[] = [
  ...Object.keys(DERIVED_FROM),
  ...GLOBAL_KINDS,
  ...REGIONAL_KINDS,
].filter(kind => !CLOSED.has(kind))

/**
 * A check of a plugin as the engine runs it: its facts copied, and all that it gives held against what a problem is.
 * @param given what stands in the plugin's list
 * @throws PluginFault where it is no check
 */
export const pluginCheck = (given: unknown): AnyCheck => {
  const run = runOf(given)
  const facts = plainData({ ...(given as object), run: undefined }, 'check') as Omit<AnyCheck, 'run' | 'fix'>
  for (const kind of [facts.each, ...facts.needs]) assertOpen(kind)
  return {
    ...facts,
    fix: 'none',
    run: (subject, records, scope) =>
      ours(() =>
        problemsOf(facts, Reflect.apply(run, given, [frozen(subject), unchangeable(records), frozen(scope)])),
      ),
  }
}

/** Nobody can change it: what a check does to records, those that run after it would see. */
const SHUT: ProxyHandler<object> = {
  set: () => false,
  defineProperty: () => false,
  deleteProperty: () => false,
  setPrototypeOf: () => false,
}

/** The records of the kinds that a check declared, by kind and id, of which it can change nothing. */
const unchangeable = (records: Readonly<Record<string, object>>): object =>
  new Proxy(records, {
    ...SHUT,
    get: (target, kind) => {
      const byId = Reflect.get(target, kind) as object | undefined
      return byId && new Proxy(byId, { ...SHUT, get: (ids, id) => frozen(Reflect.get(ids, id) as unknown) })
    },
  })

type Run = (...args: readonly unknown[]) => unknown

const runOf = (given: unknown): Run => {
  if (typeof given !== 'object' || given === null)
    throw new PluginFault(`expected a check, got ${given === null ? 'null' : `a ${typeof given}`}`)
  const { run } = given as { readonly run?: unknown }
  if (typeof run !== 'function') throw new PluginFault('run: expected a function')
  if (types.isAsyncFunction(run) || types.isGeneratorFunction(run))
    throw new PluginFault('run: it is async or a generator; a check gives back its problems at once')
  return run as Run
}

const assertOpen = (kind: Kind): void => {
  if (OPEN_KINDS.includes(kind)) return
  if (CLOSED.has(kind)) throw new PluginFault(`each, needs: ${kind} is not read for the checks of plugins`)
  const hint = didYouMean(kind, OPEN_KINDS, 'docs/plugins.md lists the kinds')
  throw new PluginFault(`each, needs: there is no kind of records ${JSON.stringify(kind)}${hint}`)
}

/** Whatever a plugin throws is an error with a text; a record that could not be read stays one. */
const ours = <T>(run: () => T): T => {
  try {
    return run()
  } catch (error) {
    if (isUnreadable(error)) throw error
    throw new PluginFault(errorText(error))
  }
}

const isUnreadable = (error: unknown): boolean => {
  try {
    return error instanceof Unreadable
  } catch {
    return false
  }
}
