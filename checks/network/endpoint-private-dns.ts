import { awsCommand, defineCheck, obstacleText, type VpcDns, type VpcEndpoint } from '../../src/core/index.ts'
import { dnsCommands, dnsFixes } from './dns-attributes.ts'
import { faultEvidence } from './fault-evidence.ts'
import { toldNodes } from './told-nodes.ts'

export default defineCheck({
  id: 'network/endpoint-private-dns',
  title: 'the names of the service lead to its endpoint',
  why: 'The agent calls AWS services by their public names. With private DNS off these lead past the endpoint, to addresses that a private subnet cannot reach.',
  docs: 'https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html',
  severity: 'high',
  fix: 'review',
  asks: ['set-private-dns', 'set-vpc-dns'],
  each: 'vpcEndpoints',
  needs: ['networkFaults', 'vpcDns'],
  after: ['network/endpoint-available'],
  mayFollow: ['network/vpc-dns'],
  run(endpoint, { networkFaults, vpcDns }, { region }) {
    const fault = networkFaults[`private dns/${endpoint.id}`]
    const [blocked] = fault?.blocked ?? []
    if (!fault || !blocked) return undefined
    const dns = vpcDns[endpoint.vpcId]
    const attributes = dnsFixes(dns)
    return {
      message: `${obstacleText(blocked.factor, blocked.path)}; ${toldNodes(fault.nodes)} cannot reach ${fault.services.join(', ')}`,
      affects: fault.nodes,
      because: attributes.length > 0 ? [{ check: 'network/vpc-dns', subject: endpoint.vpcId }] : [],
      evidence: faultEvidence(fault, ['private DNS on, for the whole VPC']),
      remedy: {
        text: `turn private DNS of ${endpoint.id} on: every host of ${endpoint.vpcId} then reaches the service by it, so its groups and its policy have to serve them all`,
        commands: [...dnsCommands(attributes, region), command(endpoint, region)],
      },
      fix: fixOf(endpoint, dns),
    }
  },
})

/**
 * Names of S3 may serve the inbound resolver alone: it is said that they shall not.
 *
 * aws: https://docs.aws.amazon.com/AmazonS3/latest/userguide/privatelink-interface-endpoints.html#private-dns
 */
const command = ({ id, serviceName }: VpcEndpoint, region: string): string =>
  awsCommand('ec2 modify-vpc-endpoint', {
    'vpc-endpoint-id': id,
    'private-dns-enabled': true,
    ...(serviceName.endsWith('.s3') && {
      'dns-options': 'PrivateDnsOnlyForInboundResolverEndpoint=false',
    }),
    region,
  })

/** EC2 refuses private DNS as long as an attribute of the VPC is off. */
const fixOf = ({ id, privateDnsForInboundOnly }: VpcEndpoint, dns: VpcDns | undefined) =>
  privateDnsForInboundOnly === true
    ? []
    : [...dnsFixes(dns), { type: 'set-private-dns' as const, endpointId: id, to: true as const }]
