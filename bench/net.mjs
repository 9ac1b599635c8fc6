// All paths of all nodes of a large network, on one core. Run `npm run bench`, or this file after a build; with
// `node --expose-gc` it tells what the paths take of memory too, which grows as the nodes do.
import { performance } from 'node:perf_hooks'
import { viewOf } from '../dist/src/core/views.js'

const ACCOUNT = '123456789012'
const REGION = 'eu-west-1'
const VPCS = 50
const GROUPS = 10
const RULES = 60
const SUBNETS = 4
const BUCKET = 'session-logs'
const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1a2b3c4d-0001`

const hex = number => number.toString(16).padStart(17, '0')
const byId = records => Object.fromEntries(records.map(record => [record.id, record]))
const times = (count, make) => Array.from({ length: count }, (_, at) => make(at))

const groupId = (vpc, at) => `sg-${hex(vpc * GROUPS + at)}`
const subnetId = (vpc, at) => `subnet-${hex(vpc * SUBNETS + at)}`
const blockOf = (vpc, at) => `10.${vpc}.${at * 16}`

/** Rules about blocks, groups and lists; one in thirty is about 443 to everywhere or from the VPC. */
const ruleOf = (vpc, group, at) => {
  const direction = at % 2 === 0 ? 'egress' : 'ingress'
  const port = at % 6 < 2 ? 443 : 1000 + at
  const ports = { from: port, to: port }
  const own = { direction, protocol: 'tcp', ports }
  if (at === 58 && group !== 3)
    return { ...own, ports: { from: 443, to: 443 }, peer: { kind: 'cidr', cidr: '0.0.0.0/0' } }
  if (at === 59)
    return { ...own, ports: { from: 443, to: 443 }, peer: { kind: 'cidr', cidr: `10.${vpc}.0.0/16` } }
  if (at % 5 === 4) return { ...own, peer: { kind: 'group', groupId: groupId(vpc, (group + at) % GROUPS) } }
  return { ...own, peer: { kind: 'cidr', cidr: `172.${16 + (at % 16)}.${at}.${(group * 16) % 256}/28` } }
}

const groupsIn = vpc =>
  times(GROUPS, at => ({
    id: groupId(vpc, at),
    name: at === 0 ? 'default' : `group-${at}`,
    vpcId: `vpc-${vpc}`,
    ownerId: ACCOUNT,
    rules: times(RULES, rule => ruleOf(vpc, at, rule)),
    tags: {},
  }))

const subnetsIn = vpc =>
  times(SUBNETS, at => ({
    id: subnetId(vpc, at),
    vpcId: `vpc-${vpc}`,
    ownerId: ACCOUNT,
    cidrs: [`${blockOf(vpc, at)}.0/20`],
    zone: `${REGION}a`,
  }))

const aclOf = vpc => ({
  id: `acl-${vpc}`,
  vpcId: `vpc-${vpc}`,
  subnetIds: times(SUBNETS, at => subnetId(vpc, at)),
  entries: [false, true].flatMap(egress => [
    ...times(8, at => ({ number: 10 + at, egress, allow: false, protocol: '6', cidr: `192.168.${at}.0/24` })),
    { number: 100, egress, allow: true, protocol: '-1', cidr: '0.0.0.0/0' },
    { number: 32_767, egress, allow: false, protocol: '-1', cidr: '0.0.0.0/0' },
  ]),
})

/** Every second VPC has a NAT gateway, the others endpoints. */
const hasNat = vpc => vpc % 2 === 1
const SERVICES = ['ssm', 'ssmmessages', 'logs', 'kms', 's3']

const endpointsIn = vpc =>
  (hasNat(vpc) ? [] : SERVICES).map(service => ({
    id: `vpce-${vpc}-${service}`,
    vpcId: `vpc-${vpc}`,
    ownerId: ACCOUNT,
    serviceName: `com.amazonaws.${REGION}.${service}`,
    serviceRegion: REGION,
    type: 'Interface',
    state: 'available',
    privateDns: true,
    ipAddressType: 'ipv4',
    subnetIds: [0, 1, 2].map(at => subnetId(vpc, at)),
    routeTableIds: [],
    groupIds: [groupId(vpc, 1)],
    interfaceIds: [0, 1, 2].map(at => `eni-${vpc}-${service}-${at}`),
    tags: {},
  }))

const facesOf = (endpoint, vpc) =>
  endpoint.interfaceIds.map((id, at) => ({
    id,
    subnetId: subnetId(vpc, at),
    vpcId: `vpc-${vpc}`,
    groupIds: endpoint.groupIds,
    addresses: [`${blockOf(vpc, at)}.${10 + SERVICES.indexOf(endpoint.serviceName.split('.').at(-1))}`],
    publicAddresses: [],
  }))

const tablesIn = vpc => {
  const local = { destination: `10.${vpc}.0.0/16`, target: { kind: 'local', id: 'local' }, state: 'active' }
  const table = (id, main, subnetIds, target) => ({
    id,
    vpcId: `vpc-${vpc}`,
    ownerId: ACCOUNT,
    main,
    subnetIds,
    routes: [local, ...(target ? [{ destination: '0.0.0.0/0', target, state: 'active' }] : [])],
  })
  if (!hasNat(vpc)) return [table(`rtb-${vpc}`, true, [])]
  return [
    table(`rtb-${vpc}`, true, [], { kind: 'NAT gateway', id: `nat-${vpc}` }),
    table(`rtb-${vpc}-out`, false, [subnetId(vpc, 0)], { kind: 'internet gateway', id: `igw-${vpc}` }),
  ]
}

const instanceOf = at => {
  const vpc = at % VPCS
  const own = Math.floor(at / VPCS)
  const subnet = 1 + (own % (SUBNETS - 1))
  return {
    id: `i-${hex(at)}`,
    name: `node-${at}`,
    state: 'running',
    launchedAt: '2026-10-02T06:00:00.000Z',
    metadataEndpoint: 'enabled',
    metadataTokens: 'required',
    vpcId: `vpc-${vpc}`,
    subnetId: subnetId(vpc, subnet),
    interfaces: [
      {
        id: `eni-${hex(at)}`,
        subnetId: subnetId(vpc, subnet),
        vpcId: `vpc-${vpc}`,
        groupIds:
          own % 40 === 7 ? [groupId(vpc, 3)] : [groupId(vpc, own % GROUPS), groupId(vpc, (own * 7) % GROUPS)],
        addresses: [
          `${blockOf(vpc, subnet).split('.').slice(0, 2).join('.')}.${subnet * 16 + (own >> 8)}.${own & 255}`,
        ],
        publicAddresses: [],
        primary: true,
      },
    ],
    tags: {},
  }
}

const preferences = JSON.stringify({
  schemaVersion: '1.0',
  description: 'sessions',
  sessionType: 'Standard_Stream',
  inputs: {
    s3BucketName: BUCKET,
    s3EncryptionEnabled: true,
    cloudWatchLogGroupName: '/sessions',
    cloudWatchEncryptionEnabled: false,
    cloudWatchStreamingEnabled: true,
    kmsKeyId: KEY,
  },
})

const nodeOf = ({ id }) => ({
  id,
  pingStatus: 'ConnectionLost',
  lastPingAt: '2026-11-18T07:00:00.000Z',
  agentVersion: '3.3.4121.0',
  isLatestVersion: true,
  platformType: 'Linux',
})

/** An account with a number of nodes in 50 VPCs with 500 groups of 60 rules. */
const worldOf = count => {
  const vpcs = times(VPCS, at => at)
  const endpoints = vpcs.flatMap(endpointsIn)
  const instances = times(count, instanceOf)
  const natVpcs = vpcs.filter(hasNat)
  return {
    scope: {
      accountId: ACCOUNT,
      region: REGION,
      partition: 'aws',
      callerArn: `arn:aws:sts::${ACCOUNT}:assumed-role/reader/ci`,
      takenAt: '2026-11-20T09:14:00.000Z',
      notes: [],
    },
    gaps: [],
    records: {
      preferencesDocuments: {
        'SSM-SessionManagerRunShell': {
          name: 'SSM-SessionManagerRunShell',
          default: { version: '3', content: preferences, createdAt: '2026-09-01T08:00:00.000Z' },
        },
      },
      sessionDocuments: {},
      serviceSettings: {},
      instances: byId(instances),
      managedNodes: byId(instances.map(nodeOf)),
      instanceProfiles: {},
      roles: {},
      buckets: { [BUCKET]: { name: BUCKET, region: REGION } },
      vpcs: byId(
        vpcs.map(at => ({
          id: `vpc-${at}`,
          ownerId: ACCOUNT,
          cidrs: [`10.${at}.0.0/16`],
          dhcpOptionsId: 'dopt-1',
        })),
      ),
      vpcDns: Object.fromEntries(
        vpcs.map(at => [`vpc-${at}`, { vpcId: `vpc-${at}`, dnsSupport: true, dnsHostnames: true }]),
      ),
      subnets: byId(vpcs.flatMap(subnetsIn)),
      routeTables: byId(vpcs.flatMap(tablesIn)),
      natGateways: byId(
        natVpcs.map(at => ({
          id: `nat-${at}`,
          vpcId: `vpc-${at}`,
          subnetId: subnetId(at, 0),
          state: 'available',
          connectivity: 'public',
        })),
      ),
      internetGateways: byId(natVpcs.map(at => ({ id: `igw-${at}`, vpcIds: [`vpc-${at}`] }))),
      egressOnlyInternetGateways: {},
      networkAcls: byId(vpcs.map(aclOf)),
      securityGroups: byId(vpcs.flatMap(groupsIn)),
      prefixLists: {},
      vpcEndpoints: byId(endpoints),
      networkInterfaces: byId(endpoints.flatMap(one => facesOf(one, Number(one.vpcId.slice(4))))),
      dhcpOptions: { 'dopt-1': { id: 'dopt-1', domainNameServers: ['AmazonProvidedDNS'] } },
      privateZones: {},
    },
  }
}

const used = () => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

const measure = count => {
  const world = worldOf(count)
  viewOf(world, 'judgedNodes')
  const before = used()
  const start = performance.now()
  const { records, missing, whole } = viewOf(world, 'networkPaths')
  const took = performance.now() - start
  const bytes = used() - before
  const paths = Object.values(records)
  const counts = {}
  for (const { verdict } of paths) counts[verdict] = (counts[verdict] ?? 0) + 1
  const memory = globalThis.gc
    ? `, ${(bytes / 1e6).toFixed(1)} MB, ${Math.round(bytes / count)} bytes per node`
    : ''
  const speed = `${took.toFixed(0)} ms, ${((took * 1000) / paths.length).toFixed(1)} µs per path${memory}`
  const lacking = missing.size > 0 || whole ? ` (${missing.size} not read, ${whole?.reason ?? ''})` : ''
  process.stdout.write(
    `${count} nodes: ${paths.length} paths ${JSON.stringify(counts)}${lacking}: ${speed}\n`,
  )
}

for (const count of [2_500, 5_000, 10_000]) measure(count)
