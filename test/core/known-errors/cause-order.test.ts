import { expect, it } from 'vitest'
import { matchErrors } from '../../../src/core/known-errors/match-errors.ts'

/** Texts with what stands behind them, in the order in which it is most likely. */
const ORDERS: readonly (readonly [text: string, causes: readonly RegExp[]])[] = [
  [
    'i-0a1b2c3d4e5f60001 is not connected.',
    [
      /another Region or account/,
      /stopped, gone/,
      /Agent is stopped/,
      /never became a managed node/,
      /five core actions/,
      /cannot reach ssmmessages/,
      /Default Host Management was turned on/,
      /older than 2\.3\.68\.0/,
    ],
  ],
  [
    'not authorized to perform: ssm:TerminateSession … because no identity-based policy allows',
    [/plugin is not installed/, /\$\{aws:username\}/, /not end their own/],
  ],
  [
    'not authorized to perform: ssm:ResumeSession',
    [/policy does not allow ssm:ResumeSession/, /credentials have expired/],
  ],
  [
    "The instance you selected isn't configured to use Session Manager.",
    [/five core actions/, /Agent is too old/, /cannot reach ssmmessages/, /out of memory/],
  ],
  [
    'SSM Agent is not online',
    [/cannot reach ssm:/, /no usable role/, /Default Host Management was turned on/, /no agent/],
  ],
  [
    'Setting up data channel with id x failed: Request is not authenticated',
    [/credentials of the node|other credentials/, /clock of the node/, /five core actions/],
  ],
  ['shared credentials are already expired', [/hangs in its renewal/, /trust/]],
  [
    'encryption is not set up on the selected CloudWatch Logs log group',
    [
      /log group of the preferences does not exist/,
      /DescribeLogGroups: a policy that names one group/,
      /throttled/,
      /cannot reach CloudWatch Logs/,
      /no KMS key/,
    ],
  ],
  [
    'Handshake timed out. Please ensure that you have the latest version of the session manager plugin.',
    [/node cannot reach KMS/, /plugin is old/, /this computer cannot reach KMS/],
  ],
  [
    'document process failed unexpectedly: document worker timed out',
    [/inotify/, /root volume/, /antivirus/],
  ],
  [
    'Starting session with SessionId: jane-0a1b2c3d',
    [
      /root volume/,
      /preferences document cannot be read/,
      /cannot reach (?:S3|CloudWatch Logs)/,
      /out of memory/,
      /control channel/,
    ],
  ],
  [
    'Cannot perform start session: x',
    [/proxy, firewall or VPN/, /ssmmessages:OpenDataChannel/, /credentials of this computer/],
  ],
  ['ConnectionLost', [/Agent is stopped/, /cannot reach ssm:/, /five core actions/]],
]

it.each(ORDERS)('%s has its likeliest cause first', (text, wanted) => {
  const causes = matchErrors(text)[0]?.causes.map(one => one.cause) ?? []
  const places = wanted.map(cause => causes.findIndex(one => cause.test(one)))
  expect(places).not.toContain(-1)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
})
