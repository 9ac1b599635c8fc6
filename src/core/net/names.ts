import { parseBlock } from './cidr.ts'
import { open, unclear, unread } from './factors.ts'
import { lookAt, type Look } from './look.ts'
import { once, type Network } from './network.ts'
import type { Factor, Service } from './types.ts'

/**
 * Whether the VPC's own DNS gives the private names of endpoints: both attributes have to be on.
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
 */
export interface VpcNames {
  readonly factor: Factor
  /** The attributes that are off, where they are known. */
  readonly off: readonly ('dnsSupport' | 'dnsHostnames')[]
}

/** Reads the DNS attributes of a VPC. */
export const vpcNames = ({ reading }: Network, vpcId: string): VpcNames => {
  const { record, gap } = lookAt(reading, 'vpcDns', vpcId)
  if (gap) return { factor: unread('vpc dns', vpcId, gap), off: [] }
  if (!record) {
    const look = 'enableDnsSupport and enableDnsHostnames of the VPC'
    return { factor: unclear('vpc dns', vpcId, 'its DNS attributes are not to be seen', look), off: [] }
  }
  const off = (['dnsSupport', 'dnsHostnames'] as const).filter(one => !record[one])
  return { factor: open('vpc dns', vpcId), off }
}

/**
 * Which resolvers the nodes of a VPC ask: open where it is the VPC's own. Others give the private names only if they
 * forward to it.
 *
 * aws: https://docs.aws.amazon.com/vpc/latest/userguide/DHCPOptionSetConcepts.html
 */
export const resolvers = (network: Network, vpcId: string): Factor =>
  once(network, `resolvers|${vpcId}`, () => {
    const vpc = lookAt(network.reading, 'vpcs', vpcId)
    if (vpc.gap) return unread('unseen', vpcId, vpc.gap)
    const id = vpc.record?.dhcpOptionsId
    if (id === undefined || id === 'default') return open('unseen', vpcId)
    const { record, gap } = lookAt(network.reading, 'dhcpOptions', id)
    if (gap) return unread('unseen', id, gap)
    if (!record)
      return unclear('unseen', id, 'its name servers are not to be seen', `the name servers of ${id}`)
    const others = record.domainNameServers.filter(server => !isAmazon(server, vpc.record?.cidrs ?? []))
    if (others.length === 0) return open('unseen', id)
    const look = `whether ${others.join(', ')} forwards amazonaws.com to the VPC's resolver`
    return unclear('unseen', id, `names are asked of ${others.join(', ')}`, look)
  })

/** aws: https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html#AmazonDNS */
const AMAZON = new Set(['amazonprovideddns', '169.254.169.253', 'fd00:ec2::253'])

/** The VPC's resolver has the second address after the base of its network too. */
const isAmazon = (server: string, cidrs: readonly string[]): boolean => {
  if (AMAZON.has(server.toLowerCase())) return true
  const address = parseBlock(server)
  return cidrs.some(cidr => {
    const block = parseBlock(cidr)
    return block !== undefined && block.family === address?.family && block.first + 2n === address.first
  })
}

/** aws: https://docs.aws.amazon.com/general/latest/gr/rande.html */
const DOMAINS: readonly (readonly [string, string])[] = [
  ['cn-', 'amazonaws.com.cn'],
  ['us-isob-', 'sc2s.sgov.gov'],
  ['us-isof-', 'csp.hci.ic.gov'],
  ['us-iso-', 'c2s.ic.gov'],
  ['eu-isoe-', 'cloud.adc-e.uk'],
  ['eusc-', 'amazonaws.eu'],
]

/** The host names of a service in a Region, the default one first. */
export const hostNames = (service: Service, region: string): readonly string[] => {
  const domain = DOMAINS.find(([start]) => region.startsWith(start))?.[1] ?? 'amazonaws.com'
  return [`${service}.${region}.${domain}`, `${service}.${region}.api.aws`]
}

/**
 * A private hosted zone of the VPC that answers for a service's name; `gap` where zones could not be read.
 *
 * aws: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zones-private.html
 */
export const privateZone = (
  { reading }: Network,
  vpcId: string,
  service: Service,
  region: string,
): Look<string> => {
  const { record, gap } = lookAt(reading, 'privateZones', vpcId)
  if (gap) return { gap }
  const names = hostNames(service, region)
  const zone = record?.names.find(one => names.some(name => name === one || name.endsWith(`.${one}`)))
  return zone === undefined ? {} : { record: zone }
}
