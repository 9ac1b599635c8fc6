import type { Reading } from '../access.ts'
import { olderThan } from '../session/agent-version.ts'
import { roleMay } from '../iam/node-request.ts'
import type { JudgedNode, S3Destination } from '../kinds.ts'
import type { WantedAccess } from '../meant/role-access.ts'
import type { PreferenceInputs } from '../preferences/preferences.ts'
import { bucketSide, logUpload, readEncryption, type BucketSide } from '../session/session-access.ts'
import { bestHeaders, noHeaders } from '../session/upload-headers.ts'
import { BUCKET_KEY, mayUseBucketKey } from './bucket-key.ts'
import { attempt, fails, firstObstacle, HOLDS, undecided, type Fact } from './fact.ts'
import { reaches } from './network.ts'
import { mayAccess, roleOf } from './permission.ts'
import { BUCKET_NOT_ENCRYPTED, bucketNotValidated } from './texts.ts'

/** Agents before this one send no encryption headers, whatever they may read. */
const SENDS_HEADERS = '3.0.502.0'

const BUCKET = ['s3/bucket-exists', 'preferences/schema-valid']
const AGENT = ['node/agent-version']
const READABLE = ['s3/encryption-readable']
const WRITE = ['s3/prefix-match', 's3/write-permissions', 's3/encryption-readable']

/** The agent's check of the bucket before the prompt: with the encryption flag on, a failure refuses the session. */
export const bucketValidation = (reading: Reading, node: JudgedNode, inputs: PreferenceInputs): Fact => {
  if (inputs.s3BucketName === '') return HOLDS
  return firstObstacle([
    reaches(reading, node, 's3', bucketNotValidated('RequestError: send request failed')),
    exists(reading, inputs, bucketNotValidated('NoSuchBucket …')),
    attempt(READABLE, () => mayReadEncryption(reading, node, inputs)),
    attempt(READABLE, () => ownerShows(reading, inputs)),
    attempt(['s3/bucket-encryption-supported'], () => isSupported(reading, inputs)),
  ])
}

/** Whether a session's log arrives in the bucket: silent where it does not. */
export const s3Record = (reading: Reading, node: JudgedNode, inputs: PreferenceInputs): Fact =>
  firstObstacle([
    reaches(reading, node, 's3'),
    exists(reading, inputs),
    attempt(WRITE, () => mayUpload(reading, node, inputs)),
    attempt(WRITE, () => ownerShows(reading, inputs)),
    attempt(BUCKET, () => agentKnows(reading, node, inputs)),
    attempt(BUCKET_KEY, () => mayEncrypt(reading, node, inputs)),
  ])

/** aws: https://github.com/aws/amazon-ssm-agent/blob/mainline/RELEASENOTES.md */
const SETS_ACL = '2.3.722.0'
const FINDS_REGION = '2.3.1509.0'
const FINDS_REGION_FOR_SURE = '3.0.356.0'

/** Whether the agent is new enough for a bucket in another Region, or of another account. */
const agentKnows = (reading: Reading, { managed }: JudgedNode, inputs: PreferenceInputs): Fact => {
  const agent = managed?.agentVersion
  if (!olderThan(agent, FINDS_REGION_FOR_SURE)) return HOLDS
  const isDeclared = destinationOf(reading, inputs)?.foreign === 'declared'
  if (isDeclared && olderThan(agent, SETS_ACL)) return fails(AGENT)
  const region = reading.records('buckets')[inputs.s3BucketName]?.region
  if (region === undefined || region === reading.world.scope.region) return HOLDS
  return olderThan(agent, FINDS_REGION) ? fails(AGENT) : undecided(AGENT)
}

const mayEncrypt = (reading: Reading, node: JudgedNode, inputs: PreferenceInputs): Fact => {
  const destination = destinationOf(reading, inputs)
  return destination ? mayUseBucketKey(reading, node, destination) : undecided(BUCKET_KEY)
}

const exists = (reading: Reading, { s3BucketName }: PreferenceInputs, sees?: string): Fact =>
  attempt(BUCKET, () => (reading.records('buckets')[s3BucketName] ? HOLDS : fails(BUCKET, sees)))

const destinationOf = (reading: Reading, inputs: PreferenceInputs): S3Destination | undefined =>
  reading.records('s3Destinations')[`${inputs.s3BucketName}/${inputs.s3KeyPrefix}`]

const sideOf = (reading: Reading, destination: S3Destination): BucketSide =>
  bucketSide(destination, { bucketPolicies: reading.records('bucketPolicies') }, reading.world.scope)

/** What a role may do with a bucket of another account is also its owner's to say: a policy that is not shown may deny. */
const ownerShows = (reading: Reading, inputs: PreferenceInputs): Fact => {
  const destination = destinationOf(reading, inputs)
  if (destination?.foreign) void reading.records('bucketPolicies')[destination.bucket]
  return HOLDS
}

const mayReadEncryption = (reading: Reading, node: JudgedNode, inputs: PreferenceInputs): Fact => {
  const destination = destinationOf(reading, inputs)
  if (!destination) return undecided(READABLE)
  const wanted = readEncryption(destination, sideOf(reading, destination))
  return mayAccess(reading, node, wanted, READABLE, bucketNotValidated(ENCRYPTION_DENIED))
}

const ENCRYPTION_DENIED =
  'AccessDenied: User: … is not authorized to perform: s3:GetEncryptionConfiguration on resource: …'

const isSupported = (reading: Reading, { s3BucketName }: PreferenceInputs): Fact => {
  const checks = ['s3/bucket-encryption-supported']
  const encryption = reading.records('bucketEncryption')[s3BucketName]
  if (encryption?.algorithm === undefined) return undecided(checks)
  return encryption.algorithm === 'aws:kms:dsse' ? fails(checks, BUCKET_NOT_ENCRYPTED) : HOLDS
}

const headerRecords = (reading: Reading) => ({
  bucketPolicies: reading.records('bucketPolicies'),
  bucketEncryption: reading.records('bucketEncryption'),
})

const mayUpload = (reading: Reading, node: JudgedNode, inputs: PreferenceInputs): Fact => {
  const destination = destinationOf(reading, inputs)
  const role = roleOf(reading, node)
  if (!destination || !role) return undecided(WRITE)
  const sends = !olderThan(node.managed?.agentVersion, SENDS_HEADERS)
  const reads = sends && mayReadEncryption(reading, node, inputs).holds !== 'no'
  const headers = reads ? bestHeaders(role, destination, headerRecords(reading)) : noHeaders
  const side = { ...sideOf(reading, destination), context: headers }
  const upload = logUpload(destination, side)
  return firstObstacle([
    mayAccess(reading, node, upload, WRITE),
    maySetAcl(reading, node, destination, upload.call),
  ])
}

/**
 * The agent sends an ACL with each log. A Deny on setting it stops the upload, and so does, across accounts, that
 * nothing allows it; within one account uploads are known to work without it.
 *
 * aws: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
const maySetAcl = (
  reading: Reading,
  node: JudgedNode,
  { foreign }: S3Destination,
  call: WantedAccess['call'],
): Fact => {
  const role = roleOf(reading, node)
  if (!role) return undecided(WRITE)
  const asked = { ...call, action: 's3:PutObjectAcl' }
  const { verdict } = roleMay({ ...role, nodes: [node] }, asked, reading.world.scope)
  if (verdict === 'explicit-deny') return fails(WRITE)
  if (verdict === 'allowed' || !foreign) return HOLDS
  return verdict === 'unknown' ? undecided(WRITE) : fails(WRITE)
}
