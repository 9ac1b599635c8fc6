import { describe, expect, it } from 'vitest'
import { healthyWorld, REGION, WEB } from '../../support/healthy.ts'
import {
  ENDPOINT_GROUP,
  ENDPOINT_SUBNET,
  ENDPOINTS,
  NODE_GROUP,
  NODE_SUBNET,
  ROUTE_TABLE,
  VPC,
} from '../../support/healthy-network.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { judge } from '../../accounts/judge.ts'
import { NAT, natWorld, publicWorld, the } from '../../core/net/worlds.ts'
import { lost } from './broken.ts'

const remedyOf = (world: BreakableWorld, service: string) => {
  lost(world)
  const { findings } = judge(world)
  const found = findings.find(one => one.check === `network/${service}-path` && one.subject.id === WEB)
  return found?.remediation
}

const create = 'aws ec2 create-vpc-endpoint'
const name = (service: string): string => `--service-name com.amazonaws.${REGION}.${service}`

describe('an endpoint that is wanting', () => {
  it('is made beside one that the node reaches, with its groups', () => {
    const world = healthyWorld()
    delete world.records.vpcEndpoints[ENDPOINTS.kms]
    expect(remedyOf(world, 'kms')?.commands).toEqual([
      `${create} --vpc-id ${VPC} --vpc-endpoint-type Interface --subnet-ids ${ENDPOINT_SUBNET} --private-dns-enabled --security-group-ids ${ENDPOINT_GROUP} --region ${REGION} ${name('kms')}`,
    ])
  })

  it('is made with a group of its own where the node reaches none', () => {
    const world = healthyWorld()
    world.records.vpcEndpoints = {}
    the(world, 'routeTables', ROUTE_TABLE).routes.pop()
    const commands = remedyOf(world, 'ssm')?.commands ?? []
    expect(commands[0]).toBe(
      `${create} --vpc-id ${VPC} --vpc-endpoint-type Gateway --route-table-ids ${ROUTE_TABLE} --region ${REGION} ${name('s3')}`,
    )
    expect(commands[1]).toMatch(/^GROUP=\$\(aws ec2 create-security-group /)
    expect(commands[2]).toContain(`--source-group ${NODE_GROUP} `)
    expect(commands.slice(3)).toEqual(
      ['ssm', 'ssmmessages', 'logs', 'kms'].map(
        service =>
          `${create} --vpc-id ${VPC} --vpc-endpoint-type Interface --subnet-ids ${NODE_SUBNET} --private-dns-enabled --region ${REGION} ${name(service)} --security-group-ids "$GROUP"`,
      ),
    )
  })

  it('has a name that EC2 is asked for in China', () => {
    const world = healthyWorld()
    Object.assign(world.scope, { partition: 'aws-cn', region: 'cn-north-1' })
    for (const endpoint of Object.values(world.records.vpcEndpoints))
      endpoint.serviceName = endpoint.serviceName.replace(
        `com.amazonaws.${REGION}`,
        'cn.com.amazonaws.cn-north-1',
      )
    for (const endpoint of Object.values(world.records.vpcEndpoints)) endpoint.serviceRegion = 'cn-north-1'
    delete world.records.vpcEndpoints[ENDPOINTS.ssm]
    expect(remedyOf(world, 'ssm')?.commands?.[0]).toContain(
      `--service-name "$(aws ec2 describe-vpc-endpoint-services --filters Name=service-type,Values=Interface --query 'ServiceNames[?ends_with(@, '\\''.cn-north-1.ssm'\\'')] | [0]' --output text --region cn-north-1)"`,
    )
  })
})

describe('private DNS of an endpoint of S3', () => {
  it('is turned on for all hosts, not for the inbound resolver alone', () => {
    const world = healthyWorld()
    the(world, 'routeTables', ROUTE_TABLE).routes.pop()
    const { id: _, ...kms } = structuredClone(the(world, 'vpcEndpoints', ENDPOINTS.kms))
    const serviceName = `com.amazonaws.${REGION}.s3`
    Object.assign(the(world, 'vpcEndpoints', ENDPOINTS.s3), { ...kms, serviceName, privateDns: false })
    const found = judge(world).findings.find(one => one.check === 'network/endpoint-private-dns')
    expect(found?.remediation.commands).toEqual([
      `aws ec2 modify-vpc-endpoint --vpc-endpoint-id ${ENDPOINTS.s3} --private-dns-enabled --dns-options PrivateDnsOnlyForInboundResolverEndpoint=false --region ${REGION}`,
    ])
  })
})

describe('a route that leads to something which is gone', () => {
  const dead = (world: BreakableWorld, destination = '0.0.0.0/0'): BreakableWorld => {
    const route = the(world, 'routeTables', ROUTE_TABLE).routes.at(-1)
    if (route) Object.assign(route, { destination, state: 'blackhole' })
    return world
  }

  it('is led to a NAT gateway again', () => {
    const remedy = remedyOf(dead(natWorld()), 'ssm')
    expect(remedy?.text).toContain(`${NAT} is gone. A new NAT gateway costs`)
    expect(remedy?.commands).toEqual([
      `aws ec2 replace-route --route-table-id ${ROUTE_TABLE} --destination-cidr-block 0.0.0.0/0 --nat-gateway-id '<NAT gateway>' --region ${REGION}`,
    ])
  })

  it('is led to an internet gateway again, from a public subnet', () => {
    expect(remedyOf(dead(publicWorld()), 'ssm')?.commands).toEqual([
      `aws ec2 replace-route --route-table-id ${ROUTE_TABLE} --destination-cidr-block 0.0.0.0/0 --gateway-id '<internet gateway>' --region ${REGION}`,
    ])
  })

  it('is led to an egress-only gateway again, for IPv6', () => {
    const world = dead(natWorld(), '::/0')
    the(world, 'subnets', NODE_SUBNET).cidrs = ['2001:db8:1:1::/64']
    for (const one of the(world, 'instances', WEB).interfaces ?? []) one.addresses = ['2001:db8:1:1::1']
    the(world, 'securityGroups', NODE_GROUP).rules.push({
      direction: 'egress',
      protocol: '-1',
      peer: { kind: 'cidr', cidr: '::/0' },
    })
    expect(remedyOf(world, 'ssm')?.commands).toEqual([
      `aws ec2 replace-route --route-table-id ${ROUTE_TABLE} --destination-ipv6-cidr-block ::/0 --egress-only-internet-gateway-id '<egress-only internet gateway>' --region ${REGION}`,
    ])
  })

  it('within the VPC is taken away', () => {
    const world = healthyWorld()
    const target = { kind: 'network interface', id: 'eni-0fw' } as const
    the(world, 'routeTables', ROUTE_TABLE).routes.push({
      destination: '10.20.2.0/24',
      target,
      state: 'blackhole',
    })
    expect(remedyOf(world, 'ssm')?.commands).toEqual([
      `aws ec2 delete-route --route-table-id ${ROUTE_TABLE} --destination-cidr-block 10.20.2.0/24 --region ${REGION}`,
    ])
  })
})
