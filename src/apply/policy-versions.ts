import type { IAMClient } from '@aws-sdk/client-iam'
import { isError } from './answers.ts'
import { ChangedSince, type Executor, type Pending, type Seen } from './executor.ts'
import { progress } from './policy-text.ts'
import {
  createVersion,
  deleteVersion,
  setDefault,
  versionsOf,
  versionsSaying,
  versionText,
  type Versions,
} from './versions.ts'

const present = async (iam: IAMClient, arn: string): Promise<Versions> => {
  const versions = await versionsOf(iam, arn)
  if (!versions) throw new ChangedSince(`policy ${arn} does not exist any more`)
  return versions
}

const seenIn = ({ versions, defaultVersion }: Versions): Seen => ({ versions, defaultVersion })

const put: Executor<'put-policy-version'> = {
  look: async ({ policyArn: arn, from, to }, { iam }) => {
    const versions = await present(iam, arn)
    const how = progress(await versionText(iam, arn, versions.defaultVersion), from, to)
    if (how === 'after') return undefined
    if (how === 'neither') throw new ChangedSince(`policy ${arn} was changed by someone else since the plan`)
    return { seen: seenIn(versions), write: () => createVersion(iam, arn, to, true) }
  },
}

/** Versions that came since a step began and have the text that it wrote: the ones that it made. */
const madeSince = async (iam: IAMClient, arn: string, now: Versions, seen: Seen, text: string) => {
  const since = now.versions.filter(id => !seen.versions.includes(id))
  return versionsSaying(iam, arn, since, text)
}

/** Sets a version as the default again, where it is not, and deletes the ones that were made. */
const goBack = (
  iam: IAMClient,
  arn: string,
  now: Versions,
  back: string,
  made: readonly string[],
): Pending => ({
  write: async () => {
    if (now.defaultVersion !== back) await setDefault(iam, arn, back)
    for (const id of made) await deleteVersion(iam, arn, id)
  },
})

const restoreAsSeen = async (
  iam: IAMClient,
  arn: string,
  from: string,
  seen: Seen,
): Promise<Pending | undefined> => {
  const now = await present(iam, arn)
  const back = seen.defaultVersion
  const made = await madeSince(iam, arn, now, seen, from)
  if (now.defaultVersion !== back && !made.includes(now.defaultVersion))
    throw new ChangedSince(`policy ${arn} has another default version since`)
  if (made.length === 0) return undefined
  if (!now.versions.includes(back))
    throw new ChangedSince(`the version of policy ${arn} that was the default before does not exist any more`)
  return goBack(iam, arn, now, back, made)
}

const restore: Executor<'restore-policy-version'> = {
  look: async ({ policyArn: arn, from, to }, { iam, seen }) => {
    if (seen) return restoreAsSeen(iam, arn, from, seen)
    const now = await present(iam, arn)
    const how = progress(await versionText(iam, arn, now.defaultVersion), from, to)
    if (how === 'after') return undefined
    const back = (await versionsSaying(iam, arn, now.spare.toReversed(), to))[0]
    if (how === 'neither' || back === undefined)
      throw new ChangedSince(`policy ${arn} was changed by someone else since`)
    return goBack(iam, arn, now, back, [now.defaultVersion])
  },
}

const remove: Executor<'delete-policy-version'> = {
  look: async ({ policyArn: arn, document }, { iam, seen }) => {
    const now = await present(iam, arn)
    const [oldest] =
      seen?.deletes === undefined
        ? await versionsSaying(iam, arn, now.spare, document)
        : now.spare.filter(id => id === seen.deletes)
    if (oldest === undefined) return undefined
    return { seen: { ...seenIn(now), deletes: oldest }, write: () => deleteVersion(iam, arn, oldest) }
  },
}

const writeBack = async (iam: IAMClient, arn: string, document: string): Promise<void> => {
  try {
    await createVersion(iam, arn, document, false)
  } catch (cause) {
    if (!isError(cause, 'LimitExceededException')) throw cause
    const message = `policy ${arn} has got as many versions as it may have: the deleted one finds no room`
    throw new ChangedSince(message, { cause })
  }
}

const add: Executor<'add-policy-version'> = {
  look: async ({ policyArn: arn, document }, { iam, seen }) => {
    const now = await present(iam, arn)
    if (seen?.deletes !== undefined && now.versions.includes(seen.deletes)) return undefined
    const there = seen
      ? await madeSince(iam, arn, now, seen, document)
      : await versionsSaying(iam, arn, now.spare, document)
    return there.length > 0 ? undefined : { write: () => writeBack(iam, arn, document) }
  },
}

/** Versions of customer-managed policies. */
export const policyVersionExecutors = {
  'put-policy-version': put,
  'restore-policy-version': restore,
  'delete-policy-version': remove,
  'add-policy-version': add,
}
