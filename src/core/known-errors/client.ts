import type { KnownError } from './known-error.ts'
import * as node from './node-causes.ts'
import * as session from './session-causes.ts'

/** Told on the computer of the one who starts the session: by the AWS CLI, its plugin, or ssh. */
export const CLIENT_ERRORS: readonly KnownError[] = [
  {
    id: 'plugin-not-found',
    text: 'SessionManagerPlugin is not found. Please refer to SessionManager Documentation here: http://docs.aws.amazon.com/console/systems-manager/session-manager-plugin-not-found',
    seenBy: 'client',
    patterns: [
      ['SessionManagerPlugin is not found'],
      ['session-manager-plugin-not-found'],
      ['session-manager-plugin: command not found'],
      ['session-manager-plugin is not recognized'],
    ],
    means: 'The AWS CLI needs a second program to speak with the node.',
    causes: [session.PLUGIN_MISSING],
  },
  {
    id: 'blank-screen',
    text: 'Starting session with SessionId: … (and then nothing)',
    seenBy: 'client',
    patterns: [['Starting session with SessionId:']],
    described: [
      ['blank screen'],
      ['black screen'],
      ['screen stays blank'],
      ['blank cursor'],
      ['blinking cursor'],
      ['session hangs'],
    ],
    thenSilence: 90,
    misleading:
      'No error is no good sign: the node could not tell what stopped it, or waits for a host that does not answer.',
    means: 'The session was opened, and the shell never came.',
    causes: [
      node.DISK_FULL,
      session.BAD_PREFERENCES,
      session.NO_WAY_TO_LOGS,
      session.NO_WAY_TO_S3,
      session.GROUP_MISSING,
      session.BUCKET_MISSING,
      node.STARVED,
      node.CHANNEL_DOWN,
    ],
  },
  {
    id: 'session-exits-at-once',
    text: 'Starting session with SessionId: … Exiting session with sessionId: … (no error between, often after 30 seconds)',
    seenBy: 'client',
    patterns: [['Starting session with SessionId:', 'Exiting session with sessionId:']],
    described: [
      ['session closes after', '30 s'],
      ['session ends after', '30 s'],
      ['exits after', '30 s'],
    ],
    thenSilence: 90,
    means: 'The session opened and ended again without an error.',
    causes: [
      {
        ...session.PLUGIN_OLD,
        cause: 'the plugin calls itself 1.2.0.0 (built from source): the agent gives it up after 30 seconds',
      },
      {
        cause: 'the shell profile of the preferences or of the user ends the shell',
        checks: ['preferences/shell-profile-safe'],
        severe: true,
        remedy: 'Take exit and exec out of the profile.',
      },
      {
        cause: 'the session was simply ended: by the user, or by its idle or maximum time',
        look: 'idleSessionTimeout and maxSessionDuration of the preferences, and who ended the session in CloudTrail',
        remedy: 'Nothing is wrong then.',
      },
      node.DISK_FULL,
    ],
  },
  {
    id: 'cannot-perform-start-session',
    text: 'Cannot perform start session: …',
    seenBy: 'client',
    general: true,
    patterns: [['Cannot perform start session']],
    means: 'The session was granted, and the plugin could not open its websocket to ssmmessages.',
    causes: [
      session.CLIENT_NETWORK,
      session.OPEN_CHANNEL_DENIED,
      session.CLIENT_CREDENTIALS,
      session.PLUGIN_OLD,
    ],
  },
  {
    id: 'bad-handshake',
    text: 'websocket: bad handshake',
    seenBy: 'client',
    patterns: [
      ['Cannot perform start session', 'bad handshake'],
      ['websocket: bad handshake'],
      ['bad handshake'],
    ],
    means: 'Something answered the websocket in the place of ssmmessages, or ssmmessages refused it.',
    causes: [session.CLIENT_NETWORK, session.OPEN_CHANNEL_DENIED, session.CLIENT_CREDENTIALS],
  },
  {
    id: 'sign-websocket',
    text: 'Failed to sign websocket: …',
    seenBy: 'client',
    patterns: [['Failed to sign websocket'], ['NoCredentialProviders']],
    means: 'The plugin wanted to sign its connection and had no credentials.',
    causes: [
      { ...session.PLUGIN_OLD, cause: 'the plugin is 1.2.688.0, which AWS has withdrawn for this' },
      session.CLIENT_CREDENTIALS,
    ],
  },
  {
    id: 'unknown-session-type',
    text: 'unable to determine SessionType',
    seenBy: 'client',
    patterns: [['unable to determine SessionType'], ['Unknown session type']],
    means: 'The plugin does not know the kind of session that the document asks for.',
    causes: [session.PLUGIN_OLD],
  },
  {
    id: 'client-without-encryption',
    text: 'Installed version of CLI does not support Session Manager encryption feature. Please upgrade to the latest version of your CLI',
    seenBy: 'client',
    patterns: [['does not support Session Manager encryption feature']],
    means: 'The plugin is older than the encryption of sessions.',
    causes: [session.PLUGIN_OLD],
  },
  {
    id: 'start-session-eof',
    text: 'Cannot perform start session: EOF',
    seenBy: 'client',
    patterns: [['Cannot perform start session: EOF']],
    means: 'The connection to ssmmessages was closed before it was a websocket.',
    causes: [session.CLIENT_NETWORK, session.CLIENT_CREDENTIALS, session.PLUGIN_OLD],
  },
  {
    id: 'start-session-unreachable',
    text: 'Cannot perform start session: dial tcp …: i/o timeout',
    seenBy: 'client',
    patterns: [
      ['Cannot perform start session', 'dial tcp', 'i/o timeout'],
      ['Cannot perform start session', 'dial tcp'],
      ['Cannot perform start session', 'timed out'],
      ['Cannot perform start session', 'i/o timeout'],
      ['Cannot perform start session', 'no such host'],
    ],
    means: 'This computer cannot reach ssmmessages. The node is not what is unreachable here.',
    causes: [session.CLIENT_NETWORK],
  },
]
