import { the, wide } from '../../checks/network/broken.ts'
import { ACCOUNT, DB, WEB } from '../healthy.ts'
import { ENDPOINT_GROUP, ENDPOINTS, NODE_ACL, NODE_GROUP, ROUTE_TABLE, VPC } from '../healthy-network.ts'
import { broken, follows, onEach, type Causes } from './cause.ts'
import { cutChannel, dropEndpoint, lose } from './lost.ts'
import { CLOUDWATCH_NOT_ENCRYPTED, HANDSHAKE_TIMED_OUT, notConnected } from './words.ts'

const NODES = [WEB, DB]
const path = (service: string): string => `network/${service}-path`
const INTERFACES = ['kms', 'logs', 'ssm', 'ssmmessages'].map(path)

/** What follows for each of the nodes where nothing of theirs gets through. */
const cutOffBy = (cause: string): string[] => follows([...INTERFACES, 'node/agent-ping'], NODES, cause)
const CUT_OFF = 'no no yes no'

const denyChannels = JSON.stringify({
  Statement: [
    { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
    { Sid: 'NoChannels', Effect: 'Deny', Principal: '*', Action: 'ssmmessages:*', Resource: '*' },
  ],
})

/** What stands between nodes and the services that their sessions need. */
export const NETWORKS: Causes = {
  'no-way-to-systems-manager': {
    number: 3,
    world: broken(world => {
      Object.assign(world.records, { vpcEndpoints: {}, networkInterfaces: {} })
      the(world, 'routeTables', ROUTE_TABLE).routes.pop()
      wide(world)
      lose(world, ...NODES)
    }),
    names: NODES.map(id => `network/ssm-path ${id}`),
    folded: NODES.flatMap(id =>
      follows(
        [...['kms', 'logs', 's3', 'ssmmessages'].map(path), 'node/agent-ping'],
        [id],
        `network/ssm-path ${id}`,
      ),
    ),
    hurt: onEach(NODES, 'no no no no'),
    sees: notConnected(...NODES),
  },
  'endpoint-lets-nobody-in': {
    number: 5,
    world: broken(world => {
      const peer = { kind: 'group', groupId: ENDPOINT_GROUP, ownerId: ACCOUNT } as const
      the(world, 'securityGroups', ENDPOINT_GROUP).rules = [
        { direction: 'ingress', protocol: '-1', peer },
        { direction: 'egress', protocol: '-1', peer: { kind: 'cidr', cidr: '0.0.0.0/0' } },
      ]
      lose(world, ...NODES)
    }),
    names: [`network/endpoint-security-group ${ENDPOINTS.ssm}`],
    folded: cutOffBy(`network/endpoint-security-group ${ENDPOINTS.ssm}`),
    hurt: onEach(NODES, CUT_OFF),
    sees: notConnected(...NODES),
  },
  'node-lets-nothing-out': {
    number: 5,
    world: broken(world => {
      the(world, 'securityGroups', NODE_GROUP).rules.shift()
      lose(world, ...NODES)
    }),
    names: [`network/node-egress ${NODE_GROUP}`],
    folded: cutOffBy(`network/node-egress ${NODE_GROUP}`),
    hurt: onEach(NODES, CUT_OFF),
    sees: notConnected(...NODES),
  },
  'no-endpoint-for-ssmmessages': {
    number: 16,
    world: broken(world => {
      dropEndpoint(world, 'ssmmessages')
      cutChannel(world, ...NODES)
    }),
    names: NODES.map(id => `network/ssmmessages-path ${id}`),
    folded: NODES.map(id => `node/control-channel ${id} <- network/ssmmessages-path ${id}`),
    hurt: onEach(NODES, 'no yes yes yes'),
    sees: notConnected(...NODES),
  },
  'no-endpoint-for-logs': {
    number: 19,
    world: broken(world => dropEndpoint(world, 'logs')),
    names: NODES.map(id => `network/logs-path ${id}`),
    hurt: onEach(NODES, 'no no yes yes'),
    sees: onEach(NODES, CLOUDWATCH_NOT_ENCRYPTED),
  },
  'no-endpoint-for-kms': {
    number: 19,
    world: broken(world => dropEndpoint(world, 'kms')),
    names: NODES.map(id => `network/kms-path ${id}`),
    hurt: onEach(NODES, 'no yes yes no'),
    sees: onEach(NODES, HANDSHAKE_TIMED_OUT),
  },
  'endpoint-without-private-dns': {
    number: 24,
    world: broken(world => {
      the(world, 'vpcEndpoints', ENDPOINTS.ssm).privateDns = false
      lose(world, ...NODES)
    }),
    names: [`network/endpoint-private-dns ${ENDPOINTS.ssm}`],
    folded: follows([path('ssm'), 'node/agent-ping'], NODES, `network/endpoint-private-dns ${ENDPOINTS.ssm}`),
    hurt: onEach(NODES, 'no yes yes yes'),
    sees: notConnected(...NODES),
  },
  'vpc-without-dns-host-names': {
    number: 24,
    world: broken(world => {
      the(world, 'vpcDns', VPC).dnsHostnames = false
      lose(world, ...NODES)
    }),
    names: [`network/vpc-dns ${VPC}`],
    folded: cutOffBy(`network/vpc-dns ${VPC}`),
    hurt: onEach(NODES, CUT_OFF),
    sees: notConnected(...NODES),
  },
  'acl-without-the-ports-of-answers': {
    world: broken(world => {
      the(world, 'networkAcls', NODE_ACL).entries = [
        { number: 100, egress: true, allow: true, protocol: '-1', cidr: '0.0.0.0/0' },
        {
          number: 100,
          egress: false,
          allow: true,
          protocol: '6',
          cidr: '0.0.0.0/0',
          ports: { from: 443, to: 443 },
        },
      ]
      lose(world, ...NODES)
    }),
    names: [`network/acl ${NODE_ACL}`],
    folded: follows([...INTERFACES, path('s3'), 'node/agent-ping'], NODES, `network/acl ${NODE_ACL}`),
    hurt: onEach(NODES, 'no no no no'),
    sees: notConnected(...NODES),
  },
  'endpoint-policy-denies-channels': {
    number: 32,
    world: broken(world => {
      the(world, 'vpcEndpoints', ENDPOINTS.ssmmessages).policy = denyChannels
      cutChannel(world, ...NODES)
    }),
    names: [`network/endpoint-policy ${ENDPOINTS.ssmmessages}`],
    folded: follows(
      [path('ssmmessages'), 'node/control-channel'],
      NODES,
      `network/endpoint-policy ${ENDPOINTS.ssmmessages}`,
    ),
    hurt: onEach(NODES, 'no yes yes yes'),
    sees: notConnected(...NODES),
  },
}
