import check from '../../../checks/node/fleet-quota.ts'
import { HYBRID, REGION } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

/** As many nodes as said, all of one kind. */
const fleet = (world: BreakableWorld, count: number): void => {
  const model = world.records.managedNodes[HYBRID]
  if (!model) return
  const ids = Array.from({ length: count }, (_, at) => `mi-${String(at).padStart(17, '0')}`)
  world.records.managedNodes = Object.fromEntries(ids.map(id => [id, { ...model, id }]))
  world.records.instances = {}
}

testCheck(check, {
  'more nodes than the quota': {
    break: world => fleet(world, 2401),
    finds: [
      {
        subject: REGION,
        message: `2401 managed nodes in ${REGION}, above the default quota of 2400`,
        severity: 'medium',
        about: 'managed nodes',
      },
    ],
  },
  'nine tenths and one': {
    break: world => fleet(world, 2161),
    finds: [
      {
        subject: REGION,
        message: `2161 managed nodes in ${REGION}, close to the default quota of 2400`,
        severity: 'low',
      },
    ],
  },
  'nine tenths': { break: world => fleet(world, 2160), finds: [] },
})
