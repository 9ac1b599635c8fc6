import { defineCheck, obstacleText } from '../../src/core/index.ts'
import { dnsCommands, dnsFixes } from './dns-attributes.ts'
import { faultEvidence } from './fault-evidence.ts'
import { toldNodes } from './told-nodes.ts'

export default defineCheck({
  id: 'network/vpc-dns',
  title: 'the DNS of the VPC gives the private names of its endpoints',
  why: 'Private DNS of endpoints rests on two attributes of the VPC. With one of them off the names of AWS services lead to public addresses, to which a private subnet has no way.',
  docs: 'https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html',
  severity: 'high',
  fix: 'review',
  asks: ['set-vpc-dns'],
  each: 'vpcs',
  needs: ['networkFaults', 'vpcDns'],
  run(vpc, { networkFaults, vpcDns }, { region }) {
    const fault = networkFaults[`vpc dns/${vpc.id}`]
    const [blocked] = fault?.blocked ?? []
    if (!fault || !blocked) return undefined
    const fixes = dnsFixes(vpcDns[vpc.id])
    return {
      message: `${obstacleText(blocked.factor, blocked.path)}; ${toldNodes(fault.nodes)} cannot reach ${fault.services.join(', ')}`,
      affects: fault.nodes,
      evidence: faultEvidence(fault, ['dnsSupport and dnsHostnames on']),
      remedy: {
        text: 'turn DNS support on, then DNS host names; names of other networks may resolve otherwise within the VPC from then on',
        commands: dnsCommands(fixes, region),
      },
      fix: fixes,
    }
  },
})
