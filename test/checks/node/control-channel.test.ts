import { expect, it } from 'vitest'
import { audit } from '../../../src/core/audit/audit.ts'
import check from '../../../checks/node/control-channel.ts'
import { healthyWorld, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const down = (world: BreakableWorld, managed: object = {}): void => {
  world.records.connections[WEB] = { id: WEB, status: 'notconnected' }
  Object.assign(world.records.managedNodes[WEB] ?? {}, managed)
}
const message =
  'Online, heard less than a minute ago, and its control channel is down: every session is refused with TargetNotConnected'

testCheck(check, {
  'a channel that is down': {
    break: world => down(world),
    finds: [
      {
        subject: WEB,
        message,
        severity: 'critical',
        about: 'control channel',
        affects: [WEB],
        fixable: false,
      },
    ],
  },
  'an instance that has just started': {
    break: world => {
      down(world)
      Object.assign(world.records.instances[WEB] ?? {}, { launchedAt: '2026-11-20T09:00:00.000Z' })
    },
    finds: [
      { subject: WEB, message: `${message}; it has just started, wait until 09:30 UTC`, verdict: 'unknown' },
    ],
  },
  'a node that is lost besides': {
    break: world => down(world, { pingStatus: 'ConnectionLost' }),
    finds: [],
  },
  'a node that was heard long ago': {
    break: world => down(world, { lastPingAt: '2026-11-20T08:50:00.000Z' }),
    finds: [
      {
        subject: WEB,
        message: 'Online, heard 24 minutes ago, and its control channel is down: the node may be gone since',
        verdict: 'unknown',
      },
    ],
  },
  'a node of which nobody says when it was heard': {
    break: world => {
      down(world)
      delete world.records.managedNodes[WEB]?.lastPingAt
    },
    finds: [
      {
        subject: WEB,
        message:
          'Online, heard at a time that is not told, and its control channel is down: the node may be gone since',
        verdict: 'unknown',
      },
    ],
  },
  'a node that was heard long ago and has a channel': {
    break: world => {
      Object.assign(world.records.managedNodes[WEB] ?? {}, { lastPingAt: '2026-11-20T08:50:00.000Z' })
    },
    finds: [],
  },
  'a node that was not asked': { break: world => delete world.records.connections[WEB], finds: [] },
})

it.each([
  ['Linux', 'AWS-RunShellScript'],
  ['Windows', 'AWS-RunPowerShellScript'],
])('restarts the agent on %s by %s', (platformType, document) => {
  const world = healthyWorld()
  down(world, { platformType })
  const [finding] = audit([world], [check]).findings
  expect(finding?.remediation.commands.join()).toContain(`--document-name ${document} `)
})
