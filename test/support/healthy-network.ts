import type { BreakableWorld } from './mutable.ts'

type Records = BreakableWorld['records']
type NetworkKind =
  | 'vpcs'
  | 'vpcDns'
  | 'subnets'
  | 'routeTables'
  | 'natGateways'
  | 'internetGateways'
  | 'egressOnlyInternetGateways'
  | 'networkAcls'
  | 'securityGroups'
  | 'prefixLists'
  | 'vpcEndpoints'
  | 'networkInterfaces'
  | 'dhcpOptions'
  | 'privateZones'

export const ACCOUNT = '123456789012'
export const REGION = 'ap-southeast-1'

export const VPC = 'vpc-0a1b2c3d4e5f60001'
/** The nodes' subnet, and the one in which the endpoints are. */
export const NODE_SUBNET = 'subnet-0a1b2c3d4e5f60001'
export const ENDPOINT_SUBNET = 'subnet-0a1b2c3d4e5f60002'
export const NODE_GROUP = 'sg-0a1b2c3d4e5f60001'
export const ENDPOINT_GROUP = 'sg-0a1b2c3d4e5f60002'
export const ROUTE_TABLE = 'rtb-0a1b2c3d4e5f60001'
export const NODE_ACL = 'acl-0a1b2c3d4e5f60001'
export const ENDPOINT_ACL = 'acl-0a1b2c3d4e5f60002'
export const S3_LIST = 'pl-0a1b2c3d4e5f60001'
export const DHCP = 'dopt-0a1b2c3d4e5f60001'
export const ENDPOINTS = {
  ssm: 'vpce-0a1b2c3d4e5f60001',
  ssmmessages: 'vpce-0a1b2c3d4e5f60002',
  logs: 'vpce-0a1b2c3d4e5f60003',
  kms: 'vpce-0a1b2c3d4e5f60004',
  s3: 'vpce-0a1b2c3d4e5f60005',
} as const

const FULL_ACCESS = JSON.stringify({
  Statement: [{ Action: '*', Effect: 'Allow', Principal: '*', Resource: '*' }],
})

const interfaceOf = (endpoint: string): string => endpoint.replace('vpce-', 'eni-')

const addressOf = (endpoint: string): string => `10.20.2.${10 + Number(endpoint.at(-1))}`

const interfaceEndpoint = (
  service: 'ssm' | 'ssmmessages' | 'logs' | 'kms',
): Records['vpcEndpoints'][string] => ({
  id: ENDPOINTS[service],
  vpcId: VPC,
  ownerId: ACCOUNT,
  serviceName: `com.amazonaws.${REGION}.${service}`,
  serviceRegion: REGION,
  type: 'Interface',
  state: 'available',
  privateDns: true,
  ipAddressType: 'ipv4',
  subnetIds: [ENDPOINT_SUBNET],
  routeTableIds: [],
  groupIds: [ENDPOINT_GROUP],
  interfaceIds: [interfaceOf(ENDPOINTS[service])],
  policy: FULL_ACCESS,
  createdAt: '2026-08-01T08:00:00.000Z',
  tags: {},
})

const gatewayEndpoint = (): Records['vpcEndpoints'][string] => ({
  ...interfaceEndpoint('kms'),
  id: ENDPOINTS.s3,
  serviceName: `com.amazonaws.${REGION}.s3`,
  type: 'Gateway',
  privateDns: false,
  subnetIds: [],
  routeTableIds: [ROUTE_TABLE],
  groupIds: [],
  interfaceIds: [],
})

const endpointInterface = (endpoint: string): Records['networkInterfaces'][string] => ({
  id: interfaceOf(endpoint),
  subnetId: ENDPOINT_SUBNET,
  vpcId: VPC,
  groupIds: [ENDPOINT_GROUP],
  addresses: [addressOf(endpoint)],
  publicAddresses: [],
})

const subnet = (id: string, cidr: string, zone: string): Records['subnets'][string] => ({
  id,
  vpcId: VPC,
  ownerId: ACCOUNT,
  cidrs: [cidr],
  zone: `${REGION}${zone}`,
  dns64: false,
})

/** The entries of an ACL as AWS makes it: all traffic in and out, then the rule that denies the rest. */
export const openEntries = (): Records['networkAcls'][string]['entries'] =>
  [false, true].flatMap(egress => [
    { number: 100, egress, allow: true, protocol: '-1', cidr: '0.0.0.0/0' },
    { number: 32767, egress, allow: false, protocol: '-1', cidr: '0.0.0.0/0' },
  ])

const acl = (id: string, subnetId: string): Records['networkAcls'][string] => ({
  id,
  vpcId: VPC,
  subnetIds: [subnetId],
  entries: openEntries(),
})

const https = { protocol: 'tcp', ports: { from: 443, to: 443 } } as const

const nodeGroup = (): Records['securityGroups'][string] => ({
  id: NODE_GROUP,
  name: 'nodes',
  vpcId: VPC,
  ownerId: ACCOUNT,
  rules: [
    { ...https, direction: 'egress', peer: { kind: 'group', groupId: ENDPOINT_GROUP, ownerId: ACCOUNT } },
    { ...https, direction: 'egress', peer: { kind: 'prefix list', prefixListId: S3_LIST } },
  ],
  tags: {},
})

const endpointGroup = (): Records['securityGroups'][string] => ({
  id: ENDPOINT_GROUP,
  name: 'endpoints',
  vpcId: VPC,
  ownerId: ACCOUNT,
  rules: [
    { ...https, direction: 'ingress', peer: { kind: 'group', groupId: NODE_GROUP, ownerId: ACCOUNT } },
    { direction: 'egress', protocol: '-1', peer: { kind: 'cidr', cidr: '0.0.0.0/0' } },
  ],
  tags: {},
})

const byId = <T extends { id: string }>(...records: readonly T[]): Record<string, T> =>
  Object.fromEntries(records.map(record => [record.id, record]))

/** The primary interface of a node in the nodes' subnet. */
export const nodeInterface = (
  instance: string,
  address: string,
): NonNullable<Records['instances'][string]['interfaces']>[number] => ({
  id: instance.replace('i-', 'eni-9'),
  subnetId: NODE_SUBNET,
  vpcId: VPC,
  groupIds: [NODE_GROUP],
  addresses: [address],
  publicAddresses: [],
  primary: true,
})

/** A private network in good order: no way out, an endpoint for each service that sessions need. */
export const healthyNetwork = (): Pick<Records, NetworkKind> => ({
  vpcs: byId({ id: VPC, ownerId: ACCOUNT, cidrs: ['10.20.0.0/16'], dhcpOptionsId: DHCP }),
  vpcDns: { [VPC]: { vpcId: VPC, dnsSupport: true, dnsHostnames: true } },
  subnets: byId(subnet(NODE_SUBNET, '10.20.1.0/24', 'a'), subnet(ENDPOINT_SUBNET, '10.20.2.0/24', 'b')),
  routeTables: byId({
    id: ROUTE_TABLE,
    vpcId: VPC,
    ownerId: ACCOUNT,
    main: true,
    subnetIds: [],
    routes: [
      { destination: '10.20.0.0/16', target: { kind: 'local', id: 'local' }, state: 'active' },
      { destination: S3_LIST, target: { kind: 'VPC endpoint', id: ENDPOINTS.s3 }, state: 'active' },
    ],
  }),
  natGateways: {},
  internetGateways: {},
  egressOnlyInternetGateways: {},
  networkAcls: byId(acl(NODE_ACL, NODE_SUBNET), acl(ENDPOINT_ACL, ENDPOINT_SUBNET)),
  securityGroups: byId(nodeGroup(), endpointGroup()),
  prefixLists: byId({
    id: S3_LIST,
    name: `com.amazonaws.${REGION}.s3`,
    cidrs: ['3.5.134.0/23', '52.219.46.0/23'],
  }),
  vpcEndpoints: byId(
    interfaceEndpoint('ssm'),
    interfaceEndpoint('ssmmessages'),
    interfaceEndpoint('logs'),
    interfaceEndpoint('kms'),
    gatewayEndpoint(),
  ),
  networkInterfaces: byId(
    endpointInterface(ENDPOINTS.ssm),
    endpointInterface(ENDPOINTS.ssmmessages),
    endpointInterface(ENDPOINTS.logs),
    endpointInterface(ENDPOINTS.kms),
  ),
  dhcpOptions: byId({ id: DHCP, domainNameServers: ['AmazonProvidedDNS'] }),
  privateZones: {},
})
