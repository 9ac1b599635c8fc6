import check from '../../../checks/report/not-managed.ts'
import { DB, WEB } from '../../support/healthy.ts'
import { testCheck } from '../../support/test-check.ts'

testCheck(check, {
  'an instance that Systems Manager does not list and whose role has nothing for it is counted, not judged': {
    break: world => {
      delete world.records.managedNodes[DB]
      const db = world.records.roles['db']
      if (db) [db.attached, db.inline] = [[], {}]
    },
    finds: ['ap-southeast-1: 1 running instance in ap-southeast-1 is not set up for Session Manager'],
  },
  'two of them are counted as two': {
    break: world => {
      for (const id of [DB, WEB]) {
        delete world.records.managedNodes[id]
        delete world.records.instances[id]?.profileArn
      }
    },
    finds: ['ap-southeast-1: 2 running instances in ap-southeast-1 are not set up for Session Manager'],
  },
  'a stopped instance is not counted': {
    break: world => {
      delete world.records.managedNodes[DB]
      const db = world.records.instances[DB]
      if (db) db.state = 'stopped'
    },
    finds: [],
  },
  'an instance that a service operates is not counted': {
    break: world => {
      delete world.records.managedNodes[DB]
      const db = world.records.instances[DB]
      if (db) db.operatedByService = true
    },
    finds: [],
  },
})
