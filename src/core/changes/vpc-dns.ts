import type { ChangeSpec, DnsAttribute } from './change.ts'
import { editRecord } from './edit-record.ts'
import { inRegion } from './in-region.ts'
import { review } from './review.ts'

const WORDS: Readonly<Record<DnsAttribute, string>> = {
  dnsSupport: 'DNS support',
  dnsHostnames: 'DNS host names',
}

/** The DNS attributes of a VPC. */
export const vpcDnsSpecs: { readonly 'set-vpc-dns': ChangeSpec<'set-vpc-dns'> } = {
  'set-vpc-dns': {
    touches: ['vpcDns'],
    phase: 'VPC DNS',
    turn: ({ region, vpcId, attribute }) => `${attribute === 'dnsSupport' ? 1 : 2} ${region} ${vpcId}`,
    edits: ({ vpcId: id }) => ({ kind: 'vpc', id }),
    risk: review,
    actions: ['ec2:DescribeVpcAttribute', 'ec2:ModifyVpcAttribute'],
    describe: ({ vpcId, attribute, to }) => `turn ${WORDS[attribute]} of ${vpcId} ${to ? 'on' : 'off'}`,
    apply: (world, { region, vpcId, attribute, to }) =>
      inRegion(world, region, here =>
        editRecord(here, 'vpcDns', vpcId, dns => (dns[attribute] === to ? dns : { ...dns, [attribute]: to })),
      ),
    invert: change => ({ ...change, to: !change.to }),
  },
}
