import type { KnownCause, KnownError } from './known-error.ts'
import * as node from './node-causes.ts'
import * as session from './session-causes.ts'

/** How a call says that nobody answered it. */
const UNREACHED = ['dial tcp', 'i/o timeout', 'no such host', 'send request failed', 'request send failed']

const NO_WAY_FROM_HERE: KnownCause = {
  cause: "this computer cannot reach KMS in the node's Region",
  look: '`curl -sS https://kms.REGION.amazonaws.com/ping` on this computer',
  remedy: 'Let kms.REGION.amazonaws.com through the proxy or the firewall.',
}

/** Told by the node when client and node cannot agree on the key of the session. */
export const HANDSHAKE_ERRORS: readonly KnownError[] = [
  {
    id: 'generate-data-key-denied',
    text: 'Encountered error while initiating handshake. KMSEncryption failed on client with status 2 error: Failed to process action KMSEncryption: Error calling KMS GenerateDataKey API: AccessDeniedException: …',
    seenBy: 'node',
    patterns: [
      ['KMSEncryption failed on client with status', 'GenerateDataKey', 'AccessDenied'],
      ['GenerateDataKey', 'AccessDenied'],
      ['not authorized to perform: kms:GenerateDataKey'],
    ],
    misleading:
      'The text comes from the node and speaks of the client: it is the person who lacks the permission.',
    means: "The plugin makes the data key of the session with the person's own credentials.",
    causes: [session.OPERATOR_KEY, session.LAYER_DENIES_PERSON],
  },
  {
    id: 'generate-data-key-not-found',
    text: 'Encountered error while initiating handshake. KMSEncryption failed on client with status 2 error: … GenerateDataKey API: NotFoundException: …',
    seenBy: 'node',
    patterns: [
      ['KMSEncryption failed on client', 'NotFoundException'],
      ['GenerateDataKey', 'NotFoundException'],
    ],
    means: "The key of the preferences is not in the node's Region and account, by that id or alias.",
    causes: [session.KEY_BROKEN],
  },
  {
    id: 'session-key-disabled',
    text: 'Encountered error while initiating handshake. KMSEncryption failed on client with status 2 error: … GenerateDataKey API: DisabledException: …',
    seenBy: 'node',
    patterns: [
      ['KMSEncryption failed on client', 'DisabledException'],
      ['KMSEncryption failed on client', 'KMSInvalidStateException'],
      ['KMSInvalidStateException'],
    ],
    means: 'The session key is disabled, or about to be deleted.',
    causes: [session.KEY_BROKEN],
  },
  {
    id: 'invalid-encryption-context',
    text: 'ValidationException: Invalid EncryptionContext …',
    seenBy: 'client',
    patterns: [['Invalid EncryptionContext'], ['KMSEncryption failed on client', 'ValidationException']],
    means: 'The client asked KMS with a context that is not allowed: no target, or an empty one.',
    causes: [session.THIRD_PARTY_CLIENT, session.PLUGIN_OLD],
  },
  {
    id: 'client-encryption-unreachable',
    text: 'Encountered error while initiating handshake. KMSEncryption failed on client with status 2 error: … GenerateDataKey API: … dial tcp …: i/o timeout',
    seenBy: 'node',
    patterns: UNREACHED.map(words => ['KMSEncryption failed on client', words] as const),
    misleading:
      'The text comes from the node and speaks of the client: it is this computer that cannot reach KMS.',
    means: "The plugin makes the data key of the session, and had no answer from KMS in the node's Region.",
    causes: [NO_WAY_FROM_HERE],
  },
  {
    id: 'client-encryption-failed',
    text: 'Encountered error while initiating handshake. KMSEncryption failed on client with status 2 error: …',
    seenBy: 'node',
    general: true,
    patterns: [
      ['Encountered error while initiating handshake', 'KMSEncryption failed on client with status'],
      ['KMSEncryption failed on client with status'],
    ],
    means: 'The client could not make the data key of the session; the rest of the text says why.',
    causes: [session.OPERATOR_KEY, session.KEY_BROKEN, NO_WAY_FROM_HERE, session.THIRD_PARTY_CLIENT],
  },
  {
    id: 'decrypt-denied',
    text: 'Encountered error while initiating handshake. Fetching data key failed: Unable to retrieve data key, Error when decrypting data key AccessDeniedException: The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
    seenBy: 'node',
    patterns: [
      ['Error when decrypting data key', 'AccessDenied'],
      ['Fetching data key failed', 'AccessDenied'],
      ['ciphertext refers to a', 'key that does not exist'],
      ['not authorized to perform: kms:Decrypt'],
    ],
    means: 'The person made the data key; the node may not open it.',
    causes: [session.NODE_KEY, session.KEY_BROKEN, session.LAYER_DENIES, node.STATIC_CREDENTIALS],
  },
  {
    id: 'decrypt-wrong-context',
    text: 'Encountered error while initiating handshake. Fetching data key failed: Unable to retrieve data key, Error when decrypting data key InvalidCiphertextException',
    seenBy: 'node',
    patterns: [
      ['Error when decrypting data key', 'InvalidCiphertextException'],
      ['InvalidCiphertextException'],
    ],
    means: 'Client and node speak of different sessions or targets, so KMS does not open the data key.',
    causes: [session.THIRD_PARTY_CLIENT, session.PLUGIN_OLD],
  },
  {
    id: 'decrypt-unreachable',
    text: 'Encountered error while initiating handshake. Fetching data key failed: Unable to retrieve data key, Error when decrypting data key RequestError: send request failed … dial tcp …: i/o timeout',
    seenBy: 'node',
    patterns: UNREACHED.map(words => ['Error when decrypting data key', words] as const),
    means: 'The person made the data key; the node could not ask KMS to open it.',
    causes: [session.NO_WAY_TO_KMS],
  },
  {
    id: 'decrypt-failed',
    text: 'Encountered error while initiating handshake. Fetching data key failed: Unable to retrieve data key, Error when decrypting data key …',
    seenBy: 'node',
    general: true,
    patterns: [
      ['Encountered error while initiating handshake', 'Fetching data key failed'],
      ['Fetching data key failed'],
      ['Unable to retrieve data key'],
      ['Error when decrypting data key'],
    ],
    means: 'The node could not open the data key of the session; the rest of the text says why.',
    causes: [session.NODE_KEY, session.KEY_BROKEN, session.NO_WAY_TO_KMS, session.THIRD_PARTY_CLIENT],
  },
  {
    id: 'handshake-timed-out',
    text: 'Encountered error while initiating handshake. Handshake timed out. Please ensure that you have the latest version of the session manager plugin.',
    seenBy: 'node',
    patterns: [['Handshake timed out']],
    misleading: 'The plugin is rarely what is wrong: a node that cannot reach KMS says the same.',
    means: 'Node and client could not agree on the key of the session within fifteen seconds.',
    causes: [
      session.NO_WAY_TO_KMS,
      session.PLUGIN_OLD,
      {
        cause: "this computer cannot reach KMS in the node's Region, or the websocket is held up on the way",
        preflight: true,
        remedy: 'Let kms.REGION and ssmmessages.REGION through the proxy or the firewall.',
      },
      node.STARVED,
    ],
  },
  {
    id: 'challenge-timed-out',
    text: 'Encountered error while initiating handshake. Timed out waiting for encryption challenge',
    seenBy: 'node',
    patterns: [['Timed out waiting for encryption challenge']],
    means: 'The client went silent in the middle of the handshake.',
    causes: [session.PLUGIN_OLD, session.THIRD_PARTY_CLIENT, session.CLIENT_NETWORK],
  },
  {
    id: 'challenge-not-supported',
    text: 'client does not support required encryption context random challenge',
    seenBy: 'node',
    patterns: [['does not support required encryption context random challenge']],
    means: 'The agent is told to ask for a random challenge, and the client knows none.',
    causes: [
      session.PLUGIN_OLD,
      {
        cause: "the agent's own settings demand it: Kms.RequireKMSChallengeResponse",
        look: 'amazon-ssm-agent.json on the node',
        remedy: 'Update the clients before the agents demand it.',
      },
    ],
  },
  {
    id: 'challenge-mismatch',
    text: 'Encryption challenge does not match!',
    seenBy: 'node',
    patterns: [['Encryption challenge does not match']],
    means: 'The client answered the handshake with something else than was asked.',
    causes: [session.THIRD_PARTY_CLIENT, session.PLUGIN_OLD],
  },
  {
    id: 'handshake-failed',
    text: 'Encountered error while initiating handshake. …',
    seenBy: 'node',
    general: true,
    patterns: [['Encountered error while initiating handshake']],
    means:
      'The handshake, which encrypted sessions and tunnels begin with, failed; the rest of the text says why.',
    causes: [
      session.NODE_KEY,
      session.OPERATOR_KEY,
      session.KEY_BROKEN,
      session.NO_WAY_TO_KMS,
      session.PLUGIN_OLD,
    ],
  },
]
