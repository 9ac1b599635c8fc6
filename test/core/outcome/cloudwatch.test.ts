import { describe, expect, it } from 'vitest'
import { checks } from '../../../checks/index.ts'
import { audit } from '../../../src/core/audit/audit.ts'
import type { YesNoOff } from '../../../src/core/report.ts'
import { DB, GROUP_KEY, healthyWorld } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'

/** Whether db-1's sessions are recorded in CloudWatch Logs. */
const recorded = (alter: (world: BreakableWorld) => void): YesNoOff | undefined => {
  const world = healthyWorld()
  alter(world)
  return audit([world], checks).outcomes.find(outcome => outcome.node === DB)?.recorded.cloudwatch
}

describe("a log group's key", () => {
  it.each<[string, YesNoOff]>([
    ['Enabled', 'yes'],
    ['Updating', 'unknown'],
    ['Creating', 'unknown'],
    ['Unavailable', 'unknown'],
    ['Disabled', 'no'],
    ['PendingDeletion', 'no'],
    ['PendingImport', 'no'],
  ])('in state %s: the record arrives: %s', (state, expected) => {
    expect(recorded(world => Object.assign(world.records.keys[GROUP_KEY] ?? {}, { state }))).toBe(expected)
  })
})
