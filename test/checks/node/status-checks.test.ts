import check from '../../../checks/node/status-checks.ts'
import { WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const impair = (world: BreakableWorld, system: string, instance: string): void => {
  world.records.impairedInstances[WEB] = { id: WEB, system, instance }
}

testCheck(check, {
  'a system that does not answer': {
    break: world => impair(world, 'ok', 'impaired'),
    finds: [
      {
        subject: WEB,
        message: 'the instance is impaired: its system does not answer',
        severity: 'high',
        about: 'instance status',
        fixable: false,
      },
    ],
  },
  'a host that fails': {
    break: world => impair(world, 'impaired', 'impaired'),
    finds: [{ subject: WEB, message: 'the host below the instance is impaired', about: 'system status' }],
  },
  'an instance that does not run': {
    break: world => {
      impair(world, 'ok', 'impaired')
      Object.assign(world.records.instances[WEB] ?? {}, { state: 'stopping' })
      world.declared = { named: [WEB] }
    },
    finds: [],
  },
})
