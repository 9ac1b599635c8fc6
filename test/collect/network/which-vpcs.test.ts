import { beforeEach, describe, expect, it } from 'vitest'
import type { CollectedKind } from '../../../src/core/records.ts'
import { linesOf, readOne } from '../reading.ts'
import { deny, offline, refuse, startWire, xml, type Wire } from '../wire.ts'

offline()

let wire: Wire
beforeEach(() => {
  wire = startWire()
})

const KINDS: readonly CollectedKind[] = ['vpcs', 'subnets', 'routeTables', 'networkAcls', 'natGateways']

const instance = (id: string, vpc: string, state: string, operated = false): string =>
  `<item><instancesSet><item><instanceId>${id}</instanceId><instanceState><name>${state}</name></instanceState>
  <vpcId>${vpc}</vpcId><operator><managed>${operated}</managed></operator></item></instancesSet></item>`

const account = (...instances: readonly string[]): void =>
  wire.on('ec2:DescribeInstances', () =>
    xml(
      `<DescribeInstancesResponse><reservationSet>${instances.join('')}</reservationSet></DescribeInstancesResponse>`,
    ),
  )

const answer = (operation: string, inside: string) =>
  xml(`<${operation}Response>${inside}</${operation}Response>`)

describe('the network', () => {
  it('is not asked for where no node runs that the account operates itself', async () => {
    account(instance('i-1', 'vpc-7', 'stopped'), instance('i-2', 'vpc-8', 'running', true))
    const world = await readOne(KINDS)
    expect(world.gaps).toEqual([])
    expect(wire.names().filter(name => /Vpc|Subnet|Route|Network|Nat/.test(name))).toEqual([])
  })

  it('is read of the VPCs of running nodes, by filter and page by page', async () => {
    account(instance('i-1', 'vpc-7', 'running'), instance('i-2', 'vpc-8', 'stopped'))
    wire.on('ec2:DescribeVpcs', (_, nth) =>
      answer(
        'DescribeVpcs',
        `<vpcSet><item><vpcId>vpc-7${nth}</vpcId><cidrBlock>10.7.0.0/16</cidrBlock></item></vpcSet>${nth === 0 ? '<nextToken>more</nextToken>' : ''}`,
      ),
    )
    const world = await readOne(['vpcs'])
    expect(world.gaps).toEqual([])
    expect(world.records.vpcs).toEqual({
      'vpc-70': { id: 'vpc-70', cidrs: ['10.7.0.0/16'] },
      'vpc-71': { id: 'vpc-71', cidrs: ['10.7.0.0/16'] },
    })
    const asked = wire.calls.filter(({ operation }) => operation === 'DescribeVpcs')
    expect(asked.map(({ params }) => [params['Filter.1.Name'], params['Filter.1.Value.1']])).toEqual([
      ['vpc-id', 'vpc-7'],
      ['vpc-id', 'vpc-7'],
    ])
    expect(asked.map(({ params }) => params['NextToken'])).toEqual([undefined, 'more'])
  })

  it('is unknown where the instances are refused', async () => {
    wire.on('ec2:DescribeInstances', deny)
    const world = await readOne(['vpcs', 'vpcDns'])
    expect(linesOf(world.gaps)).toContain('vpcs ec2:DescribeInstances')
    expect(linesOf(world.gaps)).toContain('vpcDns ec2:DescribeInstances')
  })

  it('leaves a gap of its own for each call that is refused or malformed', async () => {
    account(instance('i-1', 'vpc-7', 'running'))
    wire.on('ec2:DescribeSubnets', refuse('UnauthorizedOperation', 403))
    wire.on('ec2:DescribeRouteTables', () => answer('DescribeRouteTables', ''))
    const world = await readOne(['subnets', 'routeTables'])
    expect(linesOf(world.gaps).toSorted()).toEqual([
      'routeTables ec2:DescribeRouteTables',
      'subnets ec2:DescribeSubnets',
    ])
  })
})
