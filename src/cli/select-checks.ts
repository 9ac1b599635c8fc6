import type { AnyCheck } from '../core/check.ts'
import { UsageError } from '../core/errors.ts'
import { didYouMean } from '../core/words/did-you-mean.ts'

export interface Selection {
  /** Ids or areas; none: all checks. */
  readonly only: readonly string[]
  readonly skip: readonly string[]
  /** There are waivers: how they fare is told, whatever was chosen. */
  readonly waivers?: boolean
  /** There are plugins that could not be loaded: names that nothing has may be theirs. */
  readonly unloaded?: boolean
}

/** Whether a check cannot be left out: how waivers fare is told wherever there are any. */
export const isAlwaysMade = ({ each }: AnyCheck): boolean => each === 'waivers'

/**
 * The checks that were asked for, and those that cannot be left out, in the order of the catalogue.
 * @throws UsageError where a name is neither a check's nor an area's, or nothing is left
 */
export const selectChecks = (
  checks: readonly AnyCheck[],
  { only, skip, waivers = false, unloaded = false }: Selection,
): readonly AnyCheck[] => {
  const mayBe = (name: string): boolean => unloaded && isOfNone(checks, name)
  for (const name of only) if (!mayBe(name)) assertKnown(checks, '--only', name)
  for (const name of skip) if (!mayBe(name)) assertKnown(checks, '--skip', name)
  const needed = checks.find(check => isAlwaysMade(check) && skip.includes(check.id))
  if (needed) throw new UsageError(`reading --skip: ${needed.id} cannot be skipped`)
  const named = (names: readonly string[], check: AnyCheck) => names.some(name => isNamed(check, name))
  const wanted = checks.filter(check => (only.length === 0 || named(only, check)) && !named(skip, check))
  if (wanted.length === 0 && checks.length > 0 && !only.some(mayBe))
    throw new UsageError('choosing checks: --only and --skip leave none; ssm-doctor list names them all')
  return checks.filter(check => wanted.includes(check) || (waivers && isAlwaysMade(check)))
}

/** Whether a name is in no area of these checks: as it is with those of a plugin that was not loaded. */
export const isOfNone = (checks: readonly AnyCheck[], name: string): boolean =>
  !checks.some(check => areaOf(check) === areaOf({ id: name }))

const areaOf = ({ id }: Pick<AnyCheck, 'id'>): string => id.split('/', 1).join('')

const isNamed = (check: AnyCheck, name: string): boolean => check.id === name || areaOf(check) === name

const assertKnown = (checks: readonly AnyCheck[], flag: string, name: string): void => {
  if (checks.some(check => isNamed(check, name))) return
  const known = [...new Set(checks.map(areaOf)), ...checks.map(check => check.id)]
  const hint = didYouMean(name, known, 'ssm-doctor list names them all')
  throw new UsageError(`reading ${flag}: there is no check or area ${JSON.stringify(name)}${hint}`)
}
