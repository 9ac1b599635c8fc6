import { prefer } from '../../checks/policies.ts'
import { DB, healthyWorld, HYBRID, policyDocument, REGION, WEB } from '../healthy.ts'
import { healthyNetwork } from '../healthy-network.ts'
import type { BreakableWorld } from '../mutable.ts'
import { addInstance, addManaged, addOutsider, FIFTH, FOURTH, THIRD, withoutProfile } from './parts.ts'
import { eachNode, WELL, type Row } from './set-up.ts'

const LAPTOP = 'mi-0a1b2c3d4e5f60004'
const NOT_MANAGED = `info report/not-managed ${REGION}`

const worldWith =
  (alter: (world: BreakableWorld) => void): (() => readonly BreakableWorld[]) =>
  () => {
    const world = healthyWorld()
    alter(world)
    return [world]
  }

/** Machines in a data centre and a laptop: no EC2 at all in the account. */
const hybridAlone = (world: BreakableWorld): void => {
  const { records } = world
  Object.assign(records, { instances: {}, instanceProfiles: {} })
  for (const kind of Object.keys(healthyNetwork()) as (keyof ReturnType<typeof healthyNetwork>)[])
    Object.assign(records, { [kind]: {} })
  for (const id of [WEB, DB]) delete records.managedNodes[id]
  for (const role of ['web', 'db']) delete records.roles[role]
  const rack = records.managedNodes[HYBRID]
  if (rack) {
    rack.iamRole = 'service-role/hybrid-node'
    const windows = {
      platformType: 'Windows',
      platformName: 'Microsoft Windows 11',
      platformVersion: '10.0.22631',
    }
    records.managedNodes[LAPTOP] = { ...rack, ...windows, id: LAPTOP, name: 'laptop-3' }
  }
  records.activations['a-1'] = {
    id: 'a-1',
    role: 'hybrid-node',
    expired: true,
    expiresAt: '2026-09-02T08:00:00.000Z',
    limit: 2,
    registrations: 2,
  }
}

export const HYBRID_FLEET: Row = {
  'machines of a data centre and a laptop, no instance and no VPC': {
    worlds: worldWith(hybridAlone),
    outcomes: { [HYBRID]: WELL, [LAPTOP]: WELL },
  },
}

const WORKER = policyDocument([
  { Effect: 'Allow', Action: ['ec2:Describe*', 'eks:DescribeCluster', 'ecr:*', 'ecs:*'], Resource: '*' },
  {
    Effect: 'Allow',
    Action: ['ssm:GetParameter', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: '*',
  },
])

export const CONTAINER_WORKERS: Row = {
  'workers whose role has nothing of Session Manager': {
    worlds: worldWith(world => addOutsider(world, THIRD, 'eks-worker', WORKER)),
    tells: [NOT_MANAGED],
    outcomes: eachNode(WELL),
  },
  'workers that the service operates, listed and lost or not listed': {
    worlds: worldWith(world => {
      for (const id of [THIRD, FOURTH]) addInstance(world, id, { operatedByService: true })
      addManaged(world, FOURTH, { pingStatus: 'ConnectionLost', lastPingAt: '2026-11-18T02:00:00.000Z' })
    }),
    outcomes: eachNode(WELL),
  },
}

const windows = (world: BreakableWorld): void => {
  for (const node of Object.values(world.records.managedNodes)) {
    Object.assign(node, {
      platformType: 'Windows',
      platformName: 'Microsoft Windows Server 2016 Datacenter',
      platformVersion: '10.0.14393',
      isLatestVersion: false,
    })
  }
  for (const instance of Object.values(world.records.instances)) instance.platform = 'windows'
}

export const WINDOWS_FLEET: Row = {
  'agents of which Systems Manager never says that they are the latest': {
    worlds: worldWith(windows),
    outcomes: eachNode(WELL),
  },
  'Run As is on, which Windows does not know': {
    worlds: worldWith(world => {
      windows(world)
      prefer(world, { runAsEnabled: true, runAsDefaultUser: '' })
    }),
    tells: ['info? preferences/run-as-user SSM-SessionManagerRunShell runAsDefaultUser'],
    outcomes: eachNode(WELL),
  },
}

const JUST_NOW = '2026-11-20T09:02:00.000Z'

export const JUST_LAUNCHED: Row = {
  'not registered, lost and without a channel: each for less than half an hour': {
    worlds: worldWith(world => {
      for (const id of [THIRD, FOURTH, FIFTH]) addInstance(world, id, { launchedAt: JUST_NOW })
      addManaged(world, FOURTH, { pingStatus: 'ConnectionLost', lastPingAt: JUST_NOW })
      addManaged(world, FIFTH)
      world.records.connections[FIFTH] = { id: FIFTH, status: 'notconnected' }
    }),
    unsure: [
      `critical? node/agent-ping ${FOURTH}`,
      `critical? node/control-channel ${FIFTH} control channel`,
      `high? node/registered ${THIRD}`,
    ],
    outcomes: {
      ...eachNode(WELL),
      [THIRD]: 'unknown yes yes yes',
      [FOURTH]: 'unknown yes yes yes',
      [FIFTH]: 'unknown yes yes yes',
    },
  },
}

const lostWhile =
  (state: string, id: string, change: object = {}) =>
  (world: BreakableWorld) => {
    addInstance(world, id, { state, ...change })
    addManaged(world, id, { pingStatus: 'ConnectionLost', lastPingAt: '2026-11-20T08:59:00.000Z' })
  }

export const STOPPED: Row = {
  'stopped for long and not listed any more': {
    worlds: worldWith(world => addInstance(world, THIRD, { state: 'stopped' })),
    outcomes: eachNode(WELL),
  },
  'still listed while they stop, are stopped or start': {
    worlds: worldWith(world => {
      lostWhile('stopping', THIRD)(world)
      lostWhile('stopped', FOURTH)(world)
      lostWhile('pending', FIFTH)(world)
    }),
    outcomes: eachNode(WELL),
  },
}

export const SPOT: Row = {
  'one runs, one is being taken back': {
    worlds: worldWith(world => {
      Object.assign(world.records.instances[WEB] ?? {}, { lifecycle: 'spot' })
      lostWhile('shutting-down', THIRD, { lifecycle: 'spot' })(world)
      lostWhile('terminated', FOURTH, { lifecycle: 'spot' })(world)
    }),
    outcomes: eachNode(WELL),
  },
}

export const UNMANAGED: Row = {
  'instances without a profile, and with one for their application': {
    worlds: worldWith(world => {
      for (const id of [THIRD, FOURTH]) {
        addInstance(world, id)
        withoutProfile(world, id)
      }
      addOutsider(
        world,
        FIFTH,
        'application',
        policyDocument([{ Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' }]),
      )
    }),
    tells: [NOT_MANAGED],
    outcomes: eachNode(WELL),
  },
}
