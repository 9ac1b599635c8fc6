import type { NodeCall } from '../iam/node-request.ts'
import { statementsOf } from '../iam/statements.ts'
import type { LogDestination, NodeRole, S3Destination } from '../kinds.ts'
import { logTarget } from '../meant/log-target.ts'
import { objectTarget } from '../meant/object-target.ts'
import type { WantedAccess } from '../meant/role-access.ts'
import type { BucketPolicy } from '../records.ts'
import type { Scope } from '../snapshot.ts'

/** Stands for the id of any session: AWS makes it of the user's or role session's name and a random suffix. */
const SESSION_ID = 'operator-0a1b2c3d4e5f60789'

/**
 * What a node needs to write a session's log to a log group. CreateLogGroup is never called, DescribeLogStreams only to
 * recover from an error.
 *
 * aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
 */
export const logWrite = ({ arn }: LogDestination): WantedAccess => {
  const actions = ['logs:CreateLogStream', 'logs:PutLogEvents']
  return {
    actions,
    call: { resource: `${arn}:log-stream:${SESSION_ID}` },
    statement: { sid: 'SessionLogsWrite', actions, resources: [`${arn}:*`] },
    target: logTarget(arn),
  }
}

/**
 * What a node needs for the agent to learn that a log group is there. It is authorised on an empty group name, even
 * where a prefix is asked for: naming a group never covers it.
 * @param role whose policies may ask for tags, which the call never has
 *
 * aws: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html
 */
export const describeGroups = ({ partition, region, accountId }: Scope, role?: NodeRole): WantedAccess => {
  const actions = ['logs:DescribeLogGroups']
  const groups = `arn:${partition}:logs:${region}:${accountId}:log-group:`
  return {
    actions,
    call: { resource: `${groups}:log-stream:`, ...(role && { context: noTags(role) }) },
    statement: { sid: 'SessionLogsDescribe', actions, resources: [`${groups}*`] },
  }
}

const RESOURCE_TAG = 'aws:resourcetag/'

/** The call is about no group that could carry a tag: a condition on one never holds. */
const noTags = (role: NodeRole): Readonly<Record<string, null>> => {
  const policies = [...role.identityPolicies, ...(role.boundary ? [role.boundary] : [])]
  const documents = policies.filter(one => one.document.toLowerCase().includes(RESOURCE_TAG))
  const conditions = documents.flatMap(one =>
    statementsOf(one.document).statements.flatMap(two => two.conditions),
  )
  const keys = conditions.map(one => one.key).filter(key => key.toLowerCase().startsWith(RESOURCE_TAG))
  return Object.fromEntries(keys.map(key => [key, null]))
}

/** The bucket's side of a call: its policy, and the headers of the request where they are known. */
export type BucketSide = Pick<NodeCall, 'resourceAccount' | 'resourcePolicy' | 'context'>

/**
 * The bucket's side of a node's calls. That of a bucket in another account is not known: there the role's own policies
 * have to allow by themselves, as they do where a bucket has no policy.
 */
export const bucketSide = (
  { bucket, foreign }: S3Destination,
  { bucketPolicies }: { readonly bucketPolicies: Readonly<Record<string, BucketPolicy>> },
  { accountId }: Scope,
): BucketSide => {
  const document = foreign ? undefined : bucketPolicies[bucket]?.document
  return {
    ...(!foreign && { resourceAccount: accountId }),
    ...(document !== undefined && { resourcePolicy: { name: `bucket policy of ${bucket}`, document } }),
  }
}

/**
 * What else an upload may carry, and a log never does: keys of the sender's own, grants, tags, locks, conditions.
 *
 * aws: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
 */
const NEVER_SENT = [
  's3:x-amz-server-side-encryption-customer-algorithm',
  's3:x-amz-copy-source',
  's3:x-amz-metadata-directive',
  's3:x-amz-website-redirect-location',
  's3:x-amz-grant-',
  's3:RequestObjectTag',
  's3:object-lock-',
  's3:if-',
]

/** What a node needs to upload a session's log to a bucket. */
export const logUpload = (
  { bucketArn, objectArn }: S3Destination,
  side: BucketSide,
  actions: readonly string[] = ['s3:PutObject'],
): WantedAccess => ({
  actions,
  call: { resource: objectArn, ...side, complete: NEVER_SENT },
  statement: { sid: 'SessionLogsUpload', actions, resources: [objectArn.replace(/[^/]*$/, '*')] },
  target: objectTarget(bucketArn, objectArn),
})

/** What a node needs to read how a bucket encrypts. */
export const readEncryption = ({ bucketArn }: S3Destination, side: BucketSide): WantedAccess => {
  const actions = ['s3:GetEncryptionConfiguration']
  return {
    actions,
    call: { resource: bucketArn, ...side },
    statement: { sid: 'SessionLogsBucketEncryption', actions, resources: [bucketArn] },
  }
}
