import type { Change, ChangeType } from '../core/changes/change.ts'
import type { Context, Executor, Pending, Seen } from './executor.ts'
import { managedPolicyExecutors } from './managed-policies.ts'
import { policyVersionExecutors } from './policy-versions.ts'
import { rolePolicyExecutors } from './role-policies.ts'

/** One executor per type of change. A change without one does not compile. */
export const executors: { readonly [T in ChangeType]: Executor<T> } = {
  ...policyVersionExecutors,
  ...rolePolicyExecutors,
  ...managedPolicyExecutors,
}

/** An executor, once it was found by the type of its own change. */
interface FoundExecutor {
  look(change: Change, context: Context): Promise<Pending | undefined>
}

/**
 * Carries out a change, if it is not there yet. An error of a write does not tell whether it landed: the account is
 * looked at again, and the error counts only where the change is not there.
 * @param announce is told what was seen, once it is sure that a write follows and before it is made; the write waits for it
 * @returns whether a write was made
 * @throws ChangedSince where somebody else changed what the change would edit; whatever the SDK throws
 */
export const carryOut = async (
  change: Change,
  context: Context,
  announce: (seen: Seen | undefined) => void = () => undefined,
): Promise<'written' | 'already'> => {
  const executor: FoundExecutor = executors[change.type]
  const pending = await executor.look(change, context)
  if (!pending) return 'already'
  announce(pending.seen)
  try {
    await pending.write()
  } catch (error) {
    if (!(await landed(executor, change, { ...context, ...(pending.seen && { seen: pending.seen }) })))
      throw error
  }
  return 'written'
}

const landed = async (executor: FoundExecutor, change: Change, context: Context): Promise<boolean> => {
  try {
    return (await executor.look(change, context)) === undefined
  } catch {
    return false
  }
}
