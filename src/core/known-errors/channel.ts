import type { KnownError } from './known-error.ts'
import * as node from './node-causes.ts'
import * as session from './session-causes.ts'

/** Told by the node when it cannot open the channel of a session. */
export const CHANNEL_ERRORS: readonly KnownError[] = [
  {
    id: 'data-channel-denied',
    text: 'Setting up data channel with id … failed: failed to create websocket for datachannel with error: CreateDataChannel failed … AccessDeniedException …',
    seenBy: 'node',
    patterns: [
      ['Setting up data channel with id', 'not authorized to perform: ssmmessages:OpenDataChannel'],
      ['Setting up data channel with id', 'not authorized to perform: ssmmessages:'],
      ['Setting up data channel with id', 'AccessDenied'],
      ['CreateDataChannel failed', 'AccessDenied'],
    ],
    means: 'The node heard of the session and may not open its channel.',
    causes: [
      { ...node.LACKS_CORE, cause: 'the role lacks ssmmessages:CreateDataChannel or OpenDataChannel' },
      session.LAYER_DENIES,
      node.STATIC_CREDENTIALS,
    ],
  },
  {
    id: 'data-channel-not-authenticated',
    text: 'Setting up data channel with id … failed: … Request is not authenticated',
    seenBy: 'node',
    patterns: [['Setting up data channel', 'Request is not authenticated']],
    means: 'The credentials of the node are not accepted.',
    causes: [
      {
        ...node.BROKEN_TRUST,
        cause:
          'the credentials of the node are invalid: its role was deleted and made again, or is not to be assumed',
      },
      node.NODE_CLOCK,
      node.LACKS_CORE,
      node.STATIC_CREDENTIALS,
    ],
  },
  {
    id: 'data-channel-unknown-operation',
    text: 'Setting up data channel with id … failed: … UnknownOperationException',
    seenBy: 'node',
    patterns: [['Setting up data channel', 'UnknownOperationException']],
    means:
      "AWS did not understand the node's request: once a fault of the service with certain session names.",
    causes: [
      {
        cause: "the session's name, which is made of the user or role session name, holds something unusual",
        look: 'whether it works under another role session name',
        remedy: 'Use a role session name of letters, digits and =,.@- alone, and update the agent.',
      },
      node.AGENT_TOO_OLD,
    ],
  },
  {
    id: 'data-channel-unreachable',
    text: 'Setting up data channel with id … failed: … failed to make http client call: … dial tcp …: i/o timeout',
    seenBy: 'node',
    // calls to other services have these words too, and say which
    general: true,
    patterns: [
      ['Setting up data channel', 'dial tcp'],
      ['Setting up data channel', 'i/o timeout'],
      ['Setting up data channel', 'failed to make http client call'],
      ['failed to make http client call'],
      ['dial tcp', 'i/o timeout'],
      ['dial tcp', 'no such host'],
      ['dial tcp'],
      ['i/o timeout'],
    ],
    means:
      'The node cannot reach ssmmessages any more; the control channel that told it of the session is older.',
    causes: [
      node.NO_WAY_TO_MESSAGES,
      {
        cause:
          "the name of ssmmessages does not resolve to the endpoint: private DNS, the VPC's DNS or own resolvers",
        checks: ['network/endpoint-private-dns', 'network/vpc-dns'],
        remedy: 'Turn private DNS of the endpoint and both DNS attributes of the VPC on.',
      },
      {
        cause: 'a security group or a network ACL stops port 443, there or back',
        checks: ['network/node-egress', 'network/endpoint-security-group', 'network/acl'],
        remedy: 'Let 443 out of the node and into the endpoint, and the answers back.',
      },
      {
        cause: 'a proxy of the node does not let it through, or lacks an exemption',
        look: "http_proxy, https_proxy and no_proxy of the agent's service",
        remedy: 'Let ssm and ssmmessages through the proxy, and exempt 169.254.169.254.',
      },
    ],
  },
  {
    id: 'data-channel-failed',
    text: 'Setting up data channel with id … failed: …',
    seenBy: 'node',
    general: true,
    patterns: [['Setting up data channel with id']],
    means: 'The node heard of the session and could not open its channel; the rest of the text says why.',
    causes: [node.LACKS_CORE, node.NO_WAY_TO_MESSAGES, node.NODE_CLOCK, node.INTERCEPTED],
  },
  {
    id: 'shared-credentials-expired',
    text: '… shared credentials are already expired, they were retrieved at … and expired at …',
    seenBy: 'node',
    patterns: [['shared credentials are already expired']],
    means:
      'The agent lives on old credentials of Default Host Management or of its hybrid role, and cannot renew them.',
    causes: [
      {
        cause: 'the agent hangs in its renewal of credentials: RequestManagedInstanceRoleToken fails',
        look: "the agent's log for RequestManagedInstanceRoleToken",
        remedy: 'Restart the agent.',
        commands: ['sudo systemctl restart amazon-ssm-agent'],
      },
      {
        cause: "the role's trust or the setting no longer serves, so that no new credentials are given",
        checks: ['hybrid/service-role-trust', 'identity/dhmc-role'],
        remedy: 'Repair the trust of the role, then restart the agent.',
      },
      node.NO_WAY_TO_SSM,
    ],
  },
  {
    id: 'unknown-authority',
    text: 'x509: certificate signed by unknown authority',
    seenBy: 'node',
    patterns: [
      ['x509:', 'signed by unknown authority'],
      ['x509:', 'certificate has expired or is not yet valid'],
    ],
    means: 'Who answered is not AWS in the eyes of the one who asked.',
    causes: [node.INTERCEPTED, node.NODE_CLOCK],
  },
  {
    id: 'worker-timed-out',
    text: 'document process failed unexpectedly: document worker timed out, check [ssm-document-worker]/[ssm-session-worker] log for crash reason',
    seenBy: 'node',
    patterns: [
      ['document process failed unexpectedly'],
      ['document worker timed out'],
      ['failed to create channel: too many open files'],
      ['too many open files'],
    ],
    means: 'The agent could not start the process that serves the session.',
    causes: [
      node.STARVED,
      node.DISK_FULL,
      {
        cause: 'an antivirus program or a hardening policy of the node stops ssm-session-worker',
        look: 'the antivirus log of the node, and the mount options of /var/lib/amazon (noexec)',
        remedy: "Exempt the agent's folder.",
      },
    ],
  },
  {
    id: 'plugin-not-found-on-node',
    text: 'Plugin with name Standard_Stream not found. Step name: Standard_Stream',
    seenBy: 'node',
    patterns: [['Plugin with name', 'not found']],
    misleading: 'No plugin is missing, least of all the one on your computer.',
    means: 'The agent could not set up a session worker.',
    causes: [node.DISK_FULL, node.STARVED, node.AGENT_TOO_OLD],
  },
  {
    id: 'plugin-not-supported-on-node',
    text: 'Plugin with name Port is not supported by this version of ssm agent, please update to latest version',
    seenBy: 'node',
    patterns: [
      ['Plugin with name', 'is not supported'],
      ['is not supported by this version of ssm agent'],
      ['please update to latest version'],
    ],
    means: 'The agent does not know what the document asks for.',
    causes: [
      node.AGENT_TOO_OLD,
      {
        ...session.BAD_PREFERENCES,
        cause: 'schemaVersion or sessionType of the document is mistyped; only 1.0 exists',
      },
    ],
  },
]
