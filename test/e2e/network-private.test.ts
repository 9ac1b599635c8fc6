import { beforeAll, describe, expect, test } from 'vitest'
import { type Account, makeAccount, privateNetworkOf } from '../support/moto/account.ts'
import { checkRegion, pathOf, rootsOf, setHeard } from '../support/moto/network-run.ts'
import {
  missing,
  PRIVATE_FAULTS,
  PRIVATE_HEALTHY,
  type PrivateFault,
  type PrivateLive,
} from '../support/moto/private-faults.ts'
import { useMoto } from '../support/moto/world.ts'

const moto = useMoto()

describe('a private network', () => {
  let account: Account
  let net: PrivateLive
  beforeAll(async () => {
    account = await makeAccount(moto.proxy, { network: 'private' })
    const made = privateNetworkOf(account)
    net = { ...made, endpoints: { ...made.endpoints } }
  })

  const checkBroken = async (fault: PrivateFault) => {
    setHeard(moto, account, fault.heard)
    const undo = await fault.break(account.clients.ec2, net)
    try {
      return { ...(await checkRegion(moto, account)), expected: fault.on?.(net) ?? account.nodes[0] }
    } finally {
      await undo()
    }
  }

  test.each(PRIVATE_FAULTS.map(fault => [fault.name, fault] as const))(
    '%s: that is the only cause',
    async (_, fault) => {
      const checked = await checkBroken(fault)
      expect(rootsOf(checked)).toEqual([`${fault.finds} fail ${checked.expected}`])
      expect(checked.report.gaps).toEqual([])
      expect(checked.report.outcomes.map(({ canConnect }) => canConnect)).toEqual(['no'])
      expect(checked.result.code).toBe(1)
    },
  )

  test.each(PRIVATE_HEALTHY.map(one => [one.name, one] as const))('is healthy %s', async (_, one) => {
    const checked = await checkBroken(one)
    const lost = one.heard === 'lost'
    // a node that is not heard though the network is open is lost for another reason, and told as such
    expect(rootsOf(checked)).toEqual(lost ? [`node/agent-ping fail ${account.nodes[0]}`] : [])
    expect(checked.report.gaps).toEqual([])
    const paths = checked.report.checks.filter(({ id }) => id.startsWith('network/'))
    expect(paths.filter(({ status }) => status !== 'healthy')).toEqual([])
    expect(checked.result.code).toBe(lost ? 1 : 0)
    const recorded = { cloudwatch: 'yes', s3: 'yes' }
    expect(checked.report.outcomes).toMatchObject([{ canConnect: lost ? 'no' : 'yes', recorded }])
  })

  test.each(['rejected', 'pendingAcceptance', 'failed'])(
    'with an endpoint that is %s has that cause alone',
    async state => {
      const { endpointStates } = moto.proxy.state(account.accountId)
      const id = net.endpoints.ssmmessages
      const checked = await checkBroken({
        name: state,
        heard: 'online',
        finds: 'network/endpoint-available',
        break: async () => {
          endpointStates[id] = state
          return async () => {
            delete endpointStates[id]
          }
        },
      })
      expect(rootsOf(checked)).toEqual([`network/endpoint-available fail ${id}`])
    },
  )

  test('shows the way with the hop that blocks, and what the user sees', async () => {
    const checked = await checkBroken(missing('ssmmessages'))
    const hops = pathOf(checked, 'network/ssmmessages-path')
    expect(hops).toMatch(new RegExp(`^${account.nodes[0]} → `, 'u'))
    expect(hops).toContain(`${net.table} ✗ no 0.0.0.0/0, no endpoint ssmmessages`)
    expect(checked.report.outcomes[0]?.userSees).toContain('TargetNotConnected')
  })
})
