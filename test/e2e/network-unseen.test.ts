import {
  CreateRouteCommand,
  CreateTransitGatewayCommand,
  CreateVpcEndpointCommand,
  DeleteRouteCommand,
  type EC2Client,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2'
import { CreateHostedZoneCommand, Route53Client, VPCRegion } from '@aws-sdk/client-route-53'
import { expect, test } from 'vitest'
import {
  type Account,
  makeAccount,
  natNetworkOf,
  newAccountId,
  privateNetworkOf,
} from '../support/moto/account.ts'
import type { NetworkKind } from '../support/moto/account-network.ts'
import { makeBucket } from '../support/moto/account-region.ts'
import { clientsFor } from '../support/moto/clients.ts'
import { modifyEndpoint } from '../support/moto/network-breaks.ts'
import { https } from '../support/moto/network-parts.ts'
import { checkRegion, findingOf, rootsOf, setHeard } from '../support/moto/network-run.ts'
import { asWritten, sessionPolicy } from '../support/moto/policies.ts'
import { reportOf } from '../support/moto/report.ts'
import { runCli } from '../support/moto/run-cli.ts'
import { STORY_REGION } from '../support/moto/story.ts'
import { runAs, useMoto } from '../support/moto/world.ts'

const moto = useMoto()

const shutAll = (ec2: EC2Client, account: Account) => {
  const { endpointGroup, nodeGroup } = privateNetworkOf(account)
  const IpPermissions = [https({ UserIdGroupPairs: [{ GroupId: nodeGroup }] })]
  return ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: endpointGroup, IpPermissions }))
}

test('a node that is heard though no way leads out is not known, which is no failure', async () => {
  const account = await makeAccount(moto.proxy, { network: 'private' })
  await shutAll(account.clients.ec2, account)
  const heard = await checkRegion(moto, account)
  expect(heard.report.findings.map(({ verdict }) => verdict)).not.toContain('fail')
  const paths = heard.report.findings.filter(({ check }) => check.endsWith('-path'))
  expect(paths.map(({ check, verdict }) => `${check} ${verdict}`).sort()).toEqual(
    ['kms', 'logs', 'ssm', 'ssmmessages'].map(service => `network/${service}-path unknown`),
  )
  for (const { message } of paths) expect(message).toContain(`${account.nodes[0]} is Online, heard at `)
  expect(heard.report.gaps).toEqual([])
  expect(heard.result.code).toBe(0)
  expect((await checkRegion(moto, account, '--strict')).result.code).toBe(3)

  setHeard(moto, account, 'lost')
  const lost = await checkRegion(moto, account)
  expect(lost.report.findings.map(({ verdict }) => verdict)).not.toContain('unknown')
  expect(lost.result.code).toBe(1)
})

/** An account whose transcripts go to a bucket of another Region. */
const withBucketAbroad = async (network: NetworkKind) => {
  const bucket = `sessions-abroad-${newAccountId()}`
  const account = await makeAccount(moto.proxy, {
    network,
    preferences: { s3BucketName: bucket },
    policyText: facts => asWritten(sessionPolicy({ ...facts, bucket })),
  })
  const clients = clientsFor(moto.proxy.url, account.session.accessKey, 'eu-central-1')
  await makeBucket({ clients, region: 'eu-central-1' }, bucket)
  return { bucket, account }
}

test('a bucket of another Region is out of reach of a private network, for its gateway serves its own Region alone', async () => {
  const { account } = await withBucketAbroad('private')
  const checked = await checkRegion(moto, account)
  expect(rootsOf(checked).map(root => root.split(' ')[0])).toEqual(['s3/other-region'])
  const path = findingOf(checked, 'network/s3-path')
  expect(path.subject.id).toBe(account.nodes[0])
  expect(path.message).toContain('s3 of eu-central-1')
  expect(path.causedBy).toMatch(/^s3\/other-region/u)
  expect(checked.report.outcomes).toMatchObject([
    { canConnect: 'no', recorded: { cloudwatch: 'yes', s3: 'no' } },
  ])
})

test('a bucket of another Region is within reach of a NAT network', async () => {
  const { account } = await withBucketAbroad('nat')
  const checked = await checkRegion(moto, account)
  expect(rootsOf(checked).filter(root => root.startsWith('network/'))).toEqual([])
  expect(checked.report.checks.find(({ id }) => id === 'network/s3-path')?.status).toBe('healthy')
})

/** Takes the way out of a NAT network and leads it to other networks, where the endpoints of all are. */
const leadToCentre = async (account: Account) => {
  const { ec2 } = account.clients
  const { vpcId, table } = natNetworkOf(account)
  const { TransitGateway } = await ec2.send(new CreateTransitGatewayCommand({}))
  const TransitGatewayId = TransitGateway?.TransitGatewayId
  await ec2.send(new DeleteRouteCommand({ RouteTableId: table, DestinationCidrBlock: '0.0.0.0/0' }))
  const inwards = { RouteTableId: table, DestinationCidrBlock: '10.0.0.0/8', TransitGatewayId }
  await ec2.send(new CreateRouteCommand(inwards))
  const credentials = { accessKeyId: account.session.accessKey, secretAccessKey: 'none' }
  const route53 = new Route53Client({ endpoint: moto.proxy.url, region: 'us-east-1', credentials })
  for (const service of ['ssm', 'ssmmessages', 'logs', 'kms', 's3']) {
    const Name = `${service}.${STORY_REGION}.amazonaws.com`
    const VPC = { VPCId: vpcId, VPCRegion: VPCRegion.ap_southeast_1 }
    const zone = { Name, VPC, HostedZoneConfig: { PrivateZone: true } }
    await route53.send(new CreateHostedZoneCommand({ ...zone, CallerReference: `${vpcId} ${service}` }))
  }
}

test('a network whose zones lead to central endpoints is not known, and where to look is said', async () => {
  const account = await makeAccount(moto.proxy, { network: 'nat' })
  await leadToCentre(account)
  setHeard(moto, account, 'lost')
  const checked = await checkRegion(moto, account)
  const failed = checked.report.findings.filter(({ verdict }) => verdict === 'fail')
  expect(failed.map(({ check }) => check)).toEqual(['node/agent-ping'])
  const path = findingOf(checked, 'network/ssm-path')
  expect(path.verdict).toBe('unknown')
  expect(path.message).toContain(`private zone ssm.${STORY_REGION}.amazonaws.com`)
  expect(checked.calls.filter(({ service }) => service === 'route53')).toHaveLength(1)
})

/** Does two things at a time, for two cores. */
const mapByTwo = async <T, R>(all: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> => {
  const done: R[] = []
  for (let at = 0; at < all.length; at += 2)
    done.push(...(await Promise.all(all.slice(at, at + 2).map(work))))
  return done
}

const refuse = async (account: Account, action: string) => {
  const session = moto.proxy.session(account.accountId)
  session.faults.push({ when: call => call.action === action, trouble: { kind: 'deny' } })
  const result = await runAs(moto, session, ['check', '-r', STORY_REGION, '--format', 'json'])
  return { result, report: reportOf(result) }
}

/** Which checks of the network need the action, by `permissions --only ID`. */
const neededBy = async (checks: readonly string[]) => {
  const policies = await mapByTwo(checks, async id => (await runCli(['permissions', '--only', id])).stdout)
  return (action: string): string[] => checks.filter((_, at) => policies[at]?.includes(`"${action}"`))
}

/** Refused for one of AWS's own lists it has a stand-in. */
const STAND_IN_FOR = 'ec2:GetManagedPrefixListEntries'

test('the blocks of a list of AWS are read by the older call where the newer one is refused', async () => {
  const account = await makeAccount(moto.proxy, { network: 'private' })
  const { result, report } = await refuse(account, STAND_IN_FOR)
  expect(report.gaps).toEqual([])
  expect(report.findings).toEqual([])
  expect(result.code).toBe(0)
})

test('with a read of the network refused nothing that needs it is healthy, and the action is named', async () => {
  const account = await makeAccount(moto.proxy, { network: 'private' })
  const net = privateNetworkOf(account)
  // an endpoint beside the one that serves has private DNS off: only then private zones are asked for
  const { VpcEndpoint } = await account.clients.ec2.send(
    new CreateVpcEndpointCommand({
      VpcId: net.vpcId,
      ServiceName: `com.amazonaws.${STORY_REGION}.ssm`,
      VpcEndpointType: 'Interface',
      SubnetIds: [net.endpointSubnet],
      SecurityGroupIds: [net.endpointGroup],
      PrivateDnsEnabled: false,
    }),
  )
  expect(VpcEndpoint?.VpcEndpointId).toBeDefined()
  const clean = await checkRegion(moto, account)
  expect(clean.result.code).toBe(0)
  const ids = clean.report.checks.map(({ id }) => id).filter(id => id.startsWith('network/'))
  const needing = await neededBy(ids)
  const asked = [...new Set(clean.calls.map(({ action }) => action))].filter(one => one !== STAND_IN_FOR)
  const actions = asked.filter(action => /^(ec2|route53):/u.test(action) && needing(action).length > 0).sort()
  expect(actions).toEqual([
    'ec2:DescribeDhcpOptions',
    'ec2:DescribeInstances',
    'ec2:DescribeInternetGateways',
    'ec2:DescribeManagedPrefixLists',
    'ec2:DescribeNatGateways',
    'ec2:DescribeNetworkAcls',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeRouteTables',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSubnets',
    'ec2:DescribeVpcAttribute',
    'ec2:DescribeVpcEndpoints',
    'ec2:DescribeVpcs',
    'route53:ListHostedZonesByVPC',
  ])
  const refusals = await mapByTwo(actions, async action => {
    const { result, report } = await refuse(account, action)
    const failed = report.findings.filter(({ verdict }) => verdict === 'fail')
    const healthy = new Set(report.checks.filter(({ status }) => status === 'healthy').map(({ id }) => id))
    return {
      action,
      code: result.code,
      named: report.gaps.some(gap => gap.actions.includes(action)),
      wrong: failed.map(({ check }) => check),
      crashed: report.checks.filter(({ status }) => status === 'crashed').map(({ id }) => id),
      healthyAllTheSame: needing(action).filter(id => healthy.has(id)),
    }
  })
  expect(refusals).toEqual(
    actions.map(action => ({
      action,
      code: 3,
      named: true,
      wrong: [],
      crashed: [],
      healthyAllTheSame: [],
    })),
  )
})

test('a way that is shut stays shut where another read is refused', async () => {
  const account = await makeAccount(moto.proxy, { network: 'private' })
  const { endpoints } = privateNetworkOf(account)
  const denied = asWritten({ Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }] })
  await modifyEndpoint(account.clients.ec2, endpoints.ssmmessages, [{ PolicyDocument: denied }, {}])
  const { result, report } = await refuse(account, 'ec2:DescribeNetworkAcls')
  const failed = report.findings.filter(({ verdict, causedBy }) => verdict === 'fail' && !causedBy)
  expect(failed.map(({ check, subject }) => `${check} ${subject.id}`)).toEqual([
    `network/endpoint-policy ${endpoints.ssmmessages}`,
  ])
  expect(result.code).toBe(1)
})
