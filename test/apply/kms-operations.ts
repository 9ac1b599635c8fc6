import type { AccountState, KeyState } from './account-state.ts'
import { Refused } from './refused.ts'
import type { Json, JsonOperations } from './services.ts'

const keyIn = ({ keys }: AccountState, { KeyId }: Json): KeyState => {
  const key = keys[String(KeyId)]
  if (!key) throw new Refused('NotFoundException', 400, `Key '${String(KeyId)}' does not exist`)
  return key
}

const usable = (key: KeyState): KeyState => {
  if (key.state === 'PendingDeletion')
    throw new Refused('KMSInvalidStateException', 400, 'the key is pending deletion')
  return key
}

/** KMS's rules, as its API reference gives them. */
export const KMS_OPERATIONS: JsonOperations = {
  DescribeKey: (state, input) => ({
    KeyMetadata: { KeyId: input['KeyId'], KeyState: keyIn(state, input).state },
  }),
  EnableKey: (state, input) => {
    usable(keyIn(state, input)).state = 'Enabled'
    return {}
  },
  DisableKey: (state, input) => {
    usable(keyIn(state, input)).state = 'Disabled'
    return {}
  },
  GetKeyPolicy: (state, input) => ({ Policy: keyIn(state, input).policy, PolicyName: 'default' }),
  PutKeyPolicy: (state, input) => {
    if (input['BypassPolicyLockoutSafetyCheck'] !== undefined)
      throw new Refused('MalformedPolicyDocumentException', 400, 'the lockout safety check stays')
    keyIn(state, input).policy = String(input['Policy'])
    return {}
  },
}
