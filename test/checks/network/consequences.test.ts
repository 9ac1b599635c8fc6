import { describe, expect, it } from 'vitest'
import { checks } from '../../../checks/index.ts'
import { audit } from '../../../src/core/audit/audit.ts'
import type { Finding } from '../../../src/core/index.ts'
import { addNat, NAT } from '../../core/net/worlds.ts'
import { BUCKET, DB, healthyWorld, WEB } from '../../support/healthy.ts'
import {
  ENDPOINT_GROUP,
  ENDPOINTS,
  NODE_ACL,
  NODE_GROUP,
  ROUTE_TABLE,
  VPC,
} from '../../support/healthy-network.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { lost, the, wide } from './broken.ts'

const findingsIn = (broken: (world: BreakableWorld) => void): readonly Finding[] => {
  const world = healthyWorld()
  broken(world)
  return audit([world], checks).findings
}

/** What an audit says of a broken world: the roots with their severity, and how many findings follow from each. */
const roots = (broken: (world: BreakableWorld) => void): string[] => {
  const findings = findingsIn(broken)
  return findings
    .filter(one => one.causedBy === undefined)
    .map(one => {
      const following = findings.filter(other => other.causedBy === one.fingerprint).map(other => other.check)
      const told = [...new Set(following)].sort().join(', ')
      return `${one.severity} ${one.check} of ${one.subject.id}${told === '' ? '' : ` ← ${told}`}`
    })
    .sort()
}

const PATHS = 'network/kms-path, network/logs-path'
const ALL = `${PATHS}, network/ssm-path, network/ssmmessages-path, node/agent-ping`

describe('a fault of the network', () => {
  it.each<[string, string, (world: BreakableWorld) => void]>([
    [
      'a group of endpoints',
      `network/endpoint-security-group of ${ENDPOINTS.ssm} ← ${ALL}`,
      world => (the(world, 'securityGroups', ENDPOINT_GROUP).rules = []),
    ],
    [
      'an ACL',
      `network/acl of ${NODE_ACL} ← ${ALL}`,
      world =>
        the(world, 'networkAcls', NODE_ACL).entries.unshift({
          number: 9,
          egress: true,
          allow: false,
          protocol: '-1',
          cidr: '10.20.2.0/24',
        }),
    ],
    [
      'DNS of the VPC',
      `network/vpc-dns of ${VPC} ← ${ALL}`,
      world => (the(world, 'vpcDns', VPC).dnsHostnames = false),
    ],
    [
      'the groups of nodes',
      `network/node-egress of ${NODE_GROUP} ← network/kms-path, network/logs-path, network/s3-path, network/ssm-path, network/ssmmessages-path, node/agent-ping`,
      world => (the(world, 'securityGroups', NODE_GROUP).rules = []),
    ],
    [
      'the state of an endpoint',
      `network/endpoint-available of ${ENDPOINTS.ssm} ← network/ssm-path, node/agent-ping`,
      world => (the(world, 'vpcEndpoints', ENDPOINTS.ssm).state = 'failed'),
    ],
    [
      'private DNS of an endpoint',
      `network/endpoint-private-dns of ${ENDPOINTS.ssm} ← network/ssm-path, node/agent-ping`,
      world => (the(world, 'vpcEndpoints', ENDPOINTS.ssm).privateDns = false),
    ],
    [
      'the policy of an endpoint',
      `network/endpoint-policy of ${ENDPOINTS.ssm} ← network/ssm-path, node/agent-ping`,
      world => (the(world, 'vpcEndpoints', ENDPOINTS.ssm).policy = '{"Statement":[]}'),
    ],
  ])('is told once, with all that follows from it: %s', (_name, cause, broken) => {
    const found = roots(world => {
      lost(world)
      broken(world)
    })
    expect(found).toEqual([`critical ${cause}`])
  })

  it('without a check of its own is told once per node, by its first path', () => {
    const found = roots(world => {
      lost(world)
      world.records.vpcEndpoints = {}
      the(world, 'routeTables', ROUTE_TABLE).routes.pop()
    })
    const follow =
      'network/kms-path, network/logs-path, network/s3-path, network/ssmmessages-path, node/agent-ping'
    expect(found).toEqual([WEB, DB].map(node => `critical network/ssm-path of ${node} ← ${follow}`))
  })

  it('explains an instance that never registered', () => {
    const found = roots(world => {
      lost(world, DB)
      delete world.records.managedNodes[WEB]
      the(world, 'vpcEndpoints', ENDPOINTS.ssm).state = 'rejected'
    })
    const cause = `network/endpoint-available of ${ENDPOINTS.ssm}`
    expect(found).toEqual([`critical ${cause} ← network/ssm-path, node/agent-ping, node/registered`])
  })

  it('does not hide a second one that has no check of its own', () => {
    const found = roots(world => {
      lost(world)
      for (const service of ['ssm', 'ssmmessages', 'logs', 'kms'] as const)
        delete world.records.vpcEndpoints[ENDPOINTS[service]]
      addNat(world)
      the(world, 'natGateways', NAT).state = 'failed'
    })
    const follow = 'network/kms-path, network/logs-path, network/ssmmessages-path, node/agent-ping'
    expect(found).toEqual([
      ...[WEB, DB].map(node => `critical network/ssm-path of ${node} ← ${follow}`),
      `high network/node-egress of ${NODE_GROUP}`,
    ])
  })

  it('explains only the nodes that it hurts', () => {
    const findings = findingsIn(world => {
      lost(world)
      const [one] = the(world, 'instances', WEB).interfaces ?? []
      if (one) one.groupIds = ['sg-0a1b2c3d4e5f60007']
      world.records.securityGroups['sg-0a1b2c3d4e5f60007'] = {
        ...structuredClone(the(world, 'securityGroups', NODE_GROUP)),
        id: 'sg-0a1b2c3d4e5f60007',
      }
    })
    const cause = findings.find(one => one.check === 'network/endpoint-security-group')
    const pings = findings.filter(one => one.check === 'node/agent-ping')
    expect(cause?.affects).toEqual([WEB])
    expect(pings.map(one => [one.subject.id, one.causedBy]).sort()).toEqual([
      [WEB, cause?.fingerprint],
      [DB, undefined],
    ])
  })

  it('is the Region of a bucket, which explains the paths to it', () => {
    const found = roots(world => (world.records.buckets[BUCKET] = { name: BUCKET, region: 'eu-west-1' }))
    expect(found).toEqual([`critical s3/other-region of ${BUCKET} ← network/s3-path`])
  })

  it('lets private DNS wait for the DNS of the VPC', () => {
    const found = roots(world => {
      lost(world)
      the(world, 'vpcDns', VPC).dnsHostnames = false
      the(world, 'vpcEndpoints', ENDPOINTS.kms).privateDns = false
    })
    expect(found).toEqual([`critical network/vpc-dns of ${VPC} ← network/endpoint-private-dns, ${ALL}`])
  })

  it('lets the groups of an endpoint wait until it is available', () => {
    const found = roots(world => {
      the(world, 'vpcEndpoints', ENDPOINTS.kms).ipAddressType = 'ipv6'
      the(world, 'vpcEndpoints', ENDPOINTS.kms).groupIds = [NODE_GROUP]
      wide(world)
    })
    expect(found).toEqual([
      `critical network/endpoint-available of ${ENDPOINTS.kms} ← network/endpoint-security-group, network/kms-path`,
    ])
  })
})

describe('a remedy', () => {
  const commandsOf = (check: string, broken: (world: BreakableWorld) => void): readonly string[] =>
    findingsIn(broken).find(one => one.check === check)?.remediation.commands ?? []

  it('makes every endpoint that the node lacks, and the gateway that is free of charge', () => {
    const commands = commandsOf('network/ssm-path', world => {
      lost(world)
      world.records.vpcEndpoints = {}
      the(world, 'routeTables', ROUTE_TABLE).routes.pop()
    })
    const made = commands.flatMap(command => /--service-name (\S+)/.exec(command)?.[1] ?? [])
    const services = ['s3', 'ssm', 'ssmmessages', 'logs', 'kms']
    expect(made).toEqual(services.map(service => `com.amazonaws.ap-southeast-1.${service}`))
    expect(commands.filter(command => command.includes(`--source-group ${NODE_GROUP}`))).toHaveLength(1)
    expect(commands[0]).toContain(`--route-table-ids ${ROUTE_TABLE}`)
  })

  it('puts a gateway endpoint that is there on the table that lacks it', () => {
    const commands = commandsOf('network/s3-path', world => {
      the(world, 'routeTables', ROUTE_TABLE).routes.pop()
      the(world, 'vpcEndpoints', ENDPOINTS.s3).routeTableIds = []
    })
    expect(commands).toEqual([
      `aws ec2 modify-vpc-endpoint --vpc-endpoint-id ${ENDPOINTS.s3} --add-route-table-ids ${ROUTE_TABLE} --region ap-southeast-1`,
    ])
  })

  it('names no price, but where AWS tells it', () => {
    const text = findingsIn(world => {
      lost(world)
      world.records.vpcEndpoints = {}
    }).find(one => one.check === 'network/ssm-path')?.remediation.text
    expect(text).toContain('https://aws.amazon.com/privatelink/pricing/')
    expect(text).not.toMatch(/\$|USD/)
  })

  it('turns DNS support of a VPC on before its host names', () => {
    const commands = commandsOf('network/vpc-dns', world => {
      lost(world)
      Object.assign(the(world, 'vpcDns', VPC), { dnsSupport: false, dnsHostnames: false })
    })
    expect(commands.map(command => /--enable-dns-\w+/.exec(command)?.[0])).toEqual([
      '--enable-dns-support',
      '--enable-dns-hostnames',
    ])
  })

  it('does nothing about a way that works though the model does not see it', () => {
    expect(commandsOf('network/ssm-path', world => delete world.records.vpcEndpoints[ENDPOINTS.ssm])).toEqual(
      [],
    )
  })
})
