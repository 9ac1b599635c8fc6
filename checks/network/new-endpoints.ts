import { awsCommand, type NetworkPath, type Scope, type VpcEndpoint } from '../../src/core/index.ts'

/** The group that the commands make for new endpoints. */
const OWN_GROUP = 'session-manager-endpoints'

/** What new endpoints have to fit to. */
export interface Around {
  /** The endpoints that there are. */
  readonly endpoints: readonly VpcEndpoint[]
  /** One that the node reaches: what stands beside it with its groups is reached too. */
  readonly reached?: VpcEndpoint | undefined
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
  const makesGroup = byInterface.length > 0 && around.reached === undefined
  return [
    ...byGateway.map(path => gatewayCommand(path, around, scope)),
    ...(makesGroup ? groupCommands(byInterface, around, scope) : []),
    ...byInterface.map(path => interfaceCommand(path, around, scope)),
  ]
}

/** aws: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-s3.html */
export const servedByGateway = ({ service, region }: NetworkPath, scope: Scope): boolean =>
  service === 's3' && region === scope.region

/** One that is there already only lacks the route table. */
const gatewayCommand = (path: NetworkPath, { endpoints }: Around, scope: Scope): string => {
  const { vpcId } = path
  const { region } = scope
  const there = endpoints.find(
    one => one.vpcId === vpcId && one.type === 'Gateway' && one.serviceName.endsWith(endOf(path)),
  )
  const table =
    path.factors.find(factor => factor.kind === 'route')?.resource ?? `<route table of ${path.subnetId}>`
  if (there) {
    const options = { 'vpc-endpoint-id': there.id, 'add-route-table-ids': table, region } as const
    return awsCommand('ec2 modify-vpc-endpoint', options)
  }
  const command = awsCommand('ec2 create-vpc-endpoint', {
    'vpc-id': vpcId,
    'vpc-endpoint-type': 'Gateway',
    'route-table-ids': table,
    region,
  })
  return `${command} --service-name ${serviceName(path, 'Gateway', scope)}`
}

const endOf = ({ service, region }: Pick<NetworkPath, 'service' | 'region'>): string =>
  `.${region}.${service}`

/** Elsewhere names begin in several ways: EC2 is asked. aws: https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html */
const PLAIN: ReadonlySet<string> = new Set(['aws', 'aws-us-gov'])

/** The name of the service of a path, as a word of a command. */
const serviceName = (
  path: Pick<NetworkPath, 'service' | 'region'>,
  type: 'Gateway' | 'Interface',
  { partition, region }: Pick<Scope, 'partition' | 'region'>,
): string => {
  if (PLAIN.has(partition)) return `com.amazonaws${endOf(path)}`
  const query = `ServiceNames[?ends_with(@, '${endOf(path)}')] | [0]`
  const filters = `Name=service-type,Values=${type}`
  const ask = awsCommand('ec2 describe-vpc-endpoint-services', { filters, query, output: 'text', region })
  return `"$(${ask})"`
}

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

const interfaceCommand = (path: NetworkPath, { reached }: Around, scope: Scope): string => {
  const { service, region, family } = path
  const { ipAddressType = 'ipv6' } = reached ?? {}
  const command = awsCommand('ec2 create-vpc-endpoint', {
    'vpc-id': path.vpcId,
    'vpc-endpoint-type': 'Interface',
    ...(region !== scope.region && { 'service-region': region }),
    'subnet-ids': reached?.subnetIds ?? path.subnetId,
    ...(family === 'ipv6' && { 'ip-address-type': ipAddressType }),
    'private-dns-enabled': true,
    // aws: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DnsOptionsSpecification.html
    ...(service === 's3' && { 'dns-options': 'PrivateDnsOnlyForInboundResolverEndpoint=false' }),
    ...(reached && { 'security-group-ids': reached.groupIds }),
    region: scope.region,
  })
  const own = reached ? '' : ' --security-group-ids "$GROUP"'
  return `${command} --service-name ${serviceName(path, 'Interface', scope)}${own}`
}
