import type { Change } from '../../../core/changes/change.ts'
import type { Family, Note } from '../forms.ts'
import { PROVIDERS_TAGS } from '../hcl-resource.ts'
import { yamlLines } from '../yaml.ts'

/** Arguments of a VPC of which nobody read how they are: left out, they would be taken away or replace it. */
const UNREAD = [
  'assign_generated_ipv6_cidr_block',
  'cidr_block',
  'instance_tenancy',
  'ipv4_ipam_pool_id',
  'ipv4_netmask_length',
  'ipv6_cidr_block',
  'ipv6_ipam_pool_id',
  'ipv6_netmask_length',
  ...PROVIDERS_TAGS,
]

const setsSupport = (changes: readonly Change[], vpcId: string): boolean =>
  changes.some(
    change => change.type === 'set-vpc-dns' && change.vpcId === vpcId && change.attribute === 'dnsSupport',
  )

/** aws: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html (host names need support) */
const SUPPORT_FIRST: Note = {
  note: 'apply once without enable_dns_hostnames: the provider sets it before enable_dns_support, on which it rests',
  noCommands: true,
}

/** The DNS attributes of a VPC. */
export const vpcDnsCode: Family<'set-vpc-dns'> = {
  'set-vpc-dns': {
    cli: ({ region, vpcId, attribute, to }) => [
      {
        operation: 'ec2 modify-vpc-attribute',
        options: {
          'vpc-id': vpcId,
          [attribute === 'dnsSupport' ? 'enable-dns-support' : 'enable-dns-hostnames']: JSON.stringify({
            Value: to,
          }),
          region,
        },
      },
    ],
    terraform: ({ region, vpcId, attribute, to }, { name, changes }) => [
      ...(attribute === 'dnsHostnames' && setsSupport(changes, vpcId) ? [SUPPORT_FIRST] : []),
      {
        type: 'aws_vpc',
        name: name('aws_vpc', vpcId),
        region,
        arguments: { [attribute === 'dnsSupport' ? 'enable_dns_support' : 'enable_dns_hostnames']: to },
        existing: { id: vpcId, keeps: UNREAD },
      },
    ],
    cloudformation: ({ vpcId, attribute, to }) => [
      {
        note: `in the stack that owns AWS::EC2::VPC ${vpcId}; where none does, a template cannot say this`,
        lines: yamlLines({
          [attribute === 'dnsSupport' ? 'EnableDnsSupport' : 'EnableDnsHostnames']: to,
        }),
      },
    ],
  },
}
