import check from '../../../checks/report/empty-region.ts'
import { testCheck } from '../../support/test-check.ts'

testCheck(check, {
  'no node and no document': {
    break: world => {
      Object.assign(world.records, { instances: {}, managedNodes: {}, preferencesDocuments: {} })
    },
    finds: ['ap-southeast-1: ap-southeast-1 has no node for Session Manager and no preferences document'],
  },
  'a document without a node is something': {
    break: world => {
      Object.assign(world.records, { instances: {}, managedNodes: {} })
    },
    finds: [],
  },
})
