import acl from '../../../checks/network/acl.ts'
import noInboundSsh from '../../../checks/network/no-inbound-ssh.ts'
import nodeEgress from '../../../checks/network/node-egress.ts'
import { DB, WEB } from '../../support/healthy.ts'
import {
  ENDPOINT_ACL,
  ENDPOINT_GROUP,
  ENDPOINTS,
  NODE_ACL,
  NODE_GROUP,
  openEntries,
  ROUTE_TABLE,
  S3_LIST,
  VPC,
} from '../../support/healthy-network.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'
import { addNat, IGW, NAT_ACL } from '../../core/net/worlds.ts'
import { lost, the, wide } from './broken.ts'

const BOTH = `${WEB} and ${DB}`

type Rule = BreakableWorld['records']['securityGroups'][string]['rules'][number]

const https = { direction: 'egress', protocol: 'tcp', ports: { from: 443, to: 443 } } as const

const letsOut = (world: BreakableWorld, ...rules: readonly Rule[]): void => {
  the(world, 'securityGroups', NODE_GROUP).rules = [...rules]
}

const toEndpoints: Rule = {
  ...https,
  ports: { from: 443, to: 443 },
  peer: { kind: 'group', groupId: ENDPOINT_GROUP },
}

testCheck(nodeEgress, {
  'a group that lets nothing out': {
    break: world => {
      lost(world)
      letsOut(world)
    },
    finds: [
      {
        subject: NODE_GROUP,
        severity: 'high',
        fixable: true,
        affects: [WEB, DB],
        message: `no rule of security group ${NODE_GROUP} lets 443 out to 10.20.2.11 or ${ENDPOINT_GROUP}; ${BOTH} cannot reach ssm, ssmmessages, logs, s3, kms`,
      },
    ],
  },
  'a group that lets 443 out to endpoints alone, and a bucket': {
    break: world => letsOut(world, toEndpoints),
    finds: [
      {
        subject: NODE_GROUP,
        fixable: true,
        message: `no rule of security group ${NODE_GROUP} lets 443 out to 3.5.134.0/23, 52.219.46.0/23; ${BOTH} cannot reach s3`,
      },
    ],
  },
  'a group that lets nothing out to the internet, where the way leads': {
    break: world => {
      lost(world)
      for (const service of ['ssm', 'ssmmessages', 'logs', 'kms'] as const)
        delete world.records.vpcEndpoints[ENDPOINTS[service]]
      addNat(world)
    },
    finds: [
      {
        subject: NODE_GROUP,
        fixable: false,
        message: `no rule of security group ${NODE_GROUP} lets 443 out to public addresses; ${BOTH} cannot reach ssm, ssmmessages, logs, kms`,
      },
    ],
  },
  'rules for the network of the endpoints and for the list of the bucket': {
    break: world =>
      letsOut(
        world,
        {
          direction: 'egress',
          protocol: '6',
          ports: { from: 0, to: 1023 },
          peer: { kind: 'cidr', cidr: '10.20.0.0/16' },
        },
        { ...toEndpoints, peer: { kind: 'prefix list', prefixListId: S3_LIST } },
      ),
    finds: [],
  },
  'a second group that lets everything out': {
    break: world => {
      letsOut(world)
      const second = 'sg-0a1b2c3d4e5f60008'
      world.records.securityGroups[second] = {
        ...structuredClone(the(world, 'securityGroups', ENDPOINT_GROUP)),
        id: second,
      }
      for (const node of [WEB, DB])
        for (const one of the(world, 'instances', node).interfaces ?? []) one.groupIds.push(second)
      the(world, 'securityGroups', ENDPOINT_GROUP).rules.push({
        direction: 'ingress',
        protocol: '-1',
        peer: { kind: 'cidr', cidr: '10.20.1.0/24' },
      })
    },
    finds: [],
  },
  'a group that lets nothing out, where nothing leads anyway': {
    break: world => {
      lost(world)
      letsOut(world)
      world.records.vpcEndpoints = {}
      the(world, 'routeTables', ROUTE_TABLE).routes.pop()
    },
    finds: [],
  },
})

type Entry = BreakableWorld['records']['networkAcls'][string]['entries'][number]

const entries = (world: BreakableWorld, id: string, ...first: readonly Entry[]): void => {
  the(world, 'networkAcls', id).entries = [...first, ...openEntries()]
}

const denies = (number: number, egress: boolean, cidr: string, from: number, to = from): Entry => ({
  number,
  egress,
  allow: false,
  protocol: 'tcp',
  cidr,
  ports: { from, to },
})

testCheck(acl, {
  'a rule that denies 443 out': {
    break: world => {
      lost(world)
      entries(world, NODE_ACL, denies(90, true, '10.20.2.0/24', 443))
    },
    finds: [
      {
        subject: NODE_ACL,
        severity: 'high',
        fixable: false,
        affects: [WEB, DB],
        message: `rule 90 of network ACL ${NODE_ACL} denies 443 out to 10.20.2.11 or ${ENDPOINT_GROUP}; ${BOTH} cannot reach ssm, ssmmessages, logs, kms`,
      },
    ],
  },
  'a rule that denies the answers out of the subnet of the endpoints': {
    break: world => {
      lost(world)
      entries(world, ENDPOINT_ACL, denies(80, true, '10.20.0.0/16', 1024, 65535))
    },
    finds: [
      `${ENDPOINT_ACL}: rule 80 of network ACL ${ENDPOINT_ACL} denies the answers out on 32768-60999 to 10.20.1.0/24 or ${NODE_GROUP}; ${BOTH} cannot reach ssm, ssmmessages, logs, kms`,
    ],
  },
  'the ACL of the subnet of a NAT gateway': {
    break: world => {
      lost(world)
      for (const service of ['ssm', 'ssmmessages', 'logs', 'kms'] as const)
        delete world.records.vpcEndpoints[ENDPOINTS[service]]
      addNat(world)
      wide(world)
      the(world, 'networkAcls', NAT_ACL).entries = [
        { number: 100, egress: false, allow: true, protocol: '-1', cidr: '10.0.0.0/8' },
        { number: 100, egress: true, allow: true, protocol: '-1', cidr: '0.0.0.0/0' },
      ]
    },
    finds: [
      {
        subject: NAT_ACL,
        message: `rule * of network ACL ${NAT_ACL} denies the answers in on 1024-65535 from public addresses; ${BOTH} cannot reach ssm, ssmmessages, logs, kms`,
      },
    ],
  },
  'answers let in on the ports of the system alone': {
    break: world => {
      the(world, 'networkAcls', NODE_ACL).entries = [
        { number: 100, egress: true, allow: true, protocol: '-1', cidr: '0.0.0.0/0' },
        {
          number: 100,
          egress: false,
          allow: true,
          protocol: '6',
          cidr: '0.0.0.0/0',
          ports: { from: 32768, to: 60999 },
        },
      ]
    },
    finds: [],
  },
  'an ACL that denies all, within one subnet': {
    break: world => {
      the(world, 'networkAcls', ENDPOINT_ACL).entries = []
      for (const one of Object.values(world.records.networkInterfaces)) {
        one.subnetId = 'subnet-0a1b2c3d4e5f60001'
        one.addresses = [`10.20.1.${20 + Number(one.id.at(-1))}`]
      }
    },
    finds: [],
  },
  'an ACL of a subnet through which nothing goes': {
    break: world => {
      world.records.networkAcls['acl-0a1b2c3d4e5f60009'] = {
        id: 'acl-0a1b2c3d4e5f60009',
        vpcId: VPC,
        subnetIds: ['subnet-0a1b2c3d4e5f60009'],
        entries: [],
      }
    },
    finds: [],
  },
})

/** The nodes stand in a public subnet beside their endpoints. */
const published = (world: BreakableWorld, ...nodes: readonly string[]): void => {
  world.records.internetGateways[IGW] = { id: IGW, vpcIds: [VPC] }
  the(world, 'routeTables', ROUTE_TABLE).routes.push({
    destination: '0.0.0.0/0',
    target: { kind: 'internet gateway', id: IGW },
    state: 'active',
  })
  for (const node of nodes)
    for (const one of the(world, 'instances', node).interfaces ?? []) one.publicAddresses = ['203.0.113.7']
}

const letsIn = (world: BreakableWorld, cidr: string, port: number, group = NODE_GROUP): void => {
  the(world, 'securityGroups', group).rules.push({
    direction: 'ingress',
    protocol: 'tcp',
    ports: { from: port, to: port },
    peer: { kind: 'cidr', cidr },
  })
}

testCheck(noInboundSsh, {
  'SSH of a node that the internet reaches': {
    break: world => {
      published(world, WEB)
      letsIn(world, '0.0.0.0/0', 22)
    },
    finds: [
      {
        subject: NODE_GROUP,
        severity: 'medium',
        affects: [WEB],
        fixable: false,
        message: `security group ${NODE_GROUP} lets 22 in from 0.0.0.0/0, and the internet reaches ${WEB} at 203.0.113.7`,
      },
    ],
  },
  'everything, of both nodes': {
    break: world => {
      published(world, WEB, DB)
      the(world, 'securityGroups', NODE_GROUP).rules.push({
        direction: 'ingress',
        protocol: '-1',
        peer: { kind: 'cidr', cidr: '0.0.0.0/0' },
      })
    },
    finds: [
      `${NODE_GROUP}: security group ${NODE_GROUP} lets 22 and 3389 in from 0.0.0.0/0, and the internet reaches ${BOTH}`,
    ],
  },
  'RDP of nodes without a public address': {
    break: world => {
      published(world)
      letsIn(world, '0.0.0.0/0', 3389)
    },
    finds: [
      {
        subject: NODE_GROUP,
        severity: 'low',
        affects: [WEB, DB],
        message: `security group ${NODE_GROUP} lets 3389 in from 0.0.0.0/0, though it does not reach ${BOTH}: no public IPv4 address`,
      },
    ],
  },
  'SSH by IPv6, which has no route': {
    break: world => {
      published(world, WEB)
      letsIn(world, '::/0', 22)
      for (const one of the(world, 'instances', WEB).interfaces ?? []) one.addresses.push('2600:1f18::7')
    },
    finds: [
      {
        subject: NODE_GROUP,
        severity: 'low',
        message: `security group ${NODE_GROUP} lets 22 in from ::/0, though it does not reach ${BOTH}: ${ROUTE_TABLE} leads to no internet gateway`,
      },
    ],
  },
  'a public node whose ACL is not to be seen': {
    break: world => {
      published(world, WEB)
      letsIn(world, '0.0.0.0/0', 22)
      the(world, 'networkAcls', NODE_ACL).subnetIds = []
    },
    finds: [
      {
        subject: NODE_GROUP,
        severity: 'medium',
        affects: [WEB],
        message: `security group ${NODE_GROUP} lets 22 in from 0.0.0.0/0, and whether the internet reaches ${WEB} is not known: the network ACL of subnet-0a1b2c3d4e5f60001 is not to be seen`,
      },
    ],
  },
  'SSH from an office': {
    break: world => {
      published(world, WEB)
      letsIn(world, '198.51.100.0/24', 22)
    },
    finds: [],
  },
  'a web server': {
    break: world => {
      published(world, WEB)
      letsIn(world, '0.0.0.0/0', 443)
    },
    finds: [],
  },
  'a group that no node has': {
    break: world => {
      published(world, WEB)
      letsIn(world, '0.0.0.0/0', 22, ENDPOINT_GROUP)
    },
    finds: [],
  },
})
