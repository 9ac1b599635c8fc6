import check from '../../../checks/logs/retention-set.ts'
import { GROUP } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const keep = (world: BreakableWorld, days?: number): void => {
  const group = world.records.logGroups[GROUP]
  if (!group) return
  delete group.retentionInDays
  if (days !== undefined) group.retentionInDays = days
}

testCheck(check, {
  'a group that keeps everything': {
    break: world => keep(world),
    finds: [
      {
        subject: GROUP,
        message: `log group ${GROUP} keeps its records for ever`,
        severity: 'low',
        about: 'retentionInDays',
        fixable: false,
      },
    ],
  },
  'less than was promised': {
    break: world => {
      keep(world, 90)
      world.declared = { logRetentionDays: { atLeast: 365 } }
    },
    finds: [
      {
        subject: GROUP,
        message: `log group ${GROUP} keeps records for 90 days, and the config promises 365`,
        severity: 'medium',
        risk: 'safe',
      },
    ],
  },
  'more than any retention': {
    break: world => {
      keep(world, 3653)
      world.declared = { logRetentionDays: { atLeast: 4000 } }
    },
    finds: [{ subject: GROUP, severity: 'medium', risk: 'none' }],
  },
  'a young group that keeps everything, where a time was promised': {
    break: world => {
      keep(world)
      world.declared = { logRetentionDays: { atLeast: 91 } }
    },
    finds: [{ subject: GROUP, severity: 'low', risk: 'safe' }],
  },
  'an old group that keeps everything, where a time was promised': {
    break: world => {
      keep(world)
      world.declared = { logRetentionDays: { atLeast: 90 } }
    },
    finds: [{ subject: GROUP, severity: 'low', risk: 'none' }],
  },
  'a group of an unknown age': {
    break: world => {
      keep(world)
      delete world.records.logGroups[GROUP]?.createdAt
      world.declared = { logRetentionDays: { atLeast: 3000 } }
    },
    finds: [{ subject: GROUP, risk: 'none' }],
  },
  'just what was promised': {
    break: world => {
      keep(world, 365)
      world.declared = { logRetentionDays: { atLeast: 365 } }
    },
    finds: [],
  },
  'a day, which somebody chose': { break: world => keep(world, 1), finds: [] },
  'no group': { break: world => (world.records.logGroups = {}), finds: [] },
})
