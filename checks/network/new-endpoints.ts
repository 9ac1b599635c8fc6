import { awsCommand, type NetworkPath, type Scope, type VpcEndpoint } from '../../src/core/index.ts'

/** The group that the commands make for new endpoints. */
const OWN_GROUP = 'session-manager-endpoints'

/** What new endpoints have to fit to. */
export interface Around {
  /** The endpoints that there are. */
  readonly endpoints: readonly VpcEndpoint[]
  /** A group of the node. */
  readonly nodeGroup?: string | undefined
}

/**
 * The commands that make endpoints for the services of paths of one node: a gateway for a bucket of the own Region,
 * which is free of charge, an interface for everything else.
 */
export const endpointCommands = (
  paths: readonly NetworkPath[],
  around: Around,
  scope: Scope,
): readonly string[] => {
  const byGateway = paths.filter(path => servedByGateway(path, scope))
  const byInterface = paths.filter(path => !servedByGateway(path, scope))
  return [
    ...byGateway.map(path => gatewayCommand(path, around, scope)),
    ...(byInterface.length > 0 ? groupCommands(byInterface, around, scope) : []),
    ...byInterface.map(path => interfaceCommand(path, scope)),
  ]
}

/** aws: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html */
export const servedByGateway = ({ service, region }: NetworkPath, scope: Scope): boolean =>
  service === 's3' && region === scope.region

/** One that is there already only lacks the route table. */
const gatewayCommand = (path: NetworkPath, { endpoints }: Around, { region }: Scope): string => {
  const { vpcId, service } = path
  const serviceName = serviceNameOf(path)
  const there = endpoints.find(
    one => one.vpcId === vpcId && one.type === 'Gateway' && one.serviceName === serviceName,
  )
  const table =
    path.factors.find(factor => factor.kind === 'route')?.resource ?? `<route table of ${path.subnetId}>`
  if (there) {
    const options = { 'vpc-endpoint-id': there.id, 'add-route-table-ids': table, region } as const
    return awsCommand('ec2 modify-vpc-endpoint', options)
  }
  return awsCommand('ec2 create-vpc-endpoint', {
    'vpc-id': vpcId,
    'vpc-endpoint-type': 'Gateway',
    'service-name': serviceNameOf({ service, region }),
    'route-table-ids': table,
    region,
  })
}

const serviceNameOf = ({ service, region }: Pick<NetworkPath, 'service' | 'region'>): string =>
  `com.amazonaws.${region}.${service}`

/** A group that lets the node's in on 443; the endpoints made next are given it. */
const groupCommands = (
  [path]: readonly NetworkPath[],
  { nodeGroup }: Around,
  { region }: Scope,
): readonly string[] => {
  const create = awsCommand('ec2 create-security-group', {
    'group-name': OWN_GROUP,
    description: 'HTTPS from managed nodes to Session Manager',
    'vpc-id': path?.vpcId,
    query: 'GroupId',
    output: 'text',
    region,
  })
  const allow = awsCommand('ec2 authorize-security-group-ingress', {
    protocol: 'tcp',
    port: '443',
    'source-group': nodeGroup ?? '<security group of the node>',
    region,
  })
  return [`GROUP=$(${create})`, `${allow} --group-id "$GROUP"`]
}

const interfaceCommand = (path: NetworkPath, scope: Scope): string => {
  const { service, region } = path
  const command = awsCommand('ec2 create-vpc-endpoint', {
    'vpc-id': path.vpcId,
    'vpc-endpoint-type': 'Interface',
    'service-name': serviceNameOf(path),
    ...(region !== scope.region && { 'service-region': region }),
    'subnet-ids': path.subnetId,
    'private-dns-enabled': true,
    // aws: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DnsOptionsSpecification.html
    ...(service === 's3' && { 'dns-options': 'PrivateDnsOnlyForInboundResolverEndpoint=false' }),
    region: scope.region,
  })
  return `${command} --security-group-ids "$GROUP"`
}
