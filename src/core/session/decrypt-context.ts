import { olderThan } from './agent-version.ts'
import type { JudgedNode } from '../kinds.ts'
import type { WantedAccess } from '../meant/role-access.ts'

type Call = WantedAccess['call']
type Context = NonNullable<Call['context']>

/** Agents from this one on add a challenge to the encryption context where the client does so too. */
const CHALLENGE = '3.3.808.0'

/** Whether a node's agent may add the challenge; one whose version is not known may. */
export const maySendChallenge = (node: JudgedNode): boolean =>
  !olderThan(node.managed?.agentVersion, CHALLENGE)

const SESSION = 'aws:ssm:SessionId'
const TARGET = 'aws:ssm:TargetId'
const RANDOM = 'aws:ssm:RandomChallenge'

/**
 * The context of the agent's own call of Decrypt: made directly, for no service, with the encryption context of the
 * session. Its id and its challenge are another in every session.
 *
 * aws: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
 */
export const decryptContext = (node: JudgedNode, challenge: boolean): Context => ({
  'kms:ViaService': null,
  'kms:GrantIsForAWSResource': null,
  'kms:EncryptionAlgorithm': 'SYMMETRIC_DEFAULT',
  [`kms:EncryptionContext:${TARGET}`]: node.id,
  [`kms:EncryptionContext:${SESSION}`]: 'operator-0a1b2c3d4e5f60789',
  [`kms:EncryptionContext:${RANDOM}`]: challenge ? '0123456789abcdef' : null,
  'kms:EncryptionContextKeys': challenge ? [SESSION, TARGET, RANDOM] : [SESSION, TARGET],
})

/**
 * The context of the client's call of GenerateDataKey, made as directly as the agent's own. What the session is called
 * is told by whoever opens it, so that its id is not known here.
 */
export const generateContext = (node: JudgedNode | undefined, challenge: boolean): Context => ({
  'kms:ViaService': null,
  'kms:GrantIsForAWSResource': null,
  'kms:EncryptionAlgorithm': 'SYMMETRIC_DEFAULT',
  ...(node && { [`kms:EncryptionContext:${TARGET}`]: node.id }),
  [`kms:EncryptionContext:${RANDOM}`]: challenge ? '0123456789abcdef' : null,
  'kms:EncryptionContextKeys': challenge ? [SESSION, TARGET, RANDOM] : [SESSION, TARGET],
})
