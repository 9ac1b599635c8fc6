import check from '../../../checks/logs/retention-set.ts'
import { expect, it } from 'vitest'
import { audit } from '../../../src/core/audit/audit.ts'
import { GROUP, healthyWorld } from '../../support/healthy.ts'
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
  'for ever, where longer is promised than a retention can be': {
    break: world => {
      keep(world)
      world.declared = { logRetentionDays: { atLeast: 3654 } }
    },
    finds: [],
  },
  'a class that keeps nothing for long': {
    break: world => {
      keep(world)
      Object.assign(world.records.logGroups[GROUP] ?? {}, { class: 'DELIVERY' })
    },
    finds: [],
  },
  'no group': { break: world => (world.records.logGroups = {}), finds: [] },
})

const commandsWhere = (kept: number | undefined, atLeast: number | undefined): readonly string[] => {
  const world = healthyWorld()
  keep(world, kept)
  if (atLeast !== undefined) world.declared = { logRetentionDays: { atLeast } }
  return audit([world], [check]).findings.flatMap(({ remediation }) => remediation.commands)
}

it.each([
  ['that was chosen for it', undefined, undefined, 'put-retention-policy', '--retention-in-days 365'],
  [
    'that was promised, where nothing expires',
    undefined,
    500,
    'put-retention-policy',
    '--retention-in-days 545',
  ],
  [
    'that is usual, where less was promised',
    undefined,
    30,
    'put-retention-policy',
    '--retention-in-days 365',
  ],
  ['that was promised, where less is kept', 90, 400, 'put-retention-policy', '--retention-in-days 400'],
  ['without an end, where no retention is long enough', 90, 4000, 'delete-retention-policy', '--region'],
])('a command keeps the records for a time %s', (_, kept, atLeast, operation, option) => {
  const [command = ''] = commandsWhere(kept, atLeast)
  expect(command).toContain(operation)
  expect(command).toContain(option)
})
