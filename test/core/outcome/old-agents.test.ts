import { describe, expect, it } from 'vitest'
import { checks } from '../../../checks/index.ts'
import { audit } from '../../../src/core/audit/audit.ts'
import type { Outcome } from '../../../src/core/report.ts'
import { prefer } from '../../checks/policies.ts'
import { edit } from '../../support/broken/breaks.ts'
import { GROUP_ARN } from '../../support/broken/words.ts'
import { BUCKET, healthyWorld, HYBRID } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'

type Alter = (world: BreakableWorld) => void

/** The outcome of the hybrid node, which has no network that could stand in the way, with some fields of its own. */
const outcomeOf = (fields: object, alter: Alter): Outcome => {
  const world = healthyWorld()
  Object.assign(world.records.managedNodes[HYBRID] ?? {}, fields)
  alter(world)
  return audit([world], checks).outcomes.find(outcome => outcome.node === HYBRID) as Outcome
}

const listsNamedGroup: Alter = world => edit(world, 'FindLogGroups', { Resource: `${GROUP_ARN}:*` })
const withoutFlag: Alter = world => {
  prefer(world, { cloudWatchEncryptionEnabled: false })
  listsNamedGroup(world)
}

describe('an agent that is too old to stream', () => {
  it.each([
    ['3.0.283.0', 'yes'],
    ['3.0.284.0', 'no'],
  ])('%s: uploads at the end, whatever groups it may list: %s', (agentVersion, expected) => {
    expect(outcomeOf({ agentVersion }, withoutFlag).recorded.cloudwatch).toBe(expected)
  })

  it('looks for the group all the same where encryption is required', () => {
    expect(outcomeOf({ agentVersion: '3.0.283.0' }, listsNamedGroup).canConnect).toBe('no')
  })
})

describe('a bucket in another Region', () => {
  it.each([
    ['2.3.1508.0', 'no'],
    ['2.3.1509.0', 'unknown'],
    ['3.0.356.0', 'yes'],
  ])('agent %s: %s', (agentVersion, expected) => {
    const outcome = outcomeOf({ agentVersion }, world => {
      Object.assign(world.records.buckets[BUCKET] ?? {}, { region: 'eu-west-1' })
    })
    expect(outcome.recorded.s3).toBe(expected)
    expect(outcome.causes.some(cause => cause.startsWith('node/agent-version'))).toBe(expected !== 'yes')
  })
})

describe('a bucket of another account', () => {
  it.each([
    ['2.3.721.0', 'no'],
    ['2.3.722.0', 'yes'],
  ])('agent %s: %s', (agentVersion, expected) => {
    const outcome = outcomeOf({ agentVersion }, world => {
      world.declared = { foreign: [{ arn: `arn:aws:s3:::${BUCKET}`, owner: '210987654321' }] }
    })
    expect(outcome.recorded.s3).toBe(expected)
  })
})

describe('a Windows that came with an old PowerShell', () => {
  const old = { platformType: 'Windows', platformVersion: '6.3.9600' }

  it('may not stream', () => {
    expect(outcomeOf(old, () => {}).recorded.cloudwatch).toBe('unknown')
  })

  it('uploads at the end where nothing is streamed', () => {
    const alter: Alter = world => prefer(world, { cloudWatchStreamingEnabled: false })
    expect(outcomeOf(old, alter).recorded.cloudwatch).toBe('yes')
  })

  it('streams with what a newer one came with', () => {
    expect(outcomeOf({ ...old, platformVersion: '10.0.17763' }, () => {}).recorded.cloudwatch).toBe('yes')
  })
})
