import type { Reading } from '../access.ts'
import { olderThan } from '../session/agent-version.ts'
import { decryptContext, maySendChallenge } from '../session/decrypt-context.ts'
import { isPassing } from '../session/key-state.ts'
import type { ContextValue } from '../iam/types.ts'
import type { NodeCall } from '../iam/node-request.ts'
import type { JudgedNode } from '../kinds.ts'
import type { Key } from '../records.ts'
import { attempt, fails, firstObstacle, HOLDS, undecided, type Fact } from './fact.ts'
import { reaches } from './network.ts'
import { mayCall } from './permission.ts'
import { DECRYPT_DENIED, HANDSHAKE_TIMED_OUT, keyRefused } from './texts.ts'

/** aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-enable-encryption.html */
const ENCRYPTING_AGENT = '2.3.539.0'

const KEY = ['kms/key-usable', 'preferences/schema-valid']
const DECRYPT = ['kms/node-can-decrypt']

/** The handshake of an encrypted session: the key is usable, and the node reaches it and may decrypt with it. */
export const handshake = (reading: Reading, node: JudgedNode, ref: string): Fact =>
  attempt([...KEY, ...DECRYPT], () => {
    if (olderThan(node.managed?.agentVersion, ENCRYPTING_AGENT)) return fails(['node/agent-version'])
    const key = reading.records('keys')[ref]
    if (!key) return fails(KEY, keyRefused('NotFoundException …'))
    const usable = isUsable(reading, key)
    if (usable.holds === 'no') return usable
    const reached = reaches(reading, node, 'kms', HANDSHAKE_TIMED_OUT)
    return firstObstacle([usable, reached, mayDecrypt(reading, node, key)])
  })

const isUsable = ({ world }: Reading, key: Key): Fact => {
  if (key.arn.split(':')[3] !== world.scope.region) return fails(KEY, keyRefused('NotFoundException …'))
  if (key.manager === 'AWS') return fails(KEY, keyRefused('AccessDeniedException …'))
  if (key.spec !== 'SYMMETRIC_DEFAULT' || key.usage !== 'ENCRYPT_DECRYPT') {
    return fails(KEY, keyRefused('InvalidKeyUsageException …'))
  }
  if (key.state === 'Enabled') return HOLDS
  if (isPassing(key.state)) return undecided(KEY)
  return fails(
    KEY,
    keyRefused(key.state === 'Disabled' ? 'DisabledException …' : 'KMSInvalidStateException …'),
  )
}

const mayDecrypt = (reading: Reading, node: JudgedNode, key: Key): Fact =>
  attempt(DECRYPT, () => {
    const policy = reading.records('keyPolicies')[key.arn]
    const challenges = maySendChallenge(node) ? [false, true] : [false]
    const calls = challenges.map(challenge => ({
      ...decryptCall(key, decryptContext(node, challenge)),
      resourcePolicy: { name: 'key policy', document: policy?.document ?? '' },
      grants: grantsOf(reading, key.arn),
    }))
    return firstObstacle(calls.map(call => mayCall(reading, node, call, DECRYPT, DECRYPT_DENIED)))
  })

const decryptCall = (key: Key, context: Readonly<Record<string, ContextValue>>): NodeCall => ({
  action: 'kms:Decrypt',
  resource: key.arn,
  resourceAccount: key.accountId,
  context,
})

/** A key's grants as a decision takes them. */
export const grantsOf = (reading: Reading, keyArn: string): NonNullable<NodeCall['grants']> => {
  const { missing, whole, records } = reading.view('keyGrants')
  return whole || missing.has(keyArn) ? 'unread' : (records[keyArn]?.grants ?? [])
}
