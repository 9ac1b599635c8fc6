import {
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  GetKeyPolicyCommand,
  PutKeyPolicyCommand,
  type KMSClient,
} from '@aws-sdk/client-kms'
import { given, unlessGone } from './answers.ts'
import { ChangedSince, type Executor } from './executor.ts'
import { progress } from './policy-text.ts'

const stateOf = async (kms: KMSClient, KeyId: string): Promise<string | undefined> => {
  const answer = await unlessGone(kms.send(new DescribeKeyCommand({ KeyId })))
  return answer && given(answer.KeyMetadata?.KeyState, 'KeyState')
}

const enable: Executor<'enable-key'> = {
  look: async ({ region, keyArn }, context) => {
    const { kms } = context.at(region)
    const state = await stateOf(kms, keyArn)
    if (state === 'Enabled') return undefined
    if (state !== 'Disabled') throw new ChangedSince(`key ${keyArn} is ${state ?? 'gone'}, not disabled`)
    return { write: async () => void (await kms.send(new EnableKeyCommand({ KeyId: keyArn }))) }
  },
}

const disable: Executor<'disable-key'> = {
  look: async ({ region, keyArn }, context) => {
    const { kms } = context.at(region)
    // A key that is going, or gone, serves nobody either.
    if ((await stateOf(kms, keyArn)) !== 'Enabled') return undefined
    return { write: async () => void (await kms.send(new DisableKeyCommand({ KeyId: keyArn }))) }
  },
}

/** aws: https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html (the only name there is) */
const PolicyName = 'default'

const putPolicy: Executor<'put-key-policy'> = {
  look: async ({ region, keyArn: KeyId, from, to }, context) => {
    const { kms } = context.at(region)
    const answer = await unlessGone(kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName })))
    if (!answer) throw new ChangedSince(`key ${KeyId} does not exist any more`)
    const how = progress(given(answer.Policy, 'Policy'), from, to)
    if (how === 'after') return undefined
    if (how === 'neither')
      throw new ChangedSince(`the policy of key ${KeyId} was changed by someone else since the plan`)
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
