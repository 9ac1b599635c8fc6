import check from '../../../checks/logs/log-group-class.ts'
import { GROUP } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const classed = (world: BreakableWorld, name: string | undefined): void => {
  const group = world.records.logGroups[GROUP]
  if (!group) return
  delete group.class
  if (name !== undefined) group.class = name
}

testCheck(check, {
  'a group that only delivers': {
    break: world => classed(world, 'DELIVERY'),
    finds: [
      {
        subject: GROUP,
        message: `log group ${GROUP} is of class DELIVERY: the records of sessions are gone after a day`,
        severity: 'high',
        about: 'logGroupClass',
        fixable: false,
      },
    ],
  },
  'a group for what is seldom read': {
    break: world => classed(world, 'INFREQUENT_ACCESS'),
    finds: [{ subject: GROUP, message: /^log group .* is of class INFREQUENT_ACCESS: /, severity: 'info' }],
  },
  'a class that is not told': { break: world => classed(world, undefined), finds: [] },
  'a class of later': { break: world => classed(world, 'ARCHIVE'), finds: [] },
  'no group': { break: world => (world.records.logGroups = {}), finds: [] },
})
