/** The literal texts that a user meets when a session fails. Sources: SSM Agent and plugin sources, AWS documentation. */

export const targetNotConnected = (node: string): string =>
  `An error occurred (TargetNotConnected) when calling the StartSession operation: ${node} is not connected.`

export const DATA_CHANNEL_DENIED =
  'Setting up data channel with id <session id> failed: … AccessDeniedException …'

export const HANG = 'Starting session with SessionId: <session id> (then nothing)'

export const SCHEMA_UNSUPPORTED =
  'schemaVersion is not supported by this version of ssm agent, please update to latest version'

export const LOG_GROUP_NOT_ENCRYPTED =
  "We couldn't start the session because encryption is not set up on the selected CloudWatch Logs log group. Either encrypt the log group or choose an option to enable logging without encryption."

export const bucketNotValidated = (error: string): string =>
  `Couldn't start the session because we are unable to validate encryption on Amazon S3 bucket. Error: ${error}`

export const BUCKET_NOT_ENCRYPTED =
  "We couldn't start the session because encryption is not set up on the selected Amazon S3 bucket. Either encrypt the bucket or choose an option to enable logging without encryption."

export const keyRefused = (error: string): string =>
  `Encountered error while initiating handshake. KMSEncryption failed on client with status 2 error: Failed to process action KMSEncryption: Error calling KMS GenerateDataKey API: ${error}`

export const DECRYPT_DENIED =
  'Encountered error while initiating handshake. Fetching data key failed: Unable to retrieve data key, Error when decrypting data key AccessDeniedException: …'

/** Misleading: the client waits for a node that cannot ask the key. */
export const HANDSHAKE_TIMED_OUT =
  'Encountered error while initiating handshake. Handshake timed out. Please ensure that you have the latest version of the session manager plugin.'

export const RUN_AS_ROOT = 'Unable to start command: invalid uid and gid'

export const runAsNobody = (user: string): string =>
  `Unable to start command: failed to start pty since RunAs user ${user} does not exist`
