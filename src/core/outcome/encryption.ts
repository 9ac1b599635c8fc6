import type { Reading } from '../access.ts'
import { olderThan } from '../session/agent-version.ts'
import { decryptContext, maySendChallenge } from '../session/decrypt-context.ts'
import { isPassing } from '../session/key-state.ts'
import type { ContextValue } from '../iam/types.ts'
import type { NodeCall } from '../iam/node-request.ts'
import type { JudgedNode } from '../kinds.ts'
import { namedKey, openKeySide, type NamedKey } from '../session/session-key.ts'
import type { Scope } from '../snapshot.ts'
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
    const usable = attempt(KEY, () => isUsable(reading, ref))
    if (usable.holds === 'no') return usable
    const reached = reaches(reading, node, 'kms', HANDSHAKE_TIMED_OUT)
    return firstObstacle([usable, reached, attempt(DECRYPT, () => mayDecrypt(reading, node, ref))])
  })

const isUsable = (reading: Reading, ref: string): Fact => {
  // KMS is asked in the node's own Region, whoever owns the key.
  if (isElsewhere(ref, reading.world.scope)) return fails(KEY, keyRefused('NotFoundException …'))
  const key = reading.records('keys')[ref]
  if (!key) return fails(KEY, keyRefused('NotFoundException …'))
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

const isElsewhere = (ref: string, { partition, region }: Scope): boolean => {
  const [arn, inPartition, , inRegion] = ref.split(':')
  return arn === 'arn' && (inPartition !== partition || inRegion !== region)
}

const mayDecrypt = (reading: Reading, node: JudgedNode, ref: string): Fact => {
  const { scope } = reading.world
  const key = namedKey(ref, reading.records('keys'), scope)
  if (!key) return undecided(DECRYPT)
  const asked = (side: KeySide): Fact =>
    firstObstacle(
      contextsOf(node).map(context =>
        mayCall(
          reading,
          node,
          { action: 'kms:Decrypt', resource: key.arn, context, ...side },
          DECRYPT,
          DECRYPT_DENIED,
        ),
      ),
    )
  // Of a key in another account the role's own policies may say enough: both sides have to allow.
  const own = key.accountId === scope.accountId ? HOLDS : asked(openKeySide(scope))
  return own.holds === 'no' ? own : asked(keySide(reading, key))
}

type KeySide = Pick<NodeCall, 'resourceAccount' | 'resourcePolicy' | 'grants'>

const keySide = (reading: Reading, { arn, accountId }: NamedKey): KeySide => ({
  resourceAccount: accountId,
  resourcePolicy: { name: 'key policy', document: reading.records('keyPolicies')[arn]?.document ?? '' },
  grants: grantsOf(reading, arn),
})

const contextsOf = (node: JudgedNode): readonly Readonly<Record<string, ContextValue>>[] =>
  (maySendChallenge(node) ? [false, true] : [false]).map(challenge => decryptContext(node, challenge))

/** A key's grants as a decision takes them. */
export const grantsOf = (reading: Reading, keyArn: string): NonNullable<NodeCall['grants']> => {
  const { missing, whole, records } = reading.view('keyGrants')
  return whole || missing.has(keyArn) ? 'unread' : (records[keyArn]?.grants ?? [])
}
