import { ACCOUNT, DB, GROUP, HYBRID, REGION, WEB } from '../healthy.ts'

export const DOCUMENT = 'SSM-SessionManagerRunShell'
export const HOSTED = '/ssm/managed-instance/default-ec2-instance-management-role'
export const GROUP_ARN = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${GROUP}`
export const WEB_PROFILE = `arn:aws:iam::${ACCOUNT}:instance-profile/web`

export const WELL = 'yes yes yes yes'
export const CW =
  "We couldn't start the session because encryption is not set up on the selected CloudWatch Logs log group. Either encrypt the log group or choose an option to enable logging without encryption."
export const HANG = 'Starting session with SessionId: <session id> (then nothing)'
export const UNREAD_DATA_KEY =
  'Encountered error while initiating handshake. Fetching data key failed: Unable to retrieve data key, Error when decrypting data key AccessDeniedException: …'
export const noDataKey = (error: string): string =>
  `Encountered error while initiating handshake. KMSEncryption failed on client with status 2 error: Failed to process action KMSEncryption: Error calling KMS GenerateDataKey API: ${error} …`
export const noBucket = (error: string): string =>
  `Couldn't start the session because we are unable to validate encryption on Amazon S3 bucket. Error: ${error}`
export const tnc = (node: string): string =>
  `An error occurred (TargetNotConnected) when calling the StartSession operation: ${node} is not connected.`

export const NODES = [WEB, DB, HYBRID]
export const ROLES = ['db', 'hybrid-node', 'web']
export const onAll = (text: string): Record<string, string> => Object.fromEntries(NODES.map(id => [id, text]))
/** One finding for each role. */
export const perRole = (check: string, about: string, roles = ROLES): string[] =>
  roles.map(role => `${check} ${role} ${about}`)
export const foldedPerRole = (check: string, cause: string): string[] =>
  ROLES.map(role => `${check} ${role} <- ${cause.replace('ROLE', role)}`)

export const followsVersion = (check: string): string =>
  `preferences/${check} ${DOCUMENT} <- preferences/default-version-current ${DOCUMENT}`

export const CHANNELS =
  'ssmmessages:CreateControlChannel,ssmmessages:OpenControlChannel,ssmmessages:CreateDataChannel,ssmmessages:OpenDataChannel'

export const NO_ROLE = 'no unknown unknown unknown'
