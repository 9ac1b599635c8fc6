import check from '../../../checks/node/registered.ts'
import { DB, HYBRID, WEB } from '../../support/healthy.ts'
import { testCheck } from '../../support/test-check.ts'

const message =
  'the instance runs and Systems Manager does not list it: it never registered, or was silent for more than 30 days'

testCheck(check, {
  'a running instance that Systems Manager does not list': {
    break: world => delete world.records.managedNodes[WEB],
    finds: [{ subject: WEB, message, severity: 'high', affects: [WEB], fixable: false }],
  },
  'an instance that has just started': {
    break: world => {
      delete world.records.managedNodes[DB]
      Object.assign(world.records.instances[DB] ?? {}, { launchedAt: '2026-11-20T08:44:01.000Z' })
    },
    finds: [
      {
        subject: DB,
        message: 'the instance has just started and is not registered yet: wait until 09:14 UTC',
        verdict: 'unknown',
      },
    ],
  },
  'an instance that started half an hour ago': {
    break: world => {
      delete world.records.managedNodes[DB]
      Object.assign(world.records.instances[DB] ?? {}, { launchedAt: '2026-11-20T08:44:00.000Z' })
    },
    finds: [`${DB}: ${message}`],
  },
  'a stopped instance, though it was named': {
    break: world => {
      delete world.records.managedNodes[WEB]
      Object.assign(world.records.instances[WEB] ?? {}, { state: 'stopped' })
      world.declared = { named: [WEB] }
    },
    finds: [],
  },
  'an instance that a service operates': {
    break: world => {
      delete world.records.managedNodes[WEB]
      Object.assign(world.records.instances[WEB] ?? {}, { operatedByService: true })
    },
    finds: [],
  },
  'an instance that is not set up for Session Manager': {
    break: world => {
      const instance = world.records.instances[WEB]
      if (instance)
        world.records.instances['i-0a1b2c3d4e5f60009'] = { ...instance, id: 'i-0a1b2c3d4e5f60009' }
      delete world.records.instances['i-0a1b2c3d4e5f60009']?.profileArn
    },
    finds: [],
  },
  'a hybrid node that is not listed any more': {
    break: world => delete world.records.managedNodes[HYBRID],
    finds: [],
  },
  'a node that is lost': {
    break: world => {
      Object.assign(world.records.managedNodes[WEB] ?? {}, { pingStatus: 'ConnectionLost' })
    },
    finds: [],
  },
})
