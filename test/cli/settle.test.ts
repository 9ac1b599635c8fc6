import { describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import { planRepair } from '../../src/cli/repair-plan.ts'
import { reasonOf, settle, waitFor } from '../../src/cli/settle.ts'
import type { Change } from '../../src/core/changes/change.ts'
import { applyChange } from '../../src/core/changes/specs.ts'
import type { Step } from '../../src/core/plan/types.ts'
import type { World } from '../../src/core/snapshot.ts'
import { ENDPOINTS, REGION } from '../support/healthy-network.ts'
import { healthyWorld, LOGGING_POLICY, loggingStatements, policyDocument } from '../support/healthy.ts'
import type { BreakableWorld } from '../support/mutable.ts'

const broken = (): World => {
  const world = healthyWorld()
  const [write, ...others] = loggingStatements()
  const odd = { ...write, Resource: String(write?.['Resource']).replace('onetime', 'one-time') }
  const policy = world.records.policies[LOGGING_POLICY]
  if (policy) policy.document = policyDocument([odd, ...others])
  return world
}

const plan = planRepair([broken()], { checks, selected: checks })
const repaired = plan.steps.map(step => step.change).reduce(applyChange, broken())

/** An account that shows these worlds, one at a reading. */
const showing = (...worlds: readonly World[]) => {
  const left = [...worlds]
  return { read: async () => [left.shift() ?? repaired], count: () => worlds.length - left.length }
}

describe('a repair that was written', () => {
  it('is settled as soon as the account shows it', async () => {
    const account = showing(repaired, broken())
    const settled = await settle(account, plan, { worlds: [broken()], checks }, { seconds: 30 })
    expect([settled.left, settled.unread, account.count()]).toEqual([[], [], 1])
    expect(settled.worlds).toEqual([repaired])
  })

  it('is read once more where no wait is asked for, and what it still lacks is named', async () => {
    const settled = await settle(showing(broken()), plan, { worlds: [broken()], checks }, { seconds: 0 })
    expect(settled.left).toEqual(plan.fixes)
    expect(reasonOf(settled)).toBe('still there is logs/log-group-arn-match')
  })

  it('is not settled by a read that fails now', async () => {
    const gap = {
      kind: 'policies',
      id: LOGGING_POLICY,
      reason: 'throttled',
      actions: ['iam:GetPolicy'],
    } as const
    const settled = await settle(
      showing({ ...repaired, gaps: [gap] }),
      plan,
      { worlds: [broken()], checks },
      { seconds: 0 },
    )
    expect(settled.unread).toEqual([gap])
    expect(reasonOf(settled)).toBe('policies could not be read again')
  })

  it('is settled where what cannot be read could not be read before either', async () => {
    const gap = { kind: 'keys', id: 'alias/x', reason: 'denied', actions: ['kms:DescribeKey'] } as const
    const before = [{ ...broken(), gaps: [gap] }]
    const { unread } = await settle(
      showing({ ...repaired, gaps: [gap] }),
      plan,
      { worlds: before, checks },
      { seconds: 0 },
    )
    expect(unread).toEqual([])
  })

  it('is not settled while an endpoint that it changed is not available', async () => {
    const change: Change = {
      type: 'set-private-dns',
      region: REGION,
      endpointId: ENDPOINTS.kms,
      to: true,
    }
    const step = { ...plan.steps[0], change } as Step
    const named = { ...plan, steps: [step] }
    const busy = structuredClone(repaired) as BreakableWorld
    for (const id of [ENDPOINTS.kms, ENDPOINTS.logs]) {
      const endpoint = busy.records.vpcEndpoints[id]
      if (endpoint) endpoint.state = 'pending'
    }
    const settled = await settle(showing(busy), named, { worlds: [broken()], checks }, { seconds: 0 })
    expect(settled.busy).toEqual([`endpoint ${ENDPOINTS.kms} is pending`])
    expect(reasonOf({ ...settled, left: [] })).toBe(`endpoint ${ENDPOINTS.kms} is pending`)
  })
})

describe('the wait for a repair', () => {
  const change: Change = {
    type: 'set-log-group-key',
    region: REGION,
    logGroup: '/aws/ssm/sessions',
    to: 'arn:aws:kms:ap-southeast-1:123456789012:key/1',
  }
  const withKey = { steps: [{ ...plan.steps[0], change } as Step] }

  it('is a minute', () => {
    expect(waitFor(plan, undefined)).toEqual({ seconds: 60 })
  })

  it('is five where a log group gets a key, and says why', () => {
    const why = 'the key of a log group takes up to 5 minutes'
    expect(waitFor(withKey, undefined)).toEqual({ seconds: 300, why })
  })

  it.each([0, 45, 900])('is what was asked for: %d s', asked => {
    expect(waitFor(plan, asked)).toEqual({ seconds: asked })
    expect(waitFor(withKey, asked).seconds).toBe(asked)
  })
})
