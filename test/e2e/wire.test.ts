import {
  CreateEgressOnlyInternetGatewayCommand,
  CreateRouteCommand,
  DescribeRouteTablesCommand,
} from '@aws-sdk/client-ec2'
import { expect, test } from 'vitest'
import { type Account, makeAccount, privateNetworkOf } from '../support/moto/account.ts'
import { healthyNode } from '../support/moto/account-region.ts'
import { type Call, reads } from '../support/moto/call.ts'
import type { Fault } from '../support/moto/faults.ts'
import { graveFindings, reportOf } from '../support/moto/report.ts'
import { runCli } from '../support/moto/run-cli.ts'
import { STORY_REGION } from '../support/moto/story.ts'
import { runAs, useMoto } from '../support/moto/world.ts'

const moto = useMoto()
const MANY_ROLES = Array.from({ length: 6 }, (_, number) => `worker-${number}`)

const checkWith = async (account: Account, ...faults: Fault[]) => {
  const session = moto.proxy.session(account.accountId)
  session.faults.push(...faults)
  const result = await runAs(moto, session, ['check', '--region', STORY_REGION, '--format', 'json'])
  return { result, calls: session.calls }
}

const isCall =
  (operation: string) =>
  (call: Call): boolean =>
    call.operation === operation

const denied = (operation: string): Fault => ({ when: isCall(operation), trouble: { kind: 'deny' } })

const actionsOf = (printed: string): string[] => {
  const policy: { Statement: { Action: string | string[] }[] } = JSON.parse(printed)
  return policy.Statement.flatMap(({ Action }) => Action).sort()
}

/** An account whose network and nodes make the tool read what few accounts have. */
const makeOdd = async (): Promise<Account> => {
  const account = await makeAccount(moto.proxy, { network: 'private' })
  const { ec2 } = account.clients
  const { vpcId, nodeSubnet, endpoints } = privateNetworkOf(account)
  const gateway = await ec2.send(new CreateEgressOnlyInternetGatewayCommand({ VpcId: vpcId }))
  const table = await ec2.send(
    new DescribeRouteTablesCommand({ Filters: [{ Name: 'association.subnet-id', Values: [nodeSubnet] }] }),
  )
  await ec2.send(
    new CreateRouteCommand({
      RouteTableId: table.RouteTables?.[0]?.RouteTableId,
      DestinationIpv6CidrBlock: '::/0',
      EgressOnlyInternetGatewayId: gateway.EgressOnlyInternetGateway?.EgressOnlyInternetGatewayId,
    }),
  )
  moto.proxy.state(account.accountId).privateDns[endpoints.logs] = false
  const hybrid = { ...healthyNode('mi-0a1b2c3d4e5f60003', 'rack-7'), IamRole: 'web-node' }
  moto.proxy.state(account.accountId).nodes[STORY_REGION]?.push(hybrid)
  return account
}

test('check only reads, and permissions lists exactly the actions that its ways of reading need', async () => {
  const small = await makeAccount(moto.proxy)
  const large = await makeAccount(moto.proxy, { roles: MANY_ROLES })
  const odd = await makeOdd()
  const runs = [
    await checkWith(small),
    await checkWith(await makeAccount(moto.proxy, { holder: 'inline' })),
    await checkWith(large),
    await checkWith(large, denied('GetAccountAuthorizationDetails')),
    await checkWith(small, denied('DescribeInstanceProperties')),
    await checkWith(small, { when: isCall('HeadBucket'), trouble: { kind: 'deny' } }),
    await checkWith(odd),
    await checkWith(odd, denied('GetManagedPrefixListEntries')),
  ]
  const calls = runs.flatMap(run => run.calls)
  expect(calls.filter(call => !reads(call))).toEqual([])
  // aws: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html needs no permission
  const made = new Set(calls.map(({ action }) => action).filter(action => action !== 'sts:GetCallerIdentity'))
  const printed = await runCli(['permissions'])
  expect(printed.code).toBe(0)
  expect(actionsOf(printed.stdout).filter(action => action !== 'sts:GetCallerIdentity')).toEqual(
    [...made].sort(),
  )
})

test('a read whose stand-in succeeded is no gap', async () => {
  const account = await makeAccount(moto.proxy, { roles: MANY_ROLES })
  for (const operation of ['DescribeInstanceProperties', 'GetAccountAuthorizationDetails']) {
    const { result } = await checkWith(account, denied(operation))
    const report = reportOf(result)
    expect(report.gaps, operation).toEqual([])
    expect(graveFindings(report), operation).toEqual([])
    expect(result.code, operation).toBe(0)
  }
})

test('many roles are read by one listing, few by themselves', async () => {
  const few = await checkWith(await makeAccount(moto.proxy))
  expect(few.calls.map(({ operation }) => operation)).not.toContain('GetAccountAuthorizationDetails')
  const many = await checkWith(await makeAccount(moto.proxy, { roles: MANY_ROLES }))
  const names = many.calls.map(({ operation }) => operation)
  expect(names).toContain('GetAccountAuthorizationDetails')
  expect(names).not.toContain('GetRole')
})

test('forty nodes under one role cost as many calls as one', async () => {
  const one = await checkWith(await makeAccount(moto.proxy))
  const forty = await checkWith(await makeAccount(moto.proxy, { nodesPerRole: 40 }))
  const count = (calls: readonly Call[]) => calls.map(({ action }) => action).sort()
  expect(count(forty.calls)).toEqual(count(one.calls))
  // Fourteen of them are those of the network, whose nodes share one VPC.
  expect(one.calls.length).toBeLessThan(45)
})

test('2,100 nodes are read by a thousand a page', async () => {
  const account = await makeAccount(moto.proxy)
  const state = moto.proxy.state(account.accountId)
  const [[profileArn, profileId] = ['', '']] = Object.entries(state.profileIds)
  const ids = Array.from({ length: 2100 }, (_, number) => `i-0abc${String(number).padStart(13, '0')}`)
  state.syntheticInstances[STORY_REGION] = ids.map(id => ({ id, profileArn, profileId }))
  state.nodes[STORY_REGION] = ids.map(id => healthyNode(id, 'web-node'))
  const { result, calls } = await checkWith(account)
  const report = reportOf(result)
  expect(report.outcomes).toHaveLength(2100)
  expect(graveFindings(report)).toEqual([])
  expect(result.code).toBe(0)
  expect(calls.filter(isCall('DescribeInstances'))).toHaveLength(3)
  expect(calls.filter(isCall('DescribeInstanceProperties'))).toHaveLength(3)
  expect(calls.length).toBeLessThan(40)
})

test('a throttled read is tried again until it succeeds', async () => {
  const account = await makeAccount(moto.proxy)
  const throttled = [
    'GetDocument',
    'GetRole',
    'DescribeInstances',
    'DescribeLogGroups',
    'GetBucketEncryption',
  ]
  const faults = throttled.map(operation => ({
    when: isCall(operation),
    trouble: { kind: 'throttle' as const },
    times: 2,
  }))
  const { result } = await checkWith(account, ...faults)
  const report = reportOf(result)
  expect(report.gaps).toEqual([])
  expect(graveFindings(report)).toEqual([])
  expect(result.code).toBe(0)
})

test('a read that is throttled without end is a gap', async () => {
  const account = await makeAccount(moto.proxy)
  const { result } = await checkWith(account, { when: isCall('ListGrants'), trouble: { kind: 'throttle' } })
  expect(reportOf(result).gaps.map(({ actions, reason }) => [actions, reason])).toEqual([
    [['kms:ListGrants'], expect.stringContaining('ThrottlingException')],
  ])
  expect(result.code).toBe(3)
})

test.each([
  ['cut off', { kind: 'drop' }],
  ['truncated', { kind: 'truncate' }],
  ['malformed', { kind: 'malformed' }],
  ['empty', { kind: 'empty' }],
] as const)('a read that is %s is a gap, not an empty account', async (_, trouble) => {
  const account = await makeAccount(moto.proxy)
  const operations = ['DescribeLogGroups', 'GetRole', 'GetKeyPolicy']
  const { result } = await checkWith(
    account,
    ...operations.map(operation => ({ when: isCall(operation), trouble })),
  )
  const { gaps } = reportOf(result)
  expect([...new Set(gaps.flatMap(({ actions }) => actions))].sort()).toEqual([
    'iam:GetRole',
    'kms:GetKeyPolicy',
    'logs:DescribeLogGroups',
  ])
  expect(result.code).toBe(3)
})
