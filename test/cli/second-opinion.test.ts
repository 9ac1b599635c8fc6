import { describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import { readSimulated, SIMULATE_KINDS, withSecondOpinion } from '../../src/cli/second-opinion.ts'
import type { Readable, ReadRequest } from '../../src/cli/account.ts'
import type { World } from '../../src/core/snapshot.ts'
import { wantedKinds } from '../../src/core/audit/wanted.ts'
import { healthyWorld, REGION, WEB } from '../support/healthy.ts'

/** An account that is the healthy one; its simulator allows everything that it is asked about. */
const account = (asked: ReadRequest[]): Readable => ({
  read: async request => {
    asked.push(request)
    const { simulations: _, ...records } = healthyWorld().records
    const world = { ...healthyWorld(), records } as World
    if (!request.simulate) return [{ ...world, declared: { named: [WEB] } }]
    const [first] = request.simulate.get(REGION) ?? []
    const simulations = first ? { one: { ...first, decision: 'allowed' as const, missing: [] } } : {}
    return [{ ...world, records: { simulations }, gaps: [] }]
  },
})

describe('a second opinion', () => {
  it('is asked about what the account says, once that is read', async () => {
    const asked: ReadRequest[] = []
    const nodes = { instances: [WEB], tags: {} }
    const [world] = await readSimulated(account(asked), { kinds: new Set(['logGroups']), nodes })
    expect(asked.map(({ kinds }) => kinds.has('simulations'))).toEqual([false, true])
    expect([...(asked[0]?.kinds ?? [])]).toEqual(
      expect.arrayContaining(['logGroups', 'roles', 'policies', 'preferencesDocuments', 'bucketEncryption']),
    )
    expect(asked[1]?.simulate?.get(REGION)).toHaveLength(39)
    expect(world?.records.simulations?.['one']).toMatchObject({ decision: 'allowed' })
    expect(world?.records.roles?.['web']?.name).toBe('web')
    expect(world?.declared).toEqual({ named: [WEB] })
  })

  it('is told whatever checks were chosen, once', () => {
    const chosen = checks.filter(({ id }) => id.startsWith('logs/'))
    expect(withSecondOpinion(chosen).map(({ id }) => id)).toEqual([
      ...chosen.map(({ id }) => id),
      'report/simulator-disagrees',
    ])
    expect(withSecondOpinion(checks)).toEqual(checks)
  })

  it('is no kind that any check makes anybody read', () => {
    expect(wantedKinds(checks).has('simulations')).toBe(false)
    expect(SIMULATE_KINDS).toContain('simulations')
  })
})
