import { CreateTransitGatewayCommand, CreateVpcEndpointCommand, type EC2Client } from '@aws-sdk/client-ec2'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Account, makeAccount, natNetworkOf } from '../support/moto/account.ts'
import { NAT_FAULTS, type NatLive } from '../support/moto/nat-faults.ts'
import { deleteEndpoint, reroute, type Undo } from '../support/moto/network-breaks.ts'
import { made } from '../support/moto/network-parts.ts'
import {
  checkRegion,
  findingOf,
  type Heard,
  notesOf,
  rootsOf,
  setHeard,
} from '../support/moto/network-run.ts'
import { useMoto } from '../support/moto/world.ts'

const moto = useMoto()

/** Makes an endpoint of ssmmessages with the default group, which lets no node in. */
const shutEndpoint = async (ec2: EC2Client, { vpcId, nodeSubnet }: NatLive, privateDns: boolean) => {
  const { VpcEndpoint } = await ec2.send(
    new CreateVpcEndpointCommand({
      VpcId: vpcId,
      ServiceName: `com.amazonaws.${await ec2.config.region()}.ssmmessages`,
      VpcEndpointType: 'Interface',
      SubnetIds: [nodeSubnet],
      PrivateDnsEnabled: privateDns,
    }),
  )
  return made(VpcEndpoint?.VpcEndpointId, 'an endpoint')
}

describe('a NAT network', () => {
  let account: Account
  let net: NatLive
  beforeAll(async () => {
    account = await makeAccount(moto.proxy, { network: 'nat' })
    net = { ...natNetworkOf(account) }
  })

  const checkWith = async (heard: Heard, breaking: (ec2: EC2Client) => Promise<Undo>) => {
    setHeard(moto, account, heard)
    const undo = await breaking(account.clients.ec2)
    try {
      return await checkRegion(moto, account)
    } finally {
      await undo()
    }
  }

  test.each(NAT_FAULTS.map(fault => [fault.name, fault] as const))(
    '%s: that is the only cause',
    async (_, fault) => {
      let expected = ''
      let named = ''
      const checked = await checkWith('lost', async ec2 => {
        const undo = await fault.break(ec2, net)
        expected = `${fault.finds} fail ${fault.on?.(net) ?? account.nodes[0]}`
        named = fault.names(net)
        return undo
      })
      expect(rootsOf(checked)).toEqual([expected])
      expect(findingOf(checked, fault.finds).message).toContain(named)
      expect(checked.report.gaps).toEqual([])
      expect(checked.report.outcomes).toMatchObject([{ canConnect: 'no', recorded: { s3: 'no' } }])
      expect(checked.result.code).toBe(1)
    },
  )

  test('as it was made is healthy', async () => {
    const checked = await checkWith('online', async () => async () => undefined)
    expect(checked.report.findings).toEqual([])
    expect(checked.report.gaps).toEqual([])
    const recorded = { cloudwatch: 'yes', s3: 'yes' }
    expect(checked.report.outcomes).toMatchObject([{ canConnect: 'yes', recorded, encrypted: 'yes' }])
    expect(checked.result.code).toBe(0)
  })

  test('with a shut endpoint whose names lead to it beside the way out is cut off, and says so', async () => {
    let id = ''
    const checked = await checkWith('online', async ec2 => {
      id = await shutEndpoint(ec2, net, true)
      return () => deleteEndpoint(ec2, id, async () => undefined)
    })
    expect(rootsOf(checked)).toEqual([`network/endpoint-security-group fail ${id}`])
    expect(notesOf(checked, 'network/ssmmessages-path').join()).toContain(net.nat)
    expect(checked.result.code).toBe(1)
  })

  test('with a shut endpoint without private DNS beside the way out is healthy', async () => {
    const checked = await checkWith('online', async ec2 => {
      const id = await shutEndpoint(ec2, net, false)
      return () => deleteEndpoint(ec2, id, async () => undefined)
    })
    expect(rootsOf(checked)).toEqual([])
    expect(checked.result.code).toBe(0)
  })

  test('behind a transit gateway is not known beyond it, and a fresh ping tells that it works', async () => {
    const leadAway = async (ec2: EC2Client): Promise<Undo> => {
      const { TransitGateway } = await ec2.send(new CreateTransitGatewayCommand({}))
      const to = { TransitGatewayId: made(TransitGateway?.TransitGatewayId, 'a transit gateway') }
      return reroute(ec2, net.table, [to, { NatGatewayId: net.nat }])
    }
    const heard = await checkWith('online', leadAway)
    expect(rootsOf(heard)).toEqual([])
    expect(heard.report.findings.map(({ verdict }) => verdict)).not.toContain('fail')
    expect(heard.result.code).toBe(0)
    const lost = await checkWith('lost', leadAway)
    const node = account.nodes[0]
    expect(rootsOf(lost)).toContain(`network/ssm-path unknown ${node}`)
    expect(rootsOf(lost).filter(root => root.includes(' fail '))).toEqual([`node/agent-ping fail ${node}`])
    expect(findingOf(lost, 'network/ssm-path').message).toContain('tgw-')
  })
})
