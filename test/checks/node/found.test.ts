import check from '../../../checks/node/found.ts'
import { REGION, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const GONE = 'i-0fffffffffffffff1'
const named = (world: BreakableWorld, ...ids: string[]): void => {
  world.declared = { named: ids }
}

testCheck(check, {
  'an instance that EC2 does not know any more, and Systems Manager still lists': {
    break: world => {
      delete world.records.instances[WEB]
      Object.assign(world.records.managedNodes[WEB] ?? {}, { pingStatus: 'ConnectionLost' })
      world.declared = { named: [WEB] }
    },
    finds: [
      {
        subject: WEB,
        message: `EC2 does not know ${WEB} in ap-southeast-1 any more: it was terminated, though Systems Manager still lists it`,
        severity: 'high',
        about: 'state',
        affects: [WEB],
      },
    ],
  },
  'an instance of another Region': {
    break: world => {
      named(world, GONE)
      world.records.nodesElsewhere[GONE] = { id: GONE, region: 'eu-west-1', state: 'running' }
    },
    finds: [
      {
        subject: GONE,
        message: `${GONE} is not in ${REGION}, it is in eu-west-1 (running)`,
        severity: 'high',
        about: 'place',
        affects: [GONE],
        fixable: false,
      },
    ],
  },
  'an instance that is nowhere': {
    break: world => {
      named(world, GONE)
      world.records.nodesElsewhere[GONE] = { id: GONE }
    },
    finds: [`${GONE}: ${GONE} is neither in ${REGION} nor in another Region of this account`],
  },
  'an instance that is stopped': {
    break: world => {
      named(world, WEB)
      Object.assign(world.records.instances[WEB] ?? {}, { state: 'stopped' })
      delete world.records.managedNodes[WEB]
    },
    finds: [
      {
        subject: WEB,
        message: `instance ${WEB} is stopped: sessions open on running instances alone`,
        about: 'state',
      },
    ],
  },
  'a node that was named and is well': { break: world => named(world, WEB), finds: [] },
  'a node of another Region of the run': { break: world => named(world, GONE), finds: [] },
  'a stopped instance that nobody named': {
    break: world => Object.assign(world.records.instances[WEB] ?? {}, { state: 'stopped' }),
    finds: [],
  },
})
