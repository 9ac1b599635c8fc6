import type { KnownError } from './known-error.ts'
import * as node from './node-causes.ts'
import * as session from './session-causes.ts'

const IDLE_PROXY = {
  cause: 'a proxy, VPN or load balancer on the way ends connections that are idle',
  look: 'whether it happens after the same time again, and without the VPN',
  remedy: 'Lengthen the idle limit of the proxy, or let ssmmessages past it.',
}

/** Told by ssh, by the ports of this computer, and by connections that break. */
export const TUNNEL_ERRORS: readonly KnownError[] = [
  {
    id: 'session-timed-out',
    text: 'Session: … timed out.',
    seenBy: 'client',
    // other messages have these words too
    general: true,
    patterns: [['Session:', 'timed out.']],
    means: 'The client came back after a break, and the session is gone.',
    causes: [
      IDLE_PROXY,
      { ...node.AGENT_SILENT, cause: 'the node lost its connection or was stopped' },
      {
        ...session.CLIENT_CREDENTIALS,
        cause: 'the credentials expired meanwhile, so that the session could not be resumed',
      },
    ],
  },
  {
    id: 'idle-timeout',
    text: 'Your session timed out due to inactivity',
    seenBy: 'client',
    patterns: [['session timed out due to inactivity']],
    means: 'Nobody typed for as long as the preferences allow: 20 minutes, where they say nothing.',
    causes: [
      {
        cause: 'idleSessionTimeout of the preferences ended it, as it shall',
        look: 'idleSessionTimeout and maxSessionDuration of the preferences, and who ended the session in CloudTrail',
        remedy: 'Lengthen idleSessionTimeout (1 to 60 minutes) where it is too short.',
      },
    ],
  },
  {
    id: 'abnormal-closure',
    text: 'websocket: close 1006 (abnormal closure): unexpected EOF',
    seenBy: 'client',
    patterns: [['websocket: close 1006'], ['abnormal closure']],
    means: 'The connection was cut without a goodbye.',
    causes: [IDLE_PROXY, session.CLIENT_NETWORK, session.CLIENT_CREDENTIALS],
  },
  {
    id: 'ssh-closed',
    text: 'kex_exchange_identification: Connection closed by remote host',
    seenBy: 'client',
    patterns: [
      ['kex_exchange_identification'],
      ['ssh_exchange_identification'],
      ['banner exchange', 'Connection'],
      ['Broken pipe'],
      ['Connection closed by UNKNOWN port 65535'],
    ],
    misleading:
      'ssh only tells that its ProxyCommand ended; the real error is that of aws ssm start-session.',
    means: 'The tunnel under ssh did not come about.',
    causes: [
      {
        cause:
          'the ProxyCommand failed: run the same aws ssm start-session by itself, and explain what that says',
        look: 'the output of the command below',
        remedy: 'Repair what it names; ssh follows.',
        commands: [
          'aws ssm start-session --target i-… --document-name AWS-StartSSHSession --parameters portNumber=22',
        ],
      },
      session.PLUGIN_MISSING,
      {
        cause: 'no sshd listens on the node, or on another port',
        look: '`ss -ltn` on the node, by a plain session',
        remedy: 'Start sshd, or correct the port.',
      },
    ],
  },
  {
    id: 'local-port-busy',
    text: 'bind: address already in use',
    seenBy: 'client',
    patterns: [['bind: address already in use'], ['bind: Only one usage of each socket address']],
    means: 'Another program of this computer, often an older tunnel, holds the local port.',
    causes: [
      {
        cause: 'the local port is taken',
        look: 'the program that listens on the port',
        remedy: 'End it, or choose another localPortNumber.',
        commands: ['lsof -nP -iTCP:PORT -sTCP:LISTEN'],
      },
    ],
  },
  {
    id: 'session-already-terminated',
    text: 'Session is already terminated',
    seenBy: 'node',
    patterns: [['Session is already terminated']],
    means: 'A client came back to a session that had ended.',
    causes: [
      {
        cause:
          'the session reached its idle or maximum time, or somebody ended it, while the connection was cut',
        look: 'idleSessionTimeout and maxSessionDuration of the preferences, and who ended the session in CloudTrail',
        remedy: 'Start a new session; lengthen idleSessionTimeout where that was it.',
      },
    ],
  },
]
