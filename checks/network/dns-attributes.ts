import { awsCommand, type Fix, type VpcDns } from '../../src/core/index.ts'

type DnsFix = Extract<Fix, { readonly type: 'set-vpc-dns' }>

/** Host names need support. aws: https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html */
const ATTRIBUTES = ['dnsSupport', 'dnsHostnames'] as const
const OPTIONS = { dnsSupport: 'enable-dns-support', dnsHostnames: 'enable-dns-hostnames' } as const

/** The changes that turn on what is off of a VPC's DNS, one attribute each, support first. */
export const dnsFixes = (dns: VpcDns | undefined): readonly DnsFix[] =>
  ATTRIBUTES.flatMap(attribute =>
    dns?.[attribute] === false ? [{ type: 'set-vpc-dns', vpcId: dns.vpcId, attribute, to: true }] : [],
  )

/** The same as commands: EC2 takes one attribute per call. */
export const dnsCommands = (fixes: readonly DnsFix[], region: string): readonly string[] =>
  fixes.map(({ vpcId, attribute }) =>
    awsCommand('ec2 modify-vpc-attribute', {
      'vpc-id': vpcId,
      [OPTIONS[attribute]]: '{"Value":true}',
      region,
    }),
  )
