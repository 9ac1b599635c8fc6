import * as fc from 'fast-check'
import { runs } from '../iam/law-support.ts'
import { describe, expect, it } from 'vitest'
import type { Change, ChangeType } from '../../../src/core/changes/change.ts'
import {
  applyChange,
  changeSpecs,
  describeChange,
  invertChange,
  riskOf,
} from '../../../src/core/changes/specs.ts'
import { GLOBAL_KINDS, type CollectedKind, type GlobalKind } from '../../../src/core/records.ts'
import type { World } from '../../../src/core/snapshot.ts'
import { healthyWorld, LOGGING_POLICY } from '../../support/healthy.ts'
import { CASES } from './worlds.ts'

const frozen = <T>(value: T): T => {
  if (typeof value !== 'object' || value === null) return value
  for (const inner of Object.values(value)) frozen(inner)
  return Object.freeze(value)
}

const changedKinds = (before: World, after: World): string[] => {
  const kinds = new Set([...Object.keys(before.records), ...Object.keys(after.records)])
  return [...kinds].filter(
    kind =>
      JSON.stringify(before.records[kind as CollectedKind]) !==
      JSON.stringify(after.records[kind as CollectedKind]),
  )
}

/** The names of what a change edits. */
const namesIn = (change: Change): readonly string[] => {
  const fields: Readonly<Record<string, unknown>> = { ...change }
  const { policyArn, role, policy, endpointId, vpcId, groupName, keyArn, logGroup, bucket, group } = fields
  const { name, profile, instanceId } = fields
  const names = policyArn === undefined ? [role, policy, name] : [policyArn, role]
  const others = [endpointId, vpcId, groupName, keyArn, logGroup, bucket, profile, instanceId]
  return [...names, ...others, ...Object.values(group ?? {})].filter(one => typeof one === 'string')
}

/** The changes that are safe in some worlds; every other one needs an answer in all. */
const MAY_BE_SAFE: ReadonlySet<ChangeType> = new Set([
  'create-log-group',
  'set-retention',
  'put-public-access-block',
])

/** What is global is the same in the worlds of all Regions, wherever its change is written. */
const isRegional = ({ type }: Change): boolean =>
  !changeSpecs[type].touches.every(kind => GLOBAL_KINDS.includes(kind as GlobalKind))

describe.each(Object.keys(changeSpecs) as ChangeType[])('%s', type => {
  const always = (law: (world: World, change: Change) => void): void =>
    fc.assert(
      fc.property(CASES[type], ({ world, change }) => {
        expect(change.type === type || type === 'put-role-policy').toBe(true)
        law(frozen(world), change)
      }),
      runs(300),
    )

  it('is undone by its inverse', () => {
    always((world, change) => {
      expect(applyChange(applyChange(world, change), invertChange(change))).toEqual(world)
    })
  })

  it('does twice what it does once', () => {
    always((world, change) => {
      const once = applyChange(world, change)
      expect(applyChange(once, change)).toEqual(once)
    })
  })

  it('alters only the kinds that it names, and neither gaps nor scope', () => {
    always((world, change) => {
      const after = applyChange(world, change)
      const { touches } = changeSpecs[change.type]
      expect(changedKinds(world, after).filter(kind => !touches.includes(kind as CollectedKind))).toEqual([])
      expect({ ...after, records: {} }).toEqual({ ...world, records: {} })
    })
  })

  it('brings no kind into being that was not read', () => {
    always((world, change) => {
      expect(Object.keys(applyChange(world, change).records).toSorted()).toEqual(
        Object.keys(world.records).toSorted(),
      )
    })
  })

  it('leaves the world of another Region alone', () => {
    always((world, change) => {
      const elsewhere = { ...world, scope: { ...world.scope, region: 'sa-east-1' } }
      expect(isRegional(change) ? applyChange(elsewhere, change) : elsewhere).toBe(elsewhere)
    })
  })

  it('has an inverse whose inverse it is', () => {
    always((_, change) => expect(invertChange(invertChange(change))).toEqual(change))
  })

  it('describes itself in one line, with the names of what it edits', () => {
    always((_, change) => {
      const words = describeChange(change)
      expect(words).toMatch(/^[a-z][^\n]*[^.\n]$/)
      for (const name of namesIn(change)) expect(words).toContain(name)
    })
  })

  it('needs an answer unless it has earned otherwise, and names the actions that it calls once each, sorted', () => {
    const { actions } = changeSpecs[type]
    const risks = MAY_BE_SAFE.has(type) ? ['review', 'safe'] : ['review']
    always((world, change) => expect(risks).toContain(riskOf(change, world)))
    expect(actions).toEqual([...new Set(actions)].toSorted())
  })
})

describe('a new default version', () => {
  const change: Change = {
    type: 'put-policy-version',
    policyArn: LOGGING_POLICY,
    from: healthyWorld().records.policies[LOGGING_POLICY]?.document as string,
    to: '{"Statement":[]}',
  }

  it('leaves the version before it as the newest spare', () => {
    const world = healthyWorld()
    world.records.policyVersions[LOGGING_POLICY] = { arn: LOGGING_POLICY, spare: ['{"Id":"old"}'] }
    const after = applyChange(world, change)
    expect(after.records.policies?.[LOGGING_POLICY]?.document).toBe(change.to)
    expect(after.records.policyVersions?.[LOGGING_POLICY]?.spare).toEqual(['{"Id":"old"}', change.from])
  })

  it('changes nothing where the policy was not read', () => {
    const world = healthyWorld()
    delete world.records.policies[LOGGING_POLICY]
    expect(applyChange(world, change)).toBe(world)
  })

  it('keeps the records that it does not edit as they are', () => {
    const world = healthyWorld()
    expect(applyChange(world, change).records.roles).toBe(world.records.roles)
  })
})

describe('the deletion of a version', () => {
  const change: Change = { type: 'delete-policy-version', policyArn: LOGGING_POLICY, document: '{"Id":"b"}' }

  it('takes the oldest version with that text, and its inverse puts it first', () => {
    const world = healthyWorld()
    world.records.policyVersions[LOGGING_POLICY] = {
      arn: LOGGING_POLICY,
      spare: ['{"Id":"a"}', '{"Id":"b"}', '{"Id":"c"}', '{"Id":"b"}'],
    }
    const after = applyChange(world, change)
    expect(after.records.policyVersions?.[LOGGING_POLICY]?.spare).toEqual([
      '{"Id":"a"}',
      '{"Id":"c"}',
      '{"Id":"b"}',
    ])
    const again = applyChange(after, { ...change, type: 'add-policy-version', document: '{"Id":"z"}' })
    expect(again.records.policyVersions?.[LOGGING_POLICY]?.spare[0]).toBe('{"Id":"z"}')
  })
})

describe('what this tool did not make', () => {
  it('is not deleted: an inline policy with another text stays', () => {
    const world = healthyWorld()
    const change: Change = {
      type: 'delete-role-policy',
      role: 'db',
      policy: 'session-logging-inline',
      document: '{"Id":"ours"}',
    }
    expect(applyChange(world, change)).toBe(world)
  })

  it('is not deleted: a managed policy with another text stays', () => {
    const world = healthyWorld()
    const change: Change = {
      type: 'delete-policy',
      policyArn: LOGGING_POLICY,
      name: 'session-logging',
      document: '{"Id":"ours"}',
    }
    expect(applyChange(world, change)).toBe(world)
  })
})
