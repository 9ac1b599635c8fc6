import { expect, it } from 'vitest'
import { matchErrors } from '../../../src/core/known-errors/match-errors.ts'

/** What AWS's data cannot reveal, by the text that it is met with: it must be named among the causes. */
const HIDDEN: readonly (readonly [what: string, text: string, cause: RegExp])[] = [
  ['no plugin on this computer', 'SessionManagerPlugin is not found', /plugin is not installed/],
  [
    'no plugin, told as a refusal',
    'not authorized to perform: ssm:TerminateSession',
    /plugin is not installed/,
  ],
  [
    'a user that is not on the host',
    'RunAs user deploy does not exist',
    /does not exist on the node's operating system/,
  ],
  ['a client of somebody else', 'Invalid EncryptionContext', /client other than AWS's/],
  ['a full root volume', 'Plugin with name Standard_Stream not found', /root volume .* full/],
  [
    'a full root volume, told by silence',
    'Starting session with SessionId: jane-0a1b2c3d',
    /root volume .* full/,
  ],
  ['no file handles left', 'failed to create channel: too many open files', /file handles/],
  ['a cloned machine', 'MachineFingerprintDoesNotMatch', /cloned/],
  [
    'static credentials on the node',
    'CreateControlChannel failed with error: AccessDenied',
    /override its role/,
  ],
  ['a proxy on the node', 'EC2MetadataError', /intercepted by a proxy/],
  ["a proxy of the client's network", 'Cannot perform start session: EOF', /proxy, firewall or VPN/],
  [
    'an old plugin',
    'Installed version of CLI does not support Session Manager encryption feature',
    /plugin is old/,
  ],
  ['a plugin without its version', 'session closes after exactly ~30 s', /1\.2\.0\.0/],
  ['a wrong clock', 'RequestTimeTooSkewed', /clock of the node/],
  [
    'PowerShell that cannot stream',
    'No logs will be streamed to CloudWatch',
    /PowerShell is older than 5\.1/,
  ],
  ['no script on the node', 'Failed to generate transcript', /script \(util-linux\)/],
  ['throttled calls', 'encryption is not set up on the selected CloudWatch Logs log group', /throttled/],
]

it.each(HIDDEN)('%s is named among the causes', (_, text, cause) => {
  const causes = matchErrors(text).flatMap(error => error.causes.map(one => one.cause))
  expect(causes.some(one => cause.test(one))).toBe(true)
})
