import type { Reading } from '../access.ts'
import type { NodeCall } from '../iam/node-request.ts'
import type { AccessRequest } from '../iam/types.ts'
import type { JudgedNode, NodeRole, S3Destination } from '../kinds.ts'
import { decryptContext } from '../session/decrypt-context.ts'
import { describeGroups, logWrite } from '../session/session-access.ts'
import { namedKey } from '../session/session-key.ts'
import { ACL } from '../session/upload-headers.ts'
import type { Scope } from '../snapshot.ts'
import type { Service } from './types.ts'

/** A call of a node as an endpoint's policy sees it. */
export interface EndpointCall extends NodeCall {
  /** Not signed with the credentials of a role: it carries no principal. */
  readonly unsigned?: boolean
  /** About something of another account, of which nobody here can tell which it is. */
  readonly foreign?: boolean
}

/** The calls of a session that a node makes to a service. Throws `Unreadable` where a record that tells them is a gap. */
export const nodeCalls = (
  reading: Reading,
  node: JudgedNode,
  role: NodeRole,
  service: Service,
  region: string,
): readonly EndpointCall[] => CALLS[service](reading, node, role, region)

type CallsOf = (reading: Reading, node: JudgedNode, role: NodeRole, region: string) => readonly EndpointCall[]

const ours = ({ world }: Reading): NonNullable<EndpointCall['context']> => ({
  'aws:ResourceAccount': world.scope.accountId,
})

const CHANNELS = ['CreateControlChannel', 'OpenControlChannel', 'CreateDataChannel', 'OpenDataChannel']

const logCalls = (reading: Reading, role: NodeRole): readonly EndpointCall[] =>
  Object.values(reading.records('logDestinations')).flatMap(group => {
    const wanted = [logWrite(group)]
    if (group.lookedForBy.length > 0) wanted.push(describeGroups(reading.world.scope, role))
    return wanted.flatMap(({ actions, call }) =>
      actions.map(action => ({ ...call, action, context: { ...ours(reading), ...call.context } })),
    )
  })

const uploads = (reading: Reading, region: string): readonly EndpointCall[] =>
  Object.values(reading.records('s3Destinations'))
    .filter(({ bucket }) => reading.records('buckets')[bucket]?.region === region)
    .flatMap(destination => {
      const { objectArn, bucketArn, encryptionRequired } = destination
      const owner = ownerOf(reading, destination)
      const put = { ...owner, action: 's3:PutObject', resource: objectArn }
      const look = { ...owner, action: 's3:GetEncryptionConfiguration', resource: bucketArn }
      return [{ ...put, context: { ...ACL, ...put.context } }, ...(encryptionRequired ? [look] : [])]
    })

const ownerOf = (
  reading: Reading,
  { bucket, foreign }: S3Destination,
): Pick<EndpointCall, 'context' | 'foreign'> =>
  foreign || reading.records('buckets')[bucket]?.own === false
    ? { foreign: true }
    : { context: ownedBy(reading.world.scope.accountId) }

/**
 * What a call tells of the account that owns what it is about. S3 has a key of its own besides.
 *
 * aws: https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
 */
export const ownedBy = (account: string): NonNullable<EndpointCall['context']> => ({
  'aws:ResourceAccount': account,
  's3:ResourceAccount': account,
})

const decryptions = (reading: Reading, node: JudgedNode): readonly EndpointCall[] =>
  Object.keys(reading.records('sessionKeys')).flatMap(ref => {
    const key = namedKey(ref, reading.records('keys'), reading.world.scope)
    if (!key) return []
    const owner = { 'aws:ResourceAccount': key.accountId }
    const context = { ...decryptContext(node, false), ...owner }
    return [{ action: 'kms:Decrypt', resource: key.arn, context }]
  })

const CALLS: Readonly<Record<Service, CallsOf>> = {
  ssm: (reading, { arn }) => [
    { action: 'ssm:UpdateInstanceInformation', resource: arn, context: ours(reading) },
  ],
  ssmmessages: reading =>
    CHANNELS.map(action => ({
      action: `ssmmessages:${action}`,
      resource: '*',
      context: ours(reading),
    })),
  logs: (reading, _node, role) => logCalls(reading, role),
  s3: (reading, _node, _role, region) => uploads(reading, region),
  kms: (reading, node) => decryptions(reading, node),
}

/**
 * The call by which a node that Default Host Management serves gets its credentials: it is not signed by a principal.
 *
 * aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
 */
export const unsignedCall = (
  scope: Scope,
  { arn, roleSource }: JudgedNode,
): { readonly call: EndpointCall; readonly ask: AccessRequest } | undefined => {
  if (roleSource !== 'Default Host Management') return undefined
  const call = { action: 'ssm:RequestManagedInstanceRoleToken', resource: arn, unsigned: true }
  const context = {
    'ssm:NodeAccountId': scope.accountId,
    'aws:RequestedRegion': scope.region,
    'aws:CurrentTime': scope.takenAt,
    'aws:SecureTransport': true,
  }
  const complete = ['aws:Principal', 'aws:SourceAccount', 'aws:SourceOrg', 'aws:SourceArn']
  return { call, ask: { ...call, principal: '*', context, world: 'open', complete } }
}
