import { Unreadable } from '../access.ts'
import { gapIn } from '../derive/each.ts'
import { decider } from '../iam/decide.ts'
import { nodeRequest } from '../iam/node-request.ts'
import type { AccessRequest, Decision } from '../iam/types.ts'
import type { JudgedNode, NodeRole } from '../kinds.ts'
import type { VpcEndpoint } from '../records.ts'
import { endpointsFor, isGateway } from './endpoints.ts'
import { blocked, open, unclear, unread } from './factors.ts'
import { primaryOf, type Host } from './host.ts'
import { once, type Network } from './network.ts'
import { nodeCalls, ownedBy, unsignedCall, type EndpointCall } from './node-calls.ts'
import { allowsEverything, asGatewayTakes, namesAccounts } from './policy-text.ts'
import type { Factor, Service } from './types.ts'

/** How the policies of endpoints answer to a node. */
export interface PolicyJudge {
  /** Nodes with the same key get the same answers. */
  readonly key: string
  judge(endpoint: VpcEndpoint): Factor
}

/**
 * The policies of the endpoints of a service as they answer to the calls that a node makes through them.
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */
export const policyJudge = (
  network: Network,
  host: Host,
  node: JudgedNode,
  service: Service,
  region: string,
): PolicyJudge => {
  const telling = tellingIn(network, host.vpcId, service, region)
  const key = telling.length === 0 ? '' : [node.roleName, node.roleSource, ...personal(telling, node)].join()
  return {
    key,
    judge: endpoint =>
      telling.includes(endpoint)
        ? once(network, `policy|${endpoint.id}|${service}|${key}`, () =>
            policyFactor(network, node, endpoint, service, region),
          )
        : open('endpoint policy', endpoint.id, endpoint.policy === undefined ? 'no policy' : 'full access'),
  }
}

/** The endpoints of a service whose policies do not let everything through. */
const tellingIn = (
  network: Network,
  vpcId: string,
  service: Service,
  region: string,
): readonly VpcEndpoint[] =>
  once(network, `telling|${vpcId}|${service}|${region}`, () =>
    endpointsFor(network, vpcId, service, region).filter(one => !isFullAccess(network, one)),
  )

/** What in a policy may tell nodes of one role apart. */
const PERSONAL = /sourceinstancearn|roledelivery|userid|assumed-role|vpcsourceip|instance\/|targetid|\\u/i

const personal = (endpoints: readonly VpcEndpoint[], { id }: JudgedNode): readonly string[] =>
  endpoints.some(one => PERSONAL.test(one.policy ?? '')) ? [id] : []

/** The policy that AWS gives to an endpoint, and any that says the same. */
const isFullAccess = (network: Network, { id, policy }: VpcEndpoint): boolean =>
  policy === undefined || once(network, `full access|${id}`, () => allowsEverything(policy))

const policyFactor = (
  network: Network,
  node: JudgedNode,
  endpoint: VpcEndpoint,
  service: Service,
  region: string,
): Factor => {
  try {
    const role = roleOf(network, node)
    if (!role) return unclear('endpoint policy', endpoint.id, NO_ROLE, 'which role the node uses')
    const calls = nodeCalls(network.reading, node, role, service, region)
    const signed = calls.map(call => ({ call, ask: through(network, node, endpoint, role, call) }))
    const unsigned = service === 'ssm' ? unsignedCall(network.reading.world.scope, node) : undefined
    const token = unsigned ? [{ ...unsigned, ask: inEndpoint(unsigned.ask, node, endpoint) }] : []
    const decide = deciderOf(network, endpoint)
    const answers = [...signed, ...token].map(({ call, ask }) => ({
      call,
      decision: call.foreign ? ofAnyOwner(decide, ask, endpoint, network) : decide(ask),
    }))
    return factorOf(endpoint, answers)
  } catch (error) {
    return unread('endpoint policy', endpoint.id, gapIn(error))
  }
}

const NO_ROLE = 'the role of the node is not known'

const roleOf = ({ reading }: Network, { roleName, roleGap }: JudgedNode): NodeRole | undefined => {
  if (roleGap) throw new Unreadable(roleGap)
  return roleName === undefined ? undefined : reading.records('nodeRoles')[roleName]
}

/** An account that is nobody's: so the policy of the endpoint limits, and never grants by itself. */
const NOBODY = '000000000000'

const through = (
  { reading }: Network,
  node: JudgedNode,
  endpoint: VpcEndpoint,
  role: NodeRole,
  call: EndpointCall,
): AccessRequest => {
  const { scope } = reading.world
  const ask = inEndpoint(nodeRequest(scope, role, node, call), node, endpoint)
  return { ...ask, resourceAccount: NOBODY }
}

/** The owner is one of the accounts that the policy names, or one that it does not: where these differ, nobody can tell. */
const ofAnyOwner = (
  decide: (ask: AccessRequest) => Decision,
  ask: AccessRequest,
  { policy = '' }: VpcEndpoint,
  { reading }: Network,
): Decision => {
  const named = (policy.match(/\d{12}/g) ?? []).filter(one => one !== reading.world.scope.accountId)
  const owners = [NOBODY, ...new Set(named)]
  const decisions = owners.map(owner => decide({ ...ask, context: { ...ask.context, ...ownedBy(owner) } }))
  const [first] = decisions as [Decision]
  if (decisions.every(one => one.verdict === first.verdict)) return first
  return { ...first, verdict: 'unknown', lacking: ['which account owns the bucket'] }
}

/** aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-network-properties */
const inEndpoint = (ask: AccessRequest, { instance }: JudgedNode, endpoint: VpcEndpoint): AccessRequest => {
  const sourceIp = instance && primaryOf(instance)?.addresses[0]
  return {
    ...ask,
    context: {
      ...ask.context,
      'aws:SourceVpce': endpoint.id,
      'aws:SourceVpc': endpoint.vpcId,
      'aws:SourceIp': null,
      ...(sourceIp !== undefined && { 'aws:VpcSourceIp': sourceIp }),
    },
  }
}

const EVERYTHING = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] })

const deciderOf = (network: Network, endpoint: VpcEndpoint): ((ask: AccessRequest) => Decision) =>
  once(network, `decider|${endpoint.id}`, () => {
    const { id, policy = '' } = endpoint
    const document = isGateway(endpoint) ? asGatewayTakes(policy) : policy
    return decider({
      identityPolicies: [{ name: 'any policy', document: EVERYTHING }],
      resourcePolicy: { name: `policy of ${id}`, document },
    })
  })

interface Answer {
  readonly call: EndpointCall
  readonly decision: Decision
}

const factorOf = (endpoint: VpcEndpoint, answers: readonly Answer[]): Factor => {
  const { id } = endpoint
  const denied = answers.filter(({ decision }) => decision.verdict.endsWith('deny'))
  const [first] = denied
  if (first)
    return blocked('endpoint policy', id, `${denialOf(denied)}${hintOf(endpoint)}`, ruleOf(first.decision))
  const unsure = answers.filter(({ decision }) => decision.verdict === 'unknown')
  if (unsure.length === 0) return open('endpoint policy', id, 'allows the calls of the node')
  const lacking = [...new Set(unsure.flatMap(({ decision }) => decision.lacking))]
  const reason = `whether it allows ${namesOf(unsure)} is not known`
  return unclear(
    'endpoint policy',
    id,
    reason,
    lacking.length > 0 ? lacking.join(', ') : `the policy of ${id}`,
  )
}

const namesOf = (answers: readonly Answer[]): string =>
  [...new Set(answers.map(({ call }) => call.action))].join(', ')

const denialOf = (denied: readonly Answer[]): string => {
  const explicit = denied.some(({ decision }) => decision.verdict === 'explicit-deny')
  const unsigned = denied.every(({ call }) => call.unsigned) ? ', which carries no principal' : ''
  return `${explicit ? 'denies' : 'does not allow'} ${namesOf(denied)}${unsigned}`
}

const hintOf = (endpoint: VpcEndpoint): string =>
  isGateway(endpoint) && namesAccounts(endpoint.policy ?? '')
    ? ' (a gateway endpoint takes an account as the principal for its root user alone)'
    : ''

const ruleOf = ({ statements: [first] }: Decision): string | undefined =>
  first && `statement ${first.index + 1}${first.sid === undefined ? '' : ` (${first.sid})`}`
