import type { AnyCheck, Problem } from '../../core/check.ts'
import { plainData } from './plain-data.ts'
import { PluginFault } from './plugin.ts'

/** What a check of a plugin says of itself. */
type Declared = Pick<AnyCheck, 'id' | 'docs' | 'after' | 'mayFollow'>

/** A problem as a plugin may give it. */
type Given = Omit<Problem, 'remedy'> & Partial<Pick<Problem, 'remedy'>>

const MOST_PROBLEMS = 1_000

/**
 * What the run of a plugin's check gave for one subject, as problems that every report can tell.
 * @throws PluginFault where it is something else
 */
export const problemsOf = (check: Declared, given: unknown): readonly Problem[] => {
  if (given === undefined) return []
  if (isPromise(given)) throw new PluginFault('run gave a promise: a check may not wait for anything')
  const list: readonly unknown[] = Array.isArray(given) ? given : [given]
  if (list.length > MOST_PROBLEMS)
    throw new PluginFault(`run gave ${list.length} problems of one subject; ${MOST_PROBLEMS} are taken`)
  const problems = Array.from(list, problem => problemOf(check, problem))
  const parts = problems.map(({ about }) => about)
  const twice = parts.find((about, at) => parts.indexOf(about) < at)
  if (new Set(parts).size < parts.length)
    throw new PluginFault(
      `run gave two problems of one subject with the same "about" (${JSON.stringify(twice ?? 'none')}): nobody could tell them apart`,
    )
  return problems
}

/** Nobody waits for it: what becomes of it must not end the process. */
const isPromise = (given: unknown): boolean => {
  if (typeof given !== 'object' || given === null || !('then' in given)) return false
  if (typeof given.then !== 'function') return false
  void Promise.resolve(given).catch(() => undefined)
  return true
}

const problemOf = (check: Declared, given: unknown): Problem => {
  refuseFix(given)
  const problem = plain(given)
  const declared = new Set([...(check.after ?? []), ...(check.mayFollow ?? [])])
  const stranger = problem.because?.find(cause => !declared.has(cause.check))
  if (stranger)
    throw new PluginFault(
      `a problem's "because" names ${stranger.check}; name it in "after" or "mayFollow" of the check too`,
    )
  // What stops a call in the eyes of a plugin never stands for a finding of ours.
  const { stoppedBy, remedy = { text: `see ${check.docs}` }, ...others } = problem
  const rest = { ...others, remedy }
  return stoppedBy === undefined ? rest : { ...rest, stoppedBy: `${check.id.split('/', 1)[0]}: ${stoppedBy}` }
}

const refuseFix = (given: unknown): void => {
  if (typeof given !== 'object' || given === null) return
  const key = ['fix', 'risk'].find(key => key in given)
  if (key !== undefined)
    throw new PluginFault(
      `a problem carries "${key}": a plugin may add checks, not changes; say in "remedy" what to do`,
    )
}

const plain = (given: unknown): Given => {
  try {
    return plainData(given, 'problem') as Given
  } catch (error) {
    if (error instanceof PluginFault) throw new PluginFault(`run gave a wrong problem: ${error.message}`)
    throw error
  }
}
