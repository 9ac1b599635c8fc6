import check from '../../../checks/hybrid/duplicate-registration.ts'
import { HYBRID, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const NEW = 'mi-0a1b2c3d4e5f60099'
const host = { computerName: 'rack-7.corp.example', ipAddress: '192.0.2.7' }

/** The hybrid node, as a machine of which there is a second registration. */
const registered = (world: BreakableWorld, first: object, second?: object): void => {
  const node = world.records.managedNodes[HYBRID]
  if (!node) return
  Object.assign(node, host, first)
  if (second) world.records.managedNodes[NEW] = { ...node, ...host, id: NEW, pingStatus: 'Online', ...second }
}

testCheck(check, {
  'a machine that was registered anew': {
    break: world => registered(world, { pingStatus: 'ConnectionLost' }, {}),
    finds: [
      {
        subject: HYBRID,
        message: `${HYBRID} is an old registration of rack-7.corp.example, which is ${NEW} now`,
        severity: 'low',
        about: NEW,
        fixable: false,
      },
    ],
  },
  'an EC2 instance that is registered as a hybrid node': {
    break: world => registered(world, { computerName: 'ip-10-20-1-11.internal', ipAddress: '10.20.1.11' }),
    finds: [
      {
        subject: HYBRID,
        message: `${HYBRID} is EC2 instance ${WEB}, registered as a hybrid node: rules that name the instance or its tags do not hold for its sessions`,
        severity: 'medium',
        about: WEB,
        affects: [HYBRID, WEB],
      },
    ],
  },
  'two machines of one name': {
    break: world => registered(world, { pingStatus: 'ConnectionLost' }, { ipAddress: '192.0.2.8' }),
    finds: [],
  },
  'two machines that both report in': { break: world => registered(world, {}, {}), finds: [] },
  'a machine of another network with an address of the VPC': {
    break: world => registered(world, { computerName: 'till-4', ipAddress: '10.20.1.11' }),
    finds: [],
  },
})
