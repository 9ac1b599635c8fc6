import { CreateVpcEndpointCommand, type EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2'
import { describe, expect, test } from 'vitest'
import { type Account, makeAccount, natNetworkOf, privateNetworkOf } from '../support/moto/account.ts'
import type { NetworkKind } from '../support/moto/account-network.ts'
import { modifyEndpoint, revoke, turnOff } from '../support/moto/network-breaks.ts'
import { https } from '../support/moto/network-parts.ts'
import { checkRegion, rootsOf, setHeard } from '../support/moto/network-run.ts'
import type { PrivateNetwork } from '../support/moto/private-network.ts'
import { mendAndTakeBack, repair, type Repair, takeBack } from '../support/moto/repair-run.ts'
import { newHome } from '../support/moto/run-cli.ts'
import { STORY_REGION } from '../support/moto/story.ts'
import { useMoto } from '../support/moto/world.ts'

const moto = useMoto()

interface NetworkRepair extends Repair {
  readonly name: string
  readonly network: NetworkKind
  readonly break: (ec2: EC2Client, account: Account) => Promise<unknown>
}

const privateDnsOff = (ec2: EC2Client, { endpoints }: PrivateNetwork) =>
  modifyEndpoint(ec2, endpoints.ssmmessages, [{ PrivateDnsEnabled: false }, { PrivateDnsEnabled: true }])

const shutEndpoints = (ec2: EC2Client, { endpointGroup, nodeGroup }: PrivateNetwork) =>
  revoke(ec2, endpointGroup, 'in', https({ UserIdGroupPairs: [{ GroupId: nodeGroup }] }))

const onPrivate =
  (breaking: (ec2: EC2Client, net: PrivateNetwork) => Promise<unknown>): NetworkRepair['break'] =>
  (ec2, account) =>
    breaking(ec2, privateNetworkOf(account))

const OWN_GROUP = ['CreateSecurityGroup', 'AuthorizeSecurityGroupIngress', 'ModifyVpcEndpoint']

const REPAIRS: readonly NetworkRepair[] = [
  {
    name: 'private DNS of an endpoint that is off',
    network: 'private',
    heard: 'online',
    break: onPrivate(privateDnsOff),
    finds: ['network/endpoint-private-dns'],
    writes: ['ModifyVpcEndpoint'],
  },
  {
    name: 'DNS host names of the VPC that are off',
    network: 'private',
    heard: 'lost',
    break: onPrivate((ec2, { vpcId }) => turnOff(ec2, vpcId, 'EnableDnsHostnames')),
    finds: ['network/vpc-dns'],
    writes: ['ModifyVpcAttribute'],
  },
  {
    name: 'DNS support of the VPC that is off',
    network: 'private',
    heard: 'lost',
    break: onPrivate((ec2, { vpcId }) => turnOff(ec2, vpcId, 'EnableDnsSupport')),
    finds: ['network/vpc-dns'],
    writes: ['ModifyVpcAttribute'],
  },
  {
    name: 'a group that serves endpoints alone and lets nobody in',
    network: 'private',
    heard: 'lost',
    break: onPrivate(shutEndpoints),
    finds: ['network/endpoint-security-group'],
    writes: ['AuthorizeSecurityGroupIngress'],
  },
  {
    name: 'a group that lets nobody in and that something else has too',
    network: 'private',
    heard: 'lost',
    break: onPrivate(async (ec2, net) => {
      const { endpointSubnet: SubnetId, endpointGroup } = net
      const instance = { ImageId: 'ami-0abcdef1234567890', InstanceType: 't3.micro' as const }
      const place = { SubnetId, SecurityGroupIds: [endpointGroup], MinCount: 1, MaxCount: 1 }
      await ec2.send(new RunInstancesCommand({ ...instance, ...place }))
      await shutEndpoints(ec2, net)
    }),
    finds: ['network/endpoint-security-group'],
    // one for each endpoint
    writes: OWN_GROUP.flatMap(operation => [operation, operation, operation, operation]),
  },
  {
    name: 'an endpoint with the default group beside a NAT gateway',
    network: 'nat',
    heard: 'online',
    break: async (ec2, account) => {
      const { vpcId, nodeSubnet } = natNetworkOf(account)
      await ec2.send(
        new CreateVpcEndpointCommand({
          VpcId: vpcId,
          ServiceName: `com.amazonaws.${STORY_REGION}.ssmmessages`,
          VpcEndpointType: 'Interface',
          SubnetIds: [nodeSubnet],
          PrivateDnsEnabled: true,
        }),
      )
    },
    finds: ['network/endpoint-security-group'],
    writes: OWN_GROUP,
  },
  {
    name: 'nodes that are not let out to the endpoints',
    network: 'private',
    heard: 'lost',
    break: onPrivate((ec2, { nodeGroup, endpointGroup }) =>
      revoke(ec2, nodeGroup, 'out', https({ UserIdGroupPairs: [{ GroupId: endpointGroup }] })),
    ),
    finds: ['network/node-egress'],
    writes: ['AuthorizeSecurityGroupEgress'],
  },
  {
    name: 'nodes that are not let out to S3',
    network: 'private',
    heard: 'online',
    break: onPrivate((ec2, { nodeGroup, s3List }) =>
      revoke(ec2, nodeGroup, 'out', https({ PrefixListIds: [{ PrefixListId: s3List }] })),
    ),
    finds: ['network/node-egress'],
    writes: ['AuthorizeSecurityGroupEgress'],
  },
]

describe.each(REPAIRS.map(one => [one.name, one] as const))('%s', (_, one) => {
  test('is mended, clean, and rolled back to what it was', async () => {
    const account = await makeAccount(moto.proxy, { network: one.network })
    await one.break(account.clients.ec2, account)
    expect(await mendAndTakeBack(moto, account, one)).toEqual(one.writes)
  })
})

test('private DNS that rests on the names of the VPC is mended after them, and all is taken back', async () => {
  const account = await makeAccount(moto.proxy, { network: 'private' })
  const net = privateNetworkOf(account)
  await privateDnsOff(account.clients.ec2, net)
  await turnOff(account.clients.ec2, net.vpcId, 'EnableDnsHostnames')
  setHeard(moto, account, 'lost')
  const before = await moto.dump(account)
  expect(rootsOf(await checkRegion(moto, account))).toEqual([`network/vpc-dns fail ${net.vpcId}`])

  const home = newHome()
  const first = await repair(moto, account, home, [])
  expect(first.result.code, first.result.stdout + first.result.stderr).toBe(1)
  expect(first.writes).toEqual(['ModifyVpcAttribute'])
  expect(first.result.stdout).toContain('network/endpoint-private-dns')
  const second = await repair(moto, account, home, [])
  expect(second.result.code, second.result.stdout + second.result.stderr).toBe(0)
  expect(second.writes).toEqual(['ModifyVpcEndpoint'])
  expect((await checkRegion(moto, account)).report.findings).toEqual([])

  await takeBack(moto, account, home)
  await takeBack(moto, account, home)
  expect(await moto.dump(account)).toEqual(before)
})
