import {
  awsCommand,
  defineCheck,
  obstacleText,
  type NetworkFault,
  type VpcEndpoint,
} from '../../src/core/index.ts'
import { faultEvidence } from './fault-evidence.ts'
import { toldNodes } from './told-nodes.ts'

export default defineCheck({
  id: 'network/endpoint-available',
  title: 'the endpoint through which nodes must go is available',
  why: 'An endpoint that is rejected, failed or still to be accepted carries nothing. Nodes that have no other way are cut off from the service.',
  docs: 'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
  severity: 'high',
  fix: 'none',
  each: 'vpcEndpoints',
  needs: ['networkFaults'],
  run(endpoint, { networkFaults }, { region }) {
    const fault = networkFaults[`endpoint state/${endpoint.id}`]
    const [blocked] = fault?.blocked ?? []
    if (!fault || !blocked) return undefined
    const found = obstacleText(blocked.factor, blocked.path)
    return {
      message: `${found}, and ${toldNodes(fault.nodes)} cannot reach ${fault.services.join(', ')} any other way`,
      affects: fault.nodes,
      evidence: faultEvidence(fault, [neededOf(endpoint, fault)]),
      remedy: {
        text: remedyText(endpoint),
        commands: [
          awsCommand('ec2 describe-vpc-endpoints', {
            'vpc-endpoint-ids': endpoint.id,
            query: 'VpcEndpoints[].[State,LastError]',
            region,
          }),
        ],
      },
    }
  },
})

const isLive = ({ state }: VpcEndpoint): boolean => state.toLowerCase() === 'available'

const neededOf = (endpoint: VpcEndpoint, { blocked }: NetworkFault): string =>
  isLive(endpoint) ? `it serves ${blocked[0]?.path.family}` : 'state available'

const remedyText = (endpoint: VpcEndpoint): string => {
  const { id, serviceName, state } = endpoint
  if (isLive(endpoint)) return `let ${id} serve both families of addresses (IP address type dualstack)`
  if (state.toLowerCase() === 'pendingacceptance') return `have the owner of ${serviceName} accept ${id}`
  return `see why ${id} is in that state; where it does not recover, delete it and make it anew`
}
