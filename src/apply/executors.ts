import type { Change, ChangeType } from '../core/changes/change.ts'
import { bucketExecutors } from './buckets.ts'
import type { Context, Executor, Pending, Seen } from './executor.ts'
import { agentUpdateExecutors } from './agent-updates.ts'
import { documentExecutors } from './documents.ts'
import { documentVersionExecutors } from './document-versions.ts'
import { endpointExecutors } from './endpoints.ts'
import { groupRuleExecutors } from './group-rules.ts'
import { keyExecutors } from './keys.ts'
import { logGroupSettingExecutors } from './log-group-settings.ts'
import { logGroupExecutors } from './log-groups.ts'
import { managedPolicyExecutors } from './managed-policies.ts'
import { metadataOptionExecutors } from './metadata-options.ts'
import { policyVersionExecutors } from './policy-versions.ts'
import { profileAssociationExecutors } from './profile-associations.ts'
import { profileRoleExecutors } from './profile-roles.ts'
import { rolePolicyExecutors } from './role-policies.ts'
import { roleTrustExecutors } from './role-trust.ts'
import { securityGroupExecutors } from './security-groups.ts'
import { LostAnswer } from './send-once.ts'
import { vpcDnsExecutors } from './vpc-dns.ts'

/** One executor per type of change. A change without one does not compile. */
export const executors: { readonly [T in ChangeType]: Executor<T> } = {
  ...policyVersionExecutors,
  ...rolePolicyExecutors,
  ...managedPolicyExecutors,
  ...keyExecutors,
  ...logGroupExecutors,
  ...logGroupSettingExecutors,
  ...bucketExecutors,
  ...securityGroupExecutors,
  ...groupRuleExecutors,
  ...endpointExecutors,
  ...vpcDnsExecutors,
  ...roleTrustExecutors,
  ...profileRoleExecutors,
  ...profileAssociationExecutors,
  ...metadataOptionExecutors,
  ...agentUpdateExecutors,
  ...documentExecutors,
  ...documentVersionExecutors,
}

/** An executor, once it was found by the type of its own change. */
interface FoundExecutor {
  look(change: Change, context: Context): Promise<Pending | undefined>
}

/** How often a write is made whose answers are lost. */
const TRIES = 3

/**
 * Carries out a change, if it is not there yet. An error of a write does not tell whether it landed: the account is
 * looked at again, and the error counts only where the change is not there.
 * @param announce is told what was seen, once it is sure that a write follows and before it is made
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
  const seen = pending.seen ?? context.seen
  const lookAgain = () => executor.look(change, { ...context, ...(seen && { seen }) })
  await writeUntilThere(pending, lookAgain, TRIES)
  return 'written'
}

const writeUntilThere = async (
  pending: Pending,
  lookAgain: () => Promise<Pending | undefined>,
  tries: number,
): Promise<void> => {
  try {
    await pending.write()
  } catch (error) {
    // Where it cannot be looked at, the first error is the one to tell.
    const left = await lookAgain().catch(() => pending)
    if (!left) return
    if (!(error instanceof LostAnswer) || tries === 1) throw error
    await writeUntilThere(left, lookAgain, tries - 1)
  }
}
