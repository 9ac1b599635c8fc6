import { awsCommand, defineCheck, obstacleText } from '../../src/core/index.ts'
import { faultEvidence } from './fault-evidence.ts'
import { toldNodes } from './told-nodes.ts'

export default defineCheck({
  id: 'network/endpoint-policy',
  title: 'the policy of the endpoint allows the calls of the nodes',
  why: 'The policy of an endpoint limits what may be called through it, on top of what the role of a node may do. A policy that forgets a call of the agent cuts off every node behind the endpoint.',
  docs: 'https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html',
  severity: 'high',
  fix: 'none',
  each: 'vpcEndpoints',
  needs: ['networkFaults'],
  run({ id }, { networkFaults }, { region }) {
    const fault = networkFaults[`endpoint policy/${id}`]
    const [blocked] = fault?.blocked ?? []
    if (!fault || !blocked) return undefined
    const reasons = new Set(fault.blocked.map(one => obstacleText(one.factor, one.path)))
    const said = [...reasons].join()
    const advice = `${said.includes('no principal') ? UNSIGNED : ''}${said.includes('root user') ? ROOT : ''}`
    return {
      message: `${[...reasons].join(', and ')}: ${toldNodes(fault.nodes)} cannot use ${fault.services.join(', ')}`,
      affects: fault.nodes,
      evidence: faultEvidence(fault, ['an Allow of these calls, and no Deny']),
      remedy: {
        text: `read the policy, let it allow these calls, and write it back${advice}; a change takes some minutes to hold`,
        commands: [
          `${awsCommand('ec2 describe-vpc-endpoints', {
            'vpc-endpoint-ids': id,
            query: 'VpcEndpoints[0].PolicyDocument',
            output: 'text',
            region,
          })} > policy.json`,
          awsCommand('ec2 modify-vpc-endpoint', {
            'vpc-endpoint-id': id,
            'policy-document': 'file://policy.json',
            region,
          }),
        ],
      },
    }
  },
})

/** aws: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html */
const UNSIGNED =
  '; no condition on the principal can match a call that carries none: name the account by ssm:NodeAccountId'

/** aws: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html#vpc-endpoint-policies-gateway */
const ROOT = '; the principal of a gateway endpoint has to be *: name the account by aws:PrincipalAccount'
