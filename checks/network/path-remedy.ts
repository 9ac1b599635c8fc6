import { awsCommand, type Factor, type NetworkPath, type Remedy, type Scope } from '../../src/core/index.ts'
import { endpointCommands, servedByGateway, type Around } from './new-endpoints.ts'

/** What things cost is AWS's to say. */
const ENDPOINT_PRICES = 'https://aws.amazon.com/privatelink/pricing/'
const NETWORK_PRICES = 'https://aws.amazon.com/vpc/pricing/'

/**
 * What to do about the first thing that closes a path, for all paths of the node that it closes.
 * @param paths the path, then the others of the node that are closed alike
 */
export const remedyOf = (
  paths: readonly [NetworkPath, ...NetworkPath[]],
  obstacle: Factor,
  around: Around,
  scope: Scope,
): Remedy => {
  switch (obstacle.kind) {
    case 'route':
      return obstacle.rule?.includes('→') === true
        ? revive(obstacle, obstacle.rule, scope)
        : lead(paths, obstacle, around, scope)
    case 'nat gateway':
      return mendNat(obstacle, scope)
    case 'internet gateway':
      return attachGateway(paths[0], obstacle, scope)
    case 'public address':
      return giveAddress(obstacle, scope)
    default:
      return { text: `change the rule of ${obstacle.resource} that decides` }
  }
}

const lead = (
  paths: readonly [NetworkPath, ...NetworkPath[]],
  { resource }: Factor,
  around: Around,
  scope: Scope,
): Remedy => ({
  text: `${endpointWords(paths, scope)}, or ${routeWords(paths[0], resource)}`,
  commands: endpointCommands(paths, around, scope),
})

const routeWords = ({ family }: NetworkPath, table: string): string =>
  family === 'ipv6'
    ? `lead ::/0 of ${table} to an egress-only internet gateway, which is free of charge, and set the agent to the names of api.aws`
    : `lead 0.0.0.0/0 of ${table} to a NAT gateway, which costs by the hour and by what it carries: see ${NETWORK_PRICES}`

const endpointWords = (paths: readonly NetworkPath[], scope: Scope): string => {
  const gateway = paths.some(path => servedByGateway(path, scope))
  const services = paths.filter(path => !servedByGateway(path, scope)).map(path => path.service)
  const free = 'put the gateway endpoint of s3, which is free of charge, on the route table of the subnet'
  if (services.length === 0) return free
  const made =
    services.length === 1
      ? `make an interface endpoint of ${services.join()}, which costs by the hour and by what it carries: see ${ENDPOINT_PRICES}`
      : `make interface endpoints of ${services.join(', ')}, which cost by the hour and by what they carry: see ${ENDPOINT_PRICES}`
  return gateway ? `${made}; ${free}` : made
}

/** A route that leads to something which is gone. */
const revive = ({ resource }: Factor, rule: string, { region }: Scope): Remedy => {
  const [destination = '0.0.0.0/0', target = ''] = rule.replace(' (blackhole)', '').split(' → ')
  if (!OUT.test(destination)) return takeAway(resource, destination, target, region)
  const way = insteadOf(destination, target)
  return {
    text: `lead ${destination} of ${resource} to a gateway that is there: ${target} is gone${way.price}`,
    commands: [
      awsCommand('ec2 replace-route', {
        'route-table-id': resource,
        [destinationOption(destination)]: destination,
        ...way.option,
        region,
      }),
    ],
  }
}

/** Destinations that lead out of the VPC. */
const OUT = /^(?:0\.0\.0\.0\/|128\.0\.0\.0\/1|::\/0|2000::\/3|64:ff9b::|pl-)/

/** A route within the VPC, beside which the local one serves. */
const takeAway = (table: string, destination: string, target: string, region: string): Remedy => ({
  text: `take the route to ${destination} off ${table}, or lead it to an appliance that is there: ${target} is gone`,
  commands: [
    awsCommand('ec2 delete-route', {
      'route-table-id': table,
      [destinationOption(destination)]: destination,
      region,
    }),
  ],
})

const destinationOption = (destination: string): string => {
  if (destination.startsWith('pl-')) return 'destination-prefix-list-id'
  return destination.includes(':') ? 'destination-ipv6-cidr-block' : 'destination-cidr-block'
}

/** aws: https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html */
const insteadOf = (destination: string, target: string) => {
  if (target.startsWith('igw-')) return { option: { 'gateway-id': '<internet gateway>' }, price: '' }
  if (destination.includes(':') && !destination.startsWith('64:ff9b:'))
    return { option: { 'egress-only-internet-gateway-id': '<egress-only internet gateway>' }, price: '' }
  const price = `. A new NAT gateway costs by the hour and by what it carries: see ${NETWORK_PRICES}`
  return { option: { 'nat-gateway-id': '<NAT gateway>' }, price }
}

const mendNat = ({ resource }: Factor, { region }: Scope): Remedy => ({
  text: `give ${resource} its own way out, by a public subnet whose route table leads to an internet gateway, or lead the nodes to a NAT gateway that has one; a new one costs by the hour and by what it carries: see ${NETWORK_PRICES}`,
  commands: [
    awsCommand('ec2 describe-nat-gateways', { 'nat-gateway-ids': resource, region }),
    awsCommand('ec2 describe-route-tables', {
      filters: 'Name=route.nat-gateway-id,Values='.concat(resource),
      region,
    }),
  ],
})

const attachGateway = ({ vpcId }: NetworkPath, { resource }: Factor, { region }: Scope): Remedy => ({
  text: `attach ${resource} to ${vpcId}, or lead the route to the internet gateway that is attached there`,
  commands: [
    awsCommand('ec2 attach-internet-gateway', {
      'internet-gateway-id': resource,
      'vpc-id': vpcId,
      region,
    }),
  ],
})

const giveAddress = ({ resource }: Factor, { region }: Scope): Remedy => {
  const options = { domain: 'vpc', query: 'AllocationId', output: 'text', region } as const
  const associate = awsCommand('ec2 associate-address', { 'instance-id': resource, region })
  return {
    text: `give ${resource} an Elastic IP address, or lead its subnet to a NAT gateway or interface endpoints; each of them costs by the hour: see ${NETWORK_PRICES}`,
    commands: [`${associate} --allocation-id "$(${awsCommand('ec2 allocate-address', options)})"`],
  }
}
