import type { JudgedNode, NodeRole } from '../kinds.ts'
import type { Scope } from '../snapshot.ts'
import { decider } from './decide.ts'
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
): AccessRequest => ({
  principal: role.arn,
  action: call.action,
  resource: call.resource,
  ...(call.resourceAccount !== undefined && { resourceAccount: call.resourceAccount }),
  context: {
    ...roleFacts(scope, role),
    ...(node && nodeFacts(role, node)),
    ...(call.action.toLowerCase().startsWith('kms:') && { 'kms:ViaService': null, ...encryptionFacts(call) }),
    ...call.context,
  },
  world: 'open',
  complete: ['aws:PrincipalTag/', ...(encryptionKeys(call).length > 0 ? [ENCRYPTION_CONTEXT] : [])],
})

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
const nodeFacts = ({ role }: NodeRole, { id, arn, instance }: JudgedNode): Context => ({
  'aws:userid': `${role.id}:${id}`,
  // aws: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-policies-for-amazon-ec2.html (ec2:RoleDelivery)
  ...(instance?.metadataTokens === 'required' && { 'ec2:RoleDelivery': '2.0' }),
  ...(id.startsWith('i-')
    ? { 'ec2:SourceInstanceARN': arn, 'ssm:SourceInstanceARN': arn }
    : { 'ec2:SourceInstanceARN': null }),
})

/** Judges a call for every node of a role. Policies that mention nothing of the single node are asked once for all. */
export const roleMay = (role: NodeRole, call: NodeCall, scope: Scope): RoleDecision => {
  const policies = policiesOf(role, call)
  const ask = decider(policies)
  const decideFor = (node?: JudgedNode): Decision => ask(nodeRequest(scope, role, node, call))
  const [first] = role.nodes
  const everyone = role.nodes.map(node => node.id)
  if (!first || role.nodes.length === 1 || !tellsNodesApart(policies)) {
    const decision = decideFor(first)
    return { verdict: decision.verdict, decision, nodes: everyone }
  }
  const decisions = role.nodes.map(node => ({ node, decision: decideFor(node) }))
  const [worst] = decisions.toSorted((a, b) => rank(a.decision) - rank(b.decision)) as [(typeof decisions)[0]]
  const { verdict } = worst.decision
  const nodes = decisions.filter(one => one.decision.verdict === verdict).map(one => one.node.id)
  return { verdict, decision: worst.decision, nodes }
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

/** Keys by which one node's call differs from another's, and the sessions' names in a resource policy's principals. */
const TELLING = /sourceinstancearn|ec2:roledelivery|aws:userid|assumed-role/i

const tellsNodesApart = ({ identityPolicies = [], boundaries = [], resourcePolicy }: PolicySet): boolean =>
  [...identityPolicies, ...boundaries, ...(resourcePolicy ? [resourcePolicy] : [])].some(
    ({ document }) => typeof document !== 'string' || document.includes('\\u') || TELLING.test(document),
  )
