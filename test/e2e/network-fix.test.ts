import { CreateVpcEndpointCommand, type EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2'
import { describe, expect, test } from 'vitest'
import { type Account, makeAccount, natNetworkOf, privateNetworkOf } from '../support/moto/account.ts'
import type { NetworkKind } from '../support/moto/account-network.ts'
import { reads } from '../support/moto/call.ts'
import { modifyEndpoint, revoke, turnOff } from '../support/moto/network-breaks.ts'
import { https } from '../support/moto/network-parts.ts'
import { checkRegion, type Heard, rootsOf, setHeard } from '../support/moto/network-run.ts'
import type { PrivateNetwork } from '../support/moto/private-network.ts'
import { newHome } from '../support/moto/run-cli.ts'
import { STORY_REGION } from '../support/moto/story.ts'
import { runAs, useMoto } from '../support/moto/world.ts'

const moto = useMoto()

interface Repair {
  readonly name: string
  readonly network: NetworkKind
  /** Whether the node is heard while the network is broken; once it is repaired the agent comes back. */
  readonly heard: Heard
  readonly break: (ec2: EC2Client, account: Account) => Promise<unknown>
  readonly finds: readonly string[]
  /** What is written to mend it, in order. */
  readonly writes: readonly string[]
}

const privateDnsOff = (ec2: EC2Client, { endpoints }: PrivateNetwork) =>
  modifyEndpoint(ec2, endpoints.ssmmessages, [{ PrivateDnsEnabled: false }, { PrivateDnsEnabled: true }])

const shutEndpoints = (ec2: EC2Client, { endpointGroup, nodeGroup }: PrivateNetwork) =>
  revoke(ec2, endpointGroup, 'in', https({ UserIdGroupPairs: [{ GroupId: nodeGroup }] }))

const onPrivate =
  (breaking: (ec2: EC2Client, net: PrivateNetwork) => Promise<unknown>): Repair['break'] =>
  (ec2, account) =>
    breaking(ec2, privateNetworkOf(account))

const OWN_GROUP = ['CreateSecurityGroup', 'AuthorizeSecurityGroupIngress', 'ModifyVpcEndpoint']

const REPAIRS: readonly Repair[] = [
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

/** The agent is heard again as soon as something was written for it. */
const repair = async (account: Account, home: string) => {
  const session = moto.proxy.session(account.accountId)
  const comeBack = async (): Promise<void> => setHeard(moto, account, 'online')
  session.faults.push({ when: call => !reads(call), trouble: { kind: 'hook', after: comeBack } })
  const args = ['fix', '--region', STORY_REGION, '--yes', '--allow-review']
  const result = await runAs(moto, session, args, { home })
  const writes = session.calls.filter(call => !reads(call)).map(({ operation }) => operation)
  return { result, writes }
}

const takeBack = async (account: Account, home: string): Promise<void> => {
  const session = moto.proxy.session(account.accountId)
  const undone = await runAs(moto, session, ['rollback', '--yes'], { home })
  expect(undone.code, undone.stdout + undone.stderr).toBe(0)
}

const checksOf = (roots: readonly string[]): string[] => [
  ...new Set(roots.map(root => root.split(' ')[0] ?? '')),
]

describe.each(REPAIRS.map(one => [one.name, one] as const))('%s', (_, one) => {
  test('is mended, clean, and rolled back to what it was', async () => {
    const account = await makeAccount(moto.proxy, { network: one.network })
    await one.break(account.clients.ec2, account)
    setHeard(moto, account, one.heard)
    const before = await moto.dump(account)
    const broken = rootsOf(await checkRegion(moto, account))
    expect(checksOf(broken)).toEqual(one.finds)

    const home = newHome()
    const { result, writes } = await repair(account, home)
    expect(result.code, result.stdout + result.stderr).toBe(0)
    expect(writes).toEqual(one.writes)
    expect(await moto.dump(account)).not.toEqual(before)

    const clean = await checkRegion(moto, account)
    expect(clean.report.findings.filter(({ severity }) => severity !== 'info')).toEqual([])
    expect(clean.report.gaps).toEqual([])
    expect(clean.result.code).toBe(0)

    await takeBack(account, home)
    expect(await moto.dump(account)).toEqual(before)
    setHeard(moto, account, one.heard)
    expect(rootsOf(await checkRegion(moto, account))).toEqual(broken)
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
  const first = await repair(account, home)
  expect(first.result.code, first.result.stdout + first.result.stderr).toBe(1)
  expect(first.writes).toEqual(['ModifyVpcAttribute'])
  expect(first.result.stdout).toContain('network/endpoint-private-dns')
  const second = await repair(account, home)
  expect(second.result.code, second.result.stdout + second.result.stderr).toBe(0)
  expect(second.writes).toEqual(['ModifyVpcEndpoint'])
  expect((await checkRegion(moto, account)).report.findings).toEqual([])

  await takeBack(account, home)
  await takeBack(account, home)
  expect(await moto.dump(account)).toEqual(before)
})
