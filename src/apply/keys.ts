import {
  DisableKeyCommand,
  EnableKeyCommand,
  GetKeyPolicyCommand,
  PutKeyPolicyCommand,
} from '@aws-sdk/client-kms'
import type { ChangeOf } from '../core/changes/change.ts'
import { given, unlessGone } from './answers.ts'
import { ChangedSince, type Context, type Executor } from './executor.ts'
import { keyState } from './key-state.ts'
import { holdsStreams } from './log-groups.ts'
import { progress } from './policy-text.ts'

const enable: Executor<'enable-key'> = {
  look: async ({ region, keyArn }, context) => {
    const { kms } = context.at(region)
    const state = await keyState(kms, keyArn)
    if (state === 'Enabled') return undefined
    if (state !== 'Disabled') throw new ChangedSince(`key ${keyArn} is ${state ?? 'gone'}, not disabled`)
    return { write: async () => void (await kms.send(new EnableKeyCommand({ KeyId: keyArn }))) }
  },
}

const disable: Executor<'disable-key'> = {
  look: async ({ region, keyArn }, context) => {
    const { kms } = context.at(region)
    // A key that is going, or gone, serves nobody either.
    if ((await keyState(kms, keyArn)) !== 'Enabled') return undefined
    return { write: async () => void (await kms.send(new DisableKeyCommand({ KeyId: keyArn }))) }
  },
}

/** aws: https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html (the only name there is) */
const PolicyName = 'default'

/**
 * What was encrypted with a key stays so, and the logs service needs the key whenever somebody reads it.
 * aws: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DisassociateKmsKey.html
 */
const assertNobodyReads = async (
  { region, keyArn, shutsOut = [] }: ChangeOf<'put-key-policy'>,
  context: Context,
): Promise<void> => {
  for (const logGroup of shutsOut) {
    if (await holdsStreams(context.at(region).logs, logGroup))
      throw new ChangedSince(
        `log group ${logGroup} holds records that may be encrypted with key ${keyArn}: without its policy as it is nobody could read them`,
      )
  }
}

const putPolicy: Executor<'put-key-policy'> = {
  look: async (change, context) => {
    const { region, keyArn: KeyId, from, to } = change
    const { kms } = context.at(region)
    const answer = await unlessGone(kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName })))
    if (!answer) throw new ChangedSince(`key ${KeyId} does not exist any more`)
    const how = progress(given(answer.Policy, 'Policy'), from, to)
    if (how === 'after') return undefined
    if (how === 'neither')
      throw new ChangedSince(`the policy of key ${KeyId} was changed by someone else since the plan`)
    await assertNobodyReads(change, context)
    // Never past the lockout safety check: whoever administers the key goes on doing so.
    const input = { KeyId, PolicyName, Policy: to }
    return { write: async () => void (await kms.send(new PutKeyPolicyCommand(input))) }
  },
}

/** Keys of KMS. */
export const keyExecutors = {
  'enable-key': enable,
  'disable-key': disable,
  'put-key-policy': putPolicy,
}
