import check from '../../../checks/hybrid/activation-expired.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const ID = '12345678-aaaa-4bbb-8ccc-123456789012'

const activate = (world: BreakableWorld, change: object = {}, managed: object = { managed: 'all' }): void => {
  const model = { id: ID, expired: true, expiresAt: '2026-11-01T00:00:00.000Z', limit: 5, registrations: 2 }
  world.records.activations[ID] = { ...model, ...change }
  world.declared = managed
}

testCheck(check, {
  'machines that are still to come': {
    break: world => activate(world),
    finds: [
      {
        subject: ID,
        message: `activation ${ID} has expired with 3 of 5 registrations to come`,
        severity: 'info',
        about: 'expired',
        affects: [],
      },
    ],
  },
  'nobody who is still to come': { break: world => activate(world, {}, {}), finds: [] },
  'all that were to come': { break: world => activate(world, { registrations: 5 }), finds: [] },
  'an activation that serves': { break: world => activate(world, { expired: false }), finds: [] },
  'another one that serves': {
    break: world => {
      activate(world)
      world.records.activations['new'] = { id: 'new', expired: false, limit: 10, registrations: 0 }
    },
    finds: [],
  },
})
