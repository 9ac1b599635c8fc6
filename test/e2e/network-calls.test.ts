import { expect, test } from 'vitest'
import { type Account, makeAccount, privateNetworkOf } from '../support/moto/account.ts'
import { healthyNode } from '../support/moto/account-region.ts'
import { makeNetwork, type Network } from '../support/moto/account-network.ts'
import type { Call } from '../support/moto/call.ts'
import { runInstance } from '../support/moto/network-nodes.ts'
import { checkRegion } from '../support/moto/network-run.ts'
import { STORY_REGION } from '../support/moto/story.ts'
import { useMoto } from '../support/moto/world.ts'

const moto = useMoto()

/** How often each operation of the network was asked. */
const counted = (calls: readonly Call[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { service, operation } of calls) {
    if (service === 'ec2' || service === 'route53') counts[operation] = (counts[operation] ?? 0) + 1
  }
  return counts
}

/** What one VPC of a private network takes. */
const ONE_VPC = {
  DescribeInstances: 1,
  DescribeVpcs: 1,
  DescribeVpcAttribute: 2,
  DescribeSubnets: 1,
  DescribeRouteTables: 1,
  DescribeNatGateways: 1,
  DescribeInternetGateways: 1,
  DescribeNetworkAcls: 1,
  DescribeVpcEndpoints: 1,
  DescribeDhcpOptions: 1,
  DescribeNetworkInterfaces: 1,
  DescribeSecurityGroups: 1,
  DescribeManagedPrefixLists: 1,
  GetManagedPrefixListEntries: 1,
}

const addNetworks = async (account: Account, kinds: readonly ('private' | 'nat')[]) => {
  const networks: Network[] = []
  const { ec2 } = account.clients
  for (const kind of kinds) {
    const network = await makeNetwork(ec2, kind)
    if (!network) throw new Error('no network was made')
    const id = await runInstance(ec2, network, 'web-node-profile')
    moto.proxy.state(account.accountId).nodes[STORY_REGION]?.push(healthyNode(id, kind))
    networks.push(network)
  }
  return networks
}

test('three VPCs take no more calls than one, but for the two attributes of each', async () => {
  const account = await makeAccount(moto.proxy, { network: 'private' })
  const one = await checkRegion(moto, account)
  expect(counted(one.calls)).toMatchObject(ONE_VPC)
  await addNetworks(account, ['nat', 'private'])
  const three = await checkRegion(moto, account)
  expect(three.report.outcomes.map(({ canConnect }) => canConnect)).toEqual(['yes', 'yes', 'yes'])
  expect(counted(three.calls)).toEqual({ ...counted(one.calls), DescribeVpcAttribute: 6 })
})

test('three hundred nodes take no more calls on the network than one', async () => {
  const account = await makeAccount(moto.proxy, { network: 'private' })
  const one = await checkRegion(moto, account)
  const { vpcId, nodeSubnet: subnetId, nodeGroup: groupId } = privateNetworkOf(account)
  const state = moto.proxy.state(account.accountId)
  const [[profileArn, profileId] = ['', '']] = Object.entries(state.profileIds)
  const ids = Array.from({ length: 300 }, (_, number) => `i-${String(number).padStart(17, '0')}`)
  const place = { vpcId, subnetId, groupId }
  state.syntheticInstances[STORY_REGION] = ids.map(id => ({ id, profileArn, profileId, place }))
  state.nodes[STORY_REGION] = ids.map(id => healthyNode(id, 'batch'))
  const many = await checkRegion(moto, account)
  expect(many.report.outcomes).toHaveLength(300)
  expect(many.report.findings).toEqual([])
  expect(new Set(many.report.outcomes.map(({ canConnect }) => canConnect))).toEqual(new Set(['yes']))
  expect(counted(many.calls)).toEqual(counted(one.calls))
})

test('-i reads the VPC of the named node alone', async () => {
  const account = await makeAccount(moto.proxy, { network: 'private' })
  const [other] = await addNetworks(account, ['nat'])
  const here = privateNetworkOf(account)
  const named = await checkRegion(moto, account, '-i', account.nodes[0] ?? '')
  const asked = JSON.stringify(named.calls.map(({ params }) => params))
  expect(asked).toContain(here.vpcId)
  expect(asked).not.toContain(other?.vpcId)
  expect(named.report.outcomes.map(({ node }) => node)).toEqual([account.nodes[0]])
  expect(JSON.stringify(named.report)).not.toContain(other?.vpcId)
})
