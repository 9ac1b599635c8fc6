/** The words that users meet, by what stands behind them. */

export const CLOUDWATCH_NOT_ENCRYPTED =
  "We couldn't start the session because encryption is not set up on the selected CloudWatch Logs log group. Either encrypt the log group or choose an option to enable logging without encryption."

export const DATA_KEY_NOT_READ =
  'Encountered error while initiating handshake. Fetching data key failed: Unable to retrieve data key, Error when decrypting data key AccessDeniedException: …'

export const HANDSHAKE_TIMED_OUT =
  'Encountered error while initiating handshake. Handshake timed out. Please ensure that you have the latest version of the session manager plugin.'

const BUCKET_NOT_VALIDATED =
  "Couldn't start the session because we are unable to validate encryption on Amazon S3 bucket. Error: "

export const NO_SUCH_BUCKET = `${BUCKET_NOT_VALIDATED}NoSuchBucket …`

export const ENCRYPTION_READ_DENIED = `${BUCKET_NOT_VALIDATED}AccessDenied: User: … is not authorized to perform: s3:GetEncryptionConfiguration on resource: …`

/** StartSession on a node whose control channel is not up. */
export const notConnected = (...nodes: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    nodes.map(id => [
      id,
      `An error occurred (TargetNotConnected) when calling the StartSession operation: ${id} is not connected.`,
    ]),
  )

export const BUCKET_NOT_ENCRYPTED =
  "We couldn't start the session because encryption is not set up on the selected Amazon S3 bucket. Either encrypt the bucket or choose an option to enable logging without encryption."

export const KEY_DISABLED =
  'Encountered error while initiating handshake. KMSEncryption failed on client with status 2 error: Failed to process action KMSEncryption: Error calling KMS GenerateDataKey API: DisabledException …'
