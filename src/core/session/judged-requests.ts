import { Unreadable, type Reading } from '../access.ts'
import { decryptContext, maySendChallenge } from './decrypt-context.ts'
import { nodeRequest, roleMay, type NodeCall } from '../iam/node-request.ts'
import type { Decision, Verdict } from '../iam/types.ts'
import type { JudgedNode, Kind, LogDestination, NodeRole, S3Destination } from '../kinds.ts'
import type { SimulatedRequest } from '../records.ts'
import { describeGroups, logUpload, logWrite, readEncryption } from './session-access.ts'
import { namedKey, openKeySide } from './session-key.ts'
import type { Scope, World } from '../snapshot.ts'
import { bestHeaders } from './upload-headers.ts'
import { readingOf } from '../views.ts'

/** What the requests follow from. */
export const REQUESTS_FROM = [
  'nodeRoles',
  'logDestinations',
  's3Destinations',
  'sessionKeys',
  'keys',
  'bucketPolicies',
  'bucketEncryption',
] as const satisfies readonly Kind[]

/**
 * The requests of node roles that the checks judge, each as its node makes it: what a second opinion is asked about.
 * What hangs on a record that could not be read is left out. Of a role's nodes, the first stands for all that get the
 * same answer.
 */
export const judgedRequests = (world: World): readonly SimulatedRequest[] => {
  const reading = readingOf(world)
  return Object.values(reading.view('nodeRoles').records).flatMap(role =>
    purposes(reading, role).flatMap(purpose => requestsFor(world.scope, role, purpose)),
  )
}

/** The key of a request among others; the same on every run. */
export const requestId = ({ role, action, resource, variant }: SimulatedRequest): string =>
  [role, action, resource, ...(variant === undefined ? [] : [variant])].join('|')

/**
 * What the evaluator says of a request by the role's own policies and its boundary alone: the simulator is not told any
 * policy of a resource, and takes none for a role.
 *
 * aws: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html
 */
export const ownAnswer = (
  role: NodeRole,
  { action, resource, context }: Pick<SimulatedRequest, 'action' | 'resource' | 'context'>,
  scope: Scope,
): Decision => {
  const side = action.startsWith('kms:') ? openKeySide(scope) : { resourceAccount: scope.accountId }
  return roleMay({ ...role, nodes: [] }, { action, resource, context, ...side }, scope).decision
}

/** Actions on one resource for one purpose, and what each node's call for it is. */
interface Purpose {
  readonly actions: readonly string[]
  readonly call: (node: JudgedNode) => Pick<NodeCall, 'resource' | 'context'>
  readonly nodes?: readonly JudgedNode[]
  readonly variant?: string
}

const purposes = (reading: Reading, role: NodeRole): readonly Purpose[] => {
  const logs = valid(reading.view('logDestinations').records)
  const buckets = valid(reading.view('s3Destinations').records)
  return [
    ...CORE,
    ...logs.map(group => fixed(logWrite(group))),
    ...(logs.length > 0 ? [fixed(describeGroups(reading.world.scope, role))] : []),
    ...buckets.flatMap(bucket => readable(() => uploads(reading, role, bucket))),
    ...buckets.map(bucket => fixed(readEncryption(bucket, {}))),
    ...Object.keys(reading.view('sessionKeys').records).flatMap(ref =>
      readable(() => decryption(reading, role, ref)),
    ),
  ]
}

const CORE: readonly Purpose[] = [
  { actions: ['ssm:UpdateInstanceInformation'], call: ({ arn }) => ({ resource: arn }) },
  {
    actions: [
      'ssmmessages:CreateControlChannel',
      'ssmmessages:OpenControlChannel',
      'ssmmessages:CreateDataChannel',
      'ssmmessages:OpenDataChannel',
    ],
    call: () => ({ resource: '*' }),
  },
]

const valid = <T extends LogDestination | S3Destination>(records: Readonly<Record<string, T>>): T[] =>
  Object.values(records).filter(one => !one.invalid)

/** A call that is the same on every node. */
const fixed = ({
  actions,
  call,
}: {
  readonly actions: readonly string[]
  readonly call: Omit<NodeCall, 'action'>
}): Purpose => ({ actions, call: () => call })

/** What rests on a record that is a gap is not asked: the gap is told by itself. */
const readable = (make: () => readonly Purpose[]): readonly Purpose[] => {
  try {
    return make()
  } catch (error) {
    if (error instanceof Unreadable) return []
    throw error
  }
}

const uploads = (reading: Reading, role: NodeRole, bucket: S3Destination): readonly Purpose[] => {
  const records = {
    bucketPolicies: reading.records('bucketPolicies'),
    bucketEncryption: reading.records('bucketEncryption'),
  }
  const context = bestHeaders(role, bucket, records)
  return [fixed(logUpload(bucket, { context }, ['s3:PutObject', 's3:PutObjectAcl']))]
}

const decryption = (reading: Reading, { nodes }: NodeRole, ref: string): readonly Purpose[] => {
  const key = namedKey(ref, reading.records('keys'), reading.world.scope)
  if (!key) return []
  const decrypt = (challenge: boolean): Purpose => ({
    actions: ['kms:Decrypt'],
    call: node => ({ resource: key.arn, context: decryptContext(node, challenge) }),
    nodes: challenge ? nodes.filter(maySendChallenge) : nodes,
    ...(challenge && { variant: 'aws:ssm:RandomChallenge' }),
  })
  return [decrypt(false), decrypt(true)]
}

const requestsFor = (scope: Scope, role: NodeRole, purpose: Purpose): readonly SimulatedRequest[] =>
  purpose.actions.flatMap(action => {
    const found = new Map<Verdict, SimulatedRequest>()
    for (const node of purpose.nodes ?? role.nodes) {
      const request = requestOf(scope, role, node, action, purpose)
      const { verdict } = ownAnswer(role, request, scope)
      if (!found.has(verdict)) found.set(verdict, found.size === 0 ? request : apart(request, node))
    }
    return [...found.values()]
  })

const requestOf = (
  scope: Scope,
  role: NodeRole,
  node: JudgedNode,
  action: string,
  { call, variant }: Purpose,
): SimulatedRequest => {
  const asked = call(node)
  return {
    role: role.name,
    roleArn: role.arn,
    action,
    resource: asked.resource,
    ...(variant !== undefined && { variant }),
    context: nodeRequest(scope, role, node, { ...asked, action }).context ?? {},
  }
}

/** A node that gets another answer than the first is told by its id. */
const apart = (request: SimulatedRequest, { id }: JudgedNode): SimulatedRequest => ({
  ...request,
  variant: request.variant === undefined ? id : `${request.variant} ${id}`,
})
