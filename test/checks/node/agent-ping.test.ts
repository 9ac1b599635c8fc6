import check from '../../../checks/node/agent-ping.ts'
import { HYBRID, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const node = (world: BreakableWorld, id: string, changed: object): void => {
  Object.assign(world.records.managedNodes[id] ?? {}, changed)
  world.records.connections[id] = { id, status: 'notconnected' }
}

const instance = (world: BreakableWorld, id: string, changed: object): void => {
  Object.assign(world.records.instances[id] ?? {}, changed)
}

const lostSince = (lastPingAt: string): object => ({ pingStatus: 'ConnectionLost', lastPingAt })

testCheck(check, {
  'an instance that runs and is lost': {
    break: world => node(world, WEB, lostSince('2026-11-20T05:00:00.000Z')),
    finds: [
      {
        subject: WEB,
        message: 'no heartbeat since 2026-11-20T05:00:00.000Z (4 hours), though the instance runs',
        severity: 'critical',
        affects: [WEB],
      },
    ],
  },
  'an instance that is lost and has a control channel all the same': {
    break: world => {
      node(world, WEB, lostSince('2026-11-20T05:00:00.000Z'))
      world.records.connections[WEB] = { id: WEB, status: 'connected' }
    },
    finds: [
      {
        subject: WEB,
        message:
          'no heartbeat since 2026-11-20T05:00:00.000Z (4 hours), though the control channel is up: what the agent sends to ssm does not arrive, and sessions may still open',
        severity: 'high',
        affects: [WEB],
      },
    ],
  },
  'an instance that is lost and of whose channel nobody asked': {
    break: world => {
      node(world, WEB, lostSince('2026-11-20T05:00:00.000Z'))
      delete world.records.connections[WEB]
    },
    finds: [{ subject: WEB, severity: 'critical' }],
  },
  'an instance that is lost, where channels could not be asked for': {
    break: world => {
      node(world, WEB, lostSince('2026-11-20T05:00:00.000Z'))
      world.gaps.push({ kind: 'connections', reason: 'AccessDenied', actions: ['ssm:GetConnectionStatus'] })
    },
    finds: [{ subject: WEB, severity: 'critical' }],
  },
  'a lost node that was never heard': {
    break: world => {
      node(world, WEB, { pingStatus: 'ConnectionLost' })
      delete world.records.managedNodes[WEB]?.lastPingAt
    },
    finds: [`${WEB}: no heartbeat at a time that is not known, though the instance runs`],
  },
  'a lost instance that has just started': {
    break: world => {
      node(world, WEB, lostSince('2026-11-19T09:14:00.000Z'))
      instance(world, WEB, { launchedAt: '2026-11-20T09:00:00.000Z' })
    },
    finds: [
      {
        subject: WEB,
        message:
          'no heartbeat since 2026-11-19T09:14:00.000Z (1 day); the instance has just started, wait until 09:30 UTC',
        verdict: 'unknown',
      },
    ],
  },
  'a hybrid node that is lost since yesterday': {
    break: world => node(world, HYBRID, lostSince('2026-11-19T08:00:00.000Z')),
    finds: [
      {
        subject: HYBRID,
        message: 'no heartbeat since 2026-11-19T08:00:00.000Z (1 day)',
        severity: 'critical',
      },
    ],
  },
  'a hybrid node that is lost for more than a week': {
    break: world => node(world, HYBRID, lostSince('2026-11-13T09:13:59.000Z')),
    finds: [{ subject: HYBRID, severity: 'high' }],
  },
  'a hybrid node that is lost for just a week': {
    break: world => node(world, HYBRID, lostSince('2026-11-13T09:14:00.000Z')),
    finds: [{ subject: HYBRID, severity: 'critical' }],
  },
  'a hybrid node that is lost for more than 25 days': {
    break: world => node(world, HYBRID, lostSince('2026-10-26T09:13:59.000Z')),
    finds: [
      {
        subject: HYBRID,
        message: 'no heartbeat since 2026-10-26T09:13:59.000Z (25 days): is the machine retired?',
        severity: 'medium',
      },
    ],
  },
  'a node that is Online and was silent for more than an hour': {
    break: world => node(world, WEB, { lastPingAt: '2026-11-20T08:13:59.000Z' }),
    finds: [
      {
        subject: WEB,
        message:
          'Systems Manager says Online, and the last heartbeat was at 2026-11-20T08:13:59.000Z (1 hour ago): an agent reports in at least once an hour',
        verdict: 'unknown',
      },
    ],
  },
  'the longest heartbeat that can be set': {
    break: world => node(world, WEB, { lastPingAt: '2026-11-20T08:14:00.000Z' }),
    finds: [],
  },
  'a lost instance that is stopping': {
    break: world => {
      node(world, WEB, lostSince('2026-11-20T09:00:00.000Z'))
      instance(world, WEB, { state: 'stopping' })
      world.declared = { named: [WEB] }
    },
    finds: [],
  },
  'a lost instance that EC2 does not have any more': {
    break: world => {
      node(world, WEB, lostSince('2026-11-02T09:00:00.000Z'))
      delete world.records.instances[WEB]
    },
    finds: [],
  },
  'an instance that is not registered': {
    break: world => delete world.records.managedNodes[WEB],
    finds: [],
  },
})
