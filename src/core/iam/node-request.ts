import type { JudgedNode, NodeRole } from '../kinds.ts'
import type { Scope } from '../snapshot.ts'
import { decider } from './decide.ts'
import { networkFacts } from './network-facts.ts'
import { storageFacts } from './storage-facts.ts'
import type { AccessRequest, ContextValue, Decision, Policy, PolicySet, Verdict } from './types.ts'

/** A call that a node makes with its role's credentials. */
export interface NodeCall {
  readonly action: string
  readonly resource: string
  readonly resourceAccount?: string
  /** What the call itself carries: headers, an encryption context. */
  readonly context?: Readonly<Record<string, ContextValue>>
  readonly resourcePolicy?: Policy
  readonly grants?: PolicySet['grants']
  /** Beginnings of further keys of which the call carries what its context says, and nothing else. */
  readonly complete?: readonly string[]
}

/** The worst answer over a role's nodes, the decision of the first node that has it, and all nodes that have it. */
export interface RoleDecision {
  readonly verdict: Verdict
  readonly decision: Decision
  readonly nodes: readonly string[]
}

/**
 * A node's call as a question in the open world, with the facts that are known of it: whatever is not given here may
 * have any value. A node that is not told leaves out what only a node knows.
 *
 * aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const nodeRequest = (
  scope: Scope,
  role: NodeRole,
  node: JudgedNode | undefined,
  call: NodeCall,
): AccessRequest => {
  const { context, ...storage } = storageFacts(call)
  return {
    principal: role.arn,
    action: call.action,
    resource: call.resource,
    ...(call.resourceAccount !== undefined && { resourceAccount: call.resourceAccount }),
    context: {
      ...roleFacts(scope, role),
      ...(node && { ...nodeFacts(role, node), ...networkFacts(node, call) }),
      ...context,
      ...(call.action.toLowerCase().startsWith('kms:') && {
        'kms:ViaService': null,
        'kms:CallerAccount': scope.accountId,
        ...encryptionFacts(call),
      }),
      ...call.context,
    },
    world: 'open',
    ...storage,
    complete: [
      'aws:PrincipalTag/',
      ...OF_SERVICES,
      ...(call.complete ?? []),
      ...(encryptionKeys(call).length > 0 ? [ENCRYPTION_CONTEXT] : []),
    ],
  }
}

/** Only calls that a service makes in its own name carry whom it makes them for. */
const OF_SERVICES = ['aws:SourceAccount', 'aws:SourceArn', 'aws:SourceOrg']

const ENCRYPTION_CONTEXT = 'kms:EncryptionContext:'

/** A call that tells any of its encryption context tells all of it. */
const encryptionKeys = ({ context = {} }: NodeCall): readonly string[] =>
  Object.keys(context).filter(key => key.startsWith(ENCRYPTION_CONTEXT) && context[key] !== null)

const encryptionFacts = (call: NodeCall): Context => {
  const keys = encryptionKeys(call).map(key => key.slice(ENCRYPTION_CONTEXT.length))
  return keys.length > 0 ? { 'kms:EncryptionContextKeys': keys } : {}
}

const roleFacts = ({ region, takenAt, accountId }: Scope, { arn, role }: NodeRole): Context => ({
  'aws:PrincipalArn': arn,
  'aws:PrincipalAccount': accountId,
  'aws:PrincipalType': 'AssumedRole',
  ...Object.fromEntries(Object.entries(role.tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
  'aws:RequestedRegion': region,
  'aws:SecureTransport': true,
  'aws:ViaAWSService': false,
  'aws:CurrentTime': takenAt,
  'aws:username': null,
  'aws:MultiFactorAuthPresent': null,
  'aws:CalledVia': null,
})

type Context = Readonly<Record<string, ContextValue>>

/** The session of a node's role is named after the node. */
const nodeFacts = ({ role }: NodeRole, { id, arn, instance, roleSource }: JudgedNode): Context => ({
  'aws:userid': `${role.id}:${id}`,
  // aws: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-policies-for-amazon-ec2.html (ec2:RoleDelivery)
  ...(instance?.metadataTokens === 'required' && { 'ec2:RoleDelivery': '2.0' }),
  ...(id.startsWith('i-')
    ? { 'ec2:SourceInstanceARN': arn, 'ssm:SourceInstanceARN': arn }
    : { 'ec2:SourceInstanceARN': null, 'aws:EC2InstanceSourceVPC': null }),
  // aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-ec2instancesourcevpc
  ...(roleSource === 'instance profile' &&
    instance?.vpcId !== undefined && { 'aws:EC2InstanceSourceVPC': instance.vpcId }),
})

/**
 * Judges a call for every node of a role. Nodes that differ in nothing that the policies mention are asked once for all.
 */
export const roleMay = (role: NodeRole, call: NodeCall, scope: Scope): RoleDecision => {
  const policies = policiesOf(role, call)
  const ask = decider(policies)
  const decideFor = (node?: JudgedNode): Decision => ask(nodeRequest(scope, role, node, call))
  const [first, ...others] = alike(role, call, tellingKeys(policies)).map(nodes => ({
    decision: decideFor(nodes[0]),
    nodes,
  }))
  if (!first) return { ...answerOf(decideFor()), nodes: [] }
  const worst = others.reduce((a, b) => (rank(b.decision) < rank(a.decision) ? b : a), first)
  const { verdict } = worst.decision
  const same = [first, ...others].filter(({ decision }) => decision.verdict === verdict)
  return { ...answerOf(worst.decision), nodes: inOrder(role, new Set(same.flatMap(({ nodes }) => nodes))) }
}

const answerOf = (decision: Decision): Omit<RoleDecision, 'nodes'> => ({
  verdict: decision.verdict,
  decision,
})

const inOrder = ({ nodes }: NodeRole, some: ReadonlySet<JudgedNode>): readonly string[] =>
  nodes.filter(node => some.has(node)).map(node => node.id)

/** A role's nodes, those together whose calls are the same in every fact that policies look at. */
const alike = (
  role: NodeRole,
  call: NodeCall,
  keys: readonly string[],
): readonly (readonly JudgedNode[])[] => {
  if (keys.length === 0) return role.nodes.length > 0 ? [role.nodes] : []
  const groups = new Map<string, JudgedNode[]>()
  for (const node of role.nodes) {
    const facts = { ...nodeFacts(role, node), ...networkFacts(node, call) }
    const key = JSON.stringify(keys.map(name => facts[name] ?? (name in facts ? null : 'not known')))
    const group = groups.get(key)
    if (group) group.push(node)
    else groups.set(key, [node])
  }
  return [...groups.values()]
}

const WORST_FIRST: readonly Verdict[] = ['explicit-deny', 'implicit-deny', 'unknown', 'allowed']
const rank = ({ verdict }: Decision): number => WORST_FIRST.indexOf(verdict)

/** The policies that a node's call meets: its role's, the boundary, and those of the resource. */
export const policiesOf = (
  role: NodeRole,
  { resourcePolicy, grants }: Pick<NodeCall, 'resourcePolicy' | 'grants'>,
): PolicySet => ({
  identityPolicies: role.identityPolicies.map(({ ref, document }) => ({
    name: ref.name,
    document,
    ...(ref.kind === 'managed' && { arn: ref.arn }),
  })),
  ...(role.boundary && { boundaries: [role.boundary] }),
  ...(resourcePolicy && { resourcePolicy }),
  ...(grants !== undefined && { grants }),
})

/** What in a policy looks at facts in which the calls of nodes may differ, and which facts they are. */
const TELLING: readonly (readonly [RegExp, readonly string[]])[] = [
  [/sourceinstancearn/i, ['ec2:SourceInstanceARN', 'ssm:SourceInstanceARN']],
  // A resource policy may name the session in its principals: it is called after the node.
  [/aws:userid|assumed-role/i, ['aws:userid']],
  [/ec2:roledelivery/i, ['ec2:RoleDelivery']],
  [/ec2instancesourcevpc/i, ['aws:EC2InstanceSourceVPC']],
  [/aws:sourcevpc/i, ['aws:SourceVpc', 'aws:SourceVpce']],
  [/aws:vpcsourceip/i, ['aws:VpcSourceIp']],
  [/aws:sourceip/i, ['aws:SourceIp']],
]

const tellingKeys = ({
  identityPolicies = [],
  boundaries = [],
  resourcePolicy,
}: PolicySet): readonly string[] => {
  const policies = [...identityPolicies, ...boundaries, ...(resourcePolicy ? [resourcePolicy] : [])]
  const looksAt = (pattern: RegExp): boolean =>
    policies.some(
      ({ document }) => typeof document !== 'string' || document.includes('\\u') || pattern.test(document),
    )
  return TELLING.flatMap(([pattern, keys]) => (looksAt(pattern) ? keys : []))
}
