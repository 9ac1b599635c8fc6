import {
  awsCommand,
  defineCheck,
  obstacleText,
  ruleText,
  type Evidence,
  type NetworkFault,
  type Remedy,
  type SecurityGroup,
  type VpcEndpoint,
} from '../../src/core/index.ts'
import { faultEvidence } from './fault-evidence.ts'
import { admittedGroups } from './node-groups.ts'
import { toldNodes } from './told-nodes.ts'

export default defineCheck({
  id: 'network/endpoint-security-group',
  title: 'the groups of the endpoint let the nodes in',
  why: 'The names of the service lead to the endpoint and nowhere else. Where its groups do not let a node in on 443, the node is cut off from the service; an endpoint that was made without a group has the default one, which lets in only its own members.',
  docs: 'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
  severity: 'high',
  fix: 'review',
  asks: ['allow-traffic'],
  each: 'vpcEndpoints',
  needs: ['networkFaults', 'securityGroups'],
  after: ['network/endpoint-available'],
  run(endpoint, { networkFaults, securityGroups }, { region }) {
    const fault = networkFaults[`endpoint group/${endpoint.id}`]
    const [blocked] = fault?.blocked ?? []
    if (!fault || !blocked) return undefined
    const admitted = admittedGroups(fault)
    const guards = guardsOf(fault).flatMap(id => securityGroups[id] ?? [])
    return {
      message: `${obstacleText(blocked.factor, blocked.path)}${others(fault)}; ${toldNodes(fault.nodes)} cannot reach ${fault.services.join(', ')}`,
      affects: fault.nodes,
      evidence: [
        ...guards.map(letsIn),
        ...faultEvidence(
          fault,
          admitted.map(group => `443 from ${group}`),
        ),
      ],
      remedy: remedyOf(endpoint, fault, guards, admitted, region),
      fix: fault.resources.flatMap(endpointId => admitted.map(groupId => allow(endpointId, groupId))),
    }
  },
})

const guardsOf = ({ blocked }: NetworkFault): readonly string[] => blocked[0]?.factor.resources ?? []

/** Endpoints with the same groups are one fault. */
const others = ({ resources }: NetworkFault): string =>
  resources.length > 1 ? ` (they guard ${resources.slice(1).join(', ')} too)` : ''

const letsIn = ({ id, name, rules }: SecurityGroup): Evidence => {
  const inwards = rules.filter(rule => rule.direction === 'ingress').map(rule => ruleText(rule, 'ingress'))
  const source = name === 'default' ? `${id}, the default group of its VPC` : `${id} (${name})`
  return { label: 'lets in', value: inwards.join('; ') || 'nothing', source }
}

const allow = (endpointId: string, groupId: string) => ({
  type: 'allow-traffic' as const,
  direction: 'ingress' as const,
  of: { endpointId },
  port: 443,
  peer: { kind: 'group' as const, groupId },
})

const remedyOf = (
  { vpcId }: VpcEndpoint,
  { resources }: NetworkFault,
  guards: readonly SecurityGroup[],
  admitted: readonly string[],
  region: string,
): Remedy => {
  const guard = guards.find(group => group.name !== 'default')
  const sources = admitted.length > 0 ? admitted : ['<security group of the nodes>']
  if (guard) {
    return {
      text: `let the nodes' group in on 443; where ${guard.id} guards other things too, give the endpoint a group of its own beside it`,
      commands: sources.map(source => ingress(source, region, guard.id)),
    }
  }
  const create = awsCommand('ec2 create-security-group', {
    'group-name': `session-manager-${resources[0]}`,
    description: 'HTTPS from managed nodes to endpoints',
    'vpc-id': vpcId,
    query: 'GroupId',
    output: 'text',
    region,
  })
  return {
    text: "give the endpoint a group of its own, which lets the nodes' group in on 443: the default group serves other things too",
    commands: [
      `GROUP=$(${create})`,
      ...sources.map(source => ingress(source, region)),
      ...resources.map(
        id =>
          `${awsCommand('ec2 modify-vpc-endpoint', { 'vpc-endpoint-id': id, region })} --add-security-group-ids "$GROUP"`,
      ),
    ],
  }
}

const ingress = (source: string, region: string, group?: string): string => {
  const command = awsCommand('ec2 authorize-security-group-ingress', {
    'group-id': group,
    protocol: 'tcp',
    port: '443',
    'source-group': source,
    region,
  })
  return group === undefined ? `${command} --group-id "$GROUP"` : command
}
