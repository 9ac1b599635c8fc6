import endpointAvailable from '../../../checks/network/endpoint-available.ts'
import endpointPolicy from '../../../checks/network/endpoint-policy.ts'
import endpointPrivateDns from '../../../checks/network/endpoint-private-dns.ts'
import endpointSecurityGroup from '../../../checks/network/endpoint-security-group.ts'
import vpcDns from '../../../checks/network/vpc-dns.ts'
import { ACCOUNT, DB, healthyWorld, WEB } from '../../support/healthy.ts'
import { ENDPOINT_GROUP, ENDPOINTS, NODE_GROUP, VPC } from '../../support/healthy-network.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'
import { addNat, NAT } from '../../core/net/worlds.ts'
import { lost, the, wide } from './broken.ts'

const BOTH = `${WEB} and ${DB}`

const endpoint = (
  world: BreakableWorld,
  service: keyof typeof ENDPOINTS,
  changed: Partial<BreakableWorld['records']['vpcEndpoints'][string]>,
): void => {
  Object.assign(the(world, 'vpcEndpoints', ENDPOINTS[service]), changed)
}

/** Nodes may go out by a NAT gateway as well. */
const withNat = (world: BreakableWorld): void => {
  addNat(world)
  wide(world)
}

/** A hub: endpoints of a VPC in which no node stands. */
const hub = (
  world: BreakableWorld,
  changed: Partial<BreakableWorld['records']['vpcEndpoints'][string]>,
): void => {
  const other = { ...structuredClone(the(world, 'vpcEndpoints', ENDPOINTS.ssm)), ...changed }
  world.records.vpcEndpoints['vpce-0a1b2c3d4e5f60009'] = {
    ...other,
    id: 'vpce-0a1b2c3d4e5f60009',
    vpcId: 'vpc-0a1b2c3d4e5f60009',
  }
}

testCheck(endpointAvailable, {
  'an endpoint that failed': {
    break: world => {
      lost(world)
      endpoint(world, 'ssm', { state: 'failed' })
    },
    finds: [
      `${ENDPOINTS.ssm}: endpoint ${ENDPOINTS.ssm} is in state failed, and ${BOTH} cannot reach ssm any other way`,
    ],
  },
  'an endpoint that waits for its owner': {
    break: world => endpoint(world, 'logs', { state: 'pendingacceptance' }),
    finds: [
      {
        subject: ENDPOINTS.logs,
        severity: 'high',
        affects: [WEB, DB],
        message: `endpoint ${ENDPOINTS.logs} is in state pendingacceptance, and ${BOTH} cannot reach logs any other way`,
      },
    ],
  },
  'an endpoint for another family of addresses': {
    break: world => endpoint(world, 'kms', { ipAddressType: 'ipv6' }),
    finds: [
      `${ENDPOINTS.kms}: endpoint ${ENDPOINTS.kms} serves ipv6 alone, the node calls by ipv4, and ${BOTH} cannot reach kms any other way`,
    ],
  },
  'an endpoint that failed beside a NAT gateway': {
    break: world => {
      withNat(world)
      endpoint(world, 'logs', { state: 'failed' })
    },
    finds: [],
  },
  'an endpoint that was made just now': {
    break: world => endpoint(world, 'kms', { state: 'pending', createdAt: '2026-11-20T09:08:00.000Z' }),
    finds: [],
  },
  'an endpoint that is gone in a VPC without nodes': {
    break: world => hub(world, { state: 'deleted' }),
    finds: [],
  },
  'the same endpoint behind nodes that call by ssm all the time': {
    break: world => endpoint(world, 'ssm', { state: 'failed' }),
    finds: [],
  },
})

testCheck(endpointPrivateDns, {
  'private DNS off and no other way': {
    break: world => endpoint(world, 'logs', { privateDns: false }),
    finds: [
      {
        subject: ENDPOINTS.logs,
        severity: 'high',
        fixable: true,
        affects: [WEB, DB],
        message: `endpoint ${ENDPOINTS.logs} has private DNS off: names resolve to public addresses, and no 0.0.0.0/0 leads there; ${BOTH} cannot reach logs`,
      },
    ],
  },
  'private DNS off, and the DNS of the VPC too': {
    break: world => {
      lost(world)
      for (const service of ['ssm', 'ssmmessages', 'kms'] as const)
        delete world.records.vpcEndpoints[ENDPOINTS[service]]
      the(world, 'vpcDns', VPC).dnsHostnames = false
      endpoint(world, 'logs', { privateDns: false })
    },
    finds: [{ subject: ENDPOINTS.logs, fixable: true }],
  },
  'private DNS of S3 for the inbound resolver alone': {
    break: world => {
      the(world, 'routeTables', 'rtb-0a1b2c3d4e5f60001').routes.pop()
      wide(world)
      const kms = the(world, 'vpcEndpoints', ENDPOINTS.kms)
      endpoint(world, 's3', {
        ...structuredClone(kms),
        id: ENDPOINTS.s3,
        serviceName: 'com.amazonaws.ap-southeast-1.s3',
        privateDnsForInboundOnly: true,
        routeTableIds: [],
      })
    },
    finds: [
      {
        subject: ENDPOINTS.s3,
        fixable: false,
        message: `endpoint ${ENDPOINTS.s3}: private DNS serves the inbound resolver alone: names resolve to public addresses, and no 0.0.0.0/0 leads there; ${BOTH} cannot reach s3`,
      },
    ],
  },
  'private DNS off beside a NAT gateway': {
    break: world => {
      withNat(world)
      endpoint(world, 'logs', { privateDns: false })
    },
    finds: [],
  },
  'private DNS off in a VPC without nodes': { break: world => hub(world, { privateDns: false }), finds: [] },
  'a private zone that answers for the name': {
    break: world => {
      endpoint(world, 'logs', { privateDns: false })
      world.records.privateZones[VPC] = { vpcId: VPC, names: ['logs.ap-southeast-1.amazonaws.com'] }
    },
    finds: [],
  },
  'resolvers of the own network': {
    break: world => {
      endpoint(world, 'logs', { privateDns: false })
      for (const options of Object.values(world.records.dhcpOptions))
        options.domainNameServers = ['10.20.9.53']
    },
    finds: [],
  },
})

const DEFAULT = 'sg-0a1b2c3d4e5f60009'

const defaultGroup = (world: BreakableWorld): void => {
  world.records.securityGroups[DEFAULT] = {
    id: DEFAULT,
    name: 'default',
    vpcId: VPC,
    ownerId: ACCOUNT,
    rules: [
      {
        direction: 'ingress',
        protocol: '-1',
        peer: { kind: 'group', groupId: DEFAULT, ownerId: ACCOUNT },
      },
    ],
    tags: {},
  }
}

const admits = (world: BreakableWorld, cidr: string): void => {
  the(world, 'securityGroups', ENDPOINT_GROUP).rules = [
    { direction: 'ingress', protocol: 'tcp', ports: { from: 443, to: 443 }, peer: { kind: 'cidr', cidr } },
  ]
}

testCheck(endpointSecurityGroup, {
  'groups that let another network in': {
    break: world => {
      lost(world)
      admits(world, '10.99.0.0/16')
    },
    finds: [
      {
        subject: ENDPOINTS.ssm,
        fixable: true,
        affects: [WEB, DB],
        message: `no rule of security group ${ENDPOINT_GROUP} of endpoint ${ENDPOINTS.ssm} lets 443 in from 10.20.1.0/24 or ${NODE_GROUP} (they guard ${ENDPOINTS.ssmmessages}, ${ENDPOINTS.logs}, ${ENDPOINTS.kms} too); ${BOTH} cannot reach ssm, ssmmessages, logs, kms`,
      },
    ],
  },
  'an endpoint without a group, which has the default one': {
    break: world => {
      defaultGroup(world)
      wide(world)
      endpoint(world, 'kms', { groupIds: [] })
    },
    finds: [
      {
        subject: ENDPOINTS.kms,
        fixable: true,
        message: `no rule of security group ${DEFAULT} of endpoint ${ENDPOINTS.kms} lets 443 in from 10.20.1.0/24 or ${NODE_GROUP}; ${BOTH} cannot reach kms`,
      },
    ],
  },
  'one node that the endpoint does not let in': {
    break: world => {
      lost(world, DB)
      admits(world, '10.20.1.11/32')
    },
    finds: [
      {
        subject: ENDPOINTS.ssm,
        fixable: true,
        affects: [DB],
        message: `no rule of security group ${ENDPOINT_GROUP} of endpoint ${ENDPOINTS.ssm} lets 443 in from 10.20.1.12-10.20.1.255 or ${NODE_GROUP} (they guard ${ENDPOINTS.ssmmessages}, ${ENDPOINTS.logs}, ${ENDPOINTS.kms} too); ${DB} cannot reach ssm, ssmmessages, logs, kms`,
      },
    ],
  },
  'nodes of several groups': {
    break: world => {
      lost(world)
      admits(world, '10.99.0.0/16')
      for (const id of ['sg-0a1b2c3d4e5f60007', 'sg-0a1b2c3d4e5f60000'])
        world.records.securityGroups[id] = {
          ...structuredClone(the(world, 'securityGroups', NODE_GROUP)),
          id,
        }
      for (const [node, groups] of [
        [WEB, ['sg-0a1b2c3d4e5f60000', NODE_GROUP]],
        [DB, [NODE_GROUP, 'sg-0a1b2c3d4e5f60007']],
      ] as const)
        for (const one of the(world, 'instances', node).interfaces ?? []) one.groupIds = [...groups]
    },
    finds: [{ subject: ENDPOINTS.ssm, fixable: true, affects: [WEB, DB] }],
  },
  'a wide network': { break: world => admits(world, '10.0.0.0/8'), finds: [] },
  'a second group that lets the nodes in': {
    break: world => {
      defaultGroup(world)
      endpoint(world, 'kms', { groupIds: [DEFAULT, ENDPOINT_GROUP] })
    },
    finds: [],
  },
  'groups of an endpoint in a VPC without nodes': {
    break: world => hub(world, { groupIds: [NODE_GROUP] }),
    finds: [],
  },
})

const policy = (...statements: readonly unknown[]): string => JSON.stringify({ Statement: statements })

testCheck(endpointPolicy, {
  'a gateway endpoint that names the account as its principal': {
    break: world =>
      endpoint(world, 's3', {
        policy: policy({ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: '*', Resource: '*' }),
      }),
    finds: [
      {
        subject: ENDPOINTS.s3,
        message: `the policy of endpoint ${ENDPOINTS.s3} does not allow s3:PutObject, s3:GetEncryptionConfiguration (a gateway endpoint takes an account as the principal for its root user alone): ${BOTH} cannot use s3`,
      },
    ],
  },
  'an interface endpoint that does': {
    break: world =>
      endpoint(world, 'kms', {
        policy: policy({ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: '*', Resource: '*' }),
      }),
    finds: [],
  },
  'a policy that forgets calls': {
    break: world =>
      endpoint(world, 'ssmmessages', {
        policy: policy({ Effect: 'Allow', Principal: '*', Action: 'ssmmessages:*Control*', Resource: '*' }),
      }),
    finds: [
      {
        subject: ENDPOINTS.ssmmessages,
        severity: 'high',
        fixable: false,
        affects: [WEB, DB],
        message: `the policy of endpoint ${ENDPOINTS.ssmmessages} does not allow ssmmessages:CreateDataChannel, ssmmessages:OpenDataChannel: ${BOTH} cannot use ssmmessages`,
      },
    ],
  },
  'a policy that denies one role': {
    break: world =>
      endpoint(world, 'kms', {
        policy: policy(
          { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' },
          {
            Sid: 'NotDb',
            Effect: 'Deny',
            Principal: '*',
            Action: 'kms:Decrypt',
            Resource: '*',
            Condition: { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/service/db` } },
          },
        ),
      }),
    finds: [
      {
        subject: ENDPOINTS.kms,
        affects: [DB],
        message: `the policy of endpoint ${ENDPOINTS.kms} denies kms:Decrypt: ${DB} cannot use kms`,
      },
    ],
  },
  'a policy that names the calls of the agent': {
    break: world =>
      endpoint(world, 'ssmmessages', {
        policy: policy({
          Effect: 'Allow',
          Principal: '*',
          Action: ['ssmmessages:*ControlChannel', 'ssmmessages:*DataChannel'],
          Resource: '*',
        }),
      }),
    finds: [],
  },
  'a policy for the own organisation, which is not known here': {
    break: world =>
      endpoint(world, 'logs', {
        policy: policy({
          Effect: 'Allow',
          Principal: '*',
          Action: '*',
          Resource: '*',
          Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
        }),
      }),
    finds: [],
  },
  'a policy of an endpoint in a VPC without nodes': {
    break: world => hub(world, { policy: policy() }),
    finds: [],
  },
})

testCheck(vpcDns, {
  'host names off': {
    break: world => {
      lost(world)
      the(world, 'vpcDns', VPC).dnsHostnames = false
    },
    finds: [
      {
        subject: VPC,
        severity: 'high',
        fixable: true,
        affects: [WEB, DB],
        message: `VPC ${VPC} has dnsHostnames off: names resolve to public addresses, and no 0.0.0.0/0 leads there; ${BOTH} cannot reach ssm, ssmmessages, logs, kms`,
      },
    ],
  },
  'both attributes off': {
    break: world => {
      lost(world)
      Object.assign(the(world, 'vpcDns', VPC), { dnsSupport: false, dnsHostnames: false })
    },
    finds: [
      {
        subject: VPC,
        fixable: true,
        message: `VPC ${VPC} has dnsSupport and dnsHostnames off: names resolve to public addresses, and no 0.0.0.0/0 leads there; ${BOTH} cannot reach ssm, ssmmessages, logs, kms`,
      },
    ],
  },
  'host names off beside a NAT gateway': {
    break: world => {
      withNat(world)
      the(world, 'vpcDns', VPC).dnsHostnames = false
      the(world, 'natGateways', NAT).connectivity = 'public'
    },
    finds: [],
  },
  'host names off in a VPC without nodes': {
    break: world => {
      world.records.vpcs['vpc-0a1b2c3d4e5f60009'] = {
        ...structuredClone(the(healthyWorld(), 'vpcs', VPC)),
        id: 'vpc-0a1b2c3d4e5f60009',
      }
      world.records.vpcDns['vpc-0a1b2c3d4e5f60009'] = {
        vpcId: 'vpc-0a1b2c3d4e5f60009',
        dnsSupport: true,
        dnsHostnames: false,
      }
    },
    finds: [],
  },
})
