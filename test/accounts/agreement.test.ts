import { readdirSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSnapshot } from '../../src/config/snapshot-file.ts'
import { GLOBAL_KINDS, REGIONAL_KINDS, type CollectedKind } from '../../src/core/records.ts'
import { runs } from '../core/iam/law-support.ts'
import { natWorld, publicWorld, silent } from '../core/net/worlds.ts'
import { BROKEN } from '../support/broken/all.ts'
import { NETWORK_BREAKS } from '../support/broken/network.ts'
import { healthyWorld } from '../support/healthy.ts'
import type { BreakableWorld } from '../support/mutable.ts'
import { SET_UPS } from '../support/set-ups/all.ts'
import { SOUND } from '../support/sound/all.ts'
import * as networkTraps from '../support/traps/networks.ts'
import * as permissionTraps from '../support/traps/permissions.ts'
import * as sessionTraps from '../support/traps/sessions.ts'
import { disagreements } from './agree.ts'
import { judge, worldWith } from './judge.ts'

type Alter = (world: BreakableWorld) => void

const FILES = [
  'fixtures/healthy.json',
  ...readdirSync('fixtures/accounts').map(one => `fixtures/accounts/${one}`),
]

const alters = (...cases: readonly object[]): Record<string, Alter> =>
  Object.fromEntries(
    cases
      .flatMap(one => Object.entries(one) as [string, { readonly alter?: Alter }][])
      .flatMap(([name, { alter }]) => (alter ? [[name, alter]] : [])),
  )

const TRAPS = [networkTraps, permissionTraps, sessionTraps].flatMap(area => Object.values(area))

/** Whatever the tests of this folder do to an account. */
const FAULTS: Readonly<Record<string, Alter>> = { ...alters(BROKEN, SOUND, ...TRAPS), ...NETWORK_BREAKS }

describe('outcomes and findings agree', () => {
  it.each(FILES)('in %s', file => {
    expect(disagreements(judge(...readSnapshot(file).worlds))).toEqual([])
  })

  it.each(Object.entries(SET_UPS))('in %s', (_name, row) => {
    for (const { worlds } of Object.values(row)) expect(disagreements(judge(...worlds()))).toEqual([])
  })

  it.each(Object.entries(FAULTS))('with %s', (_name, alter) => {
    expect(disagreements(judge(worldWith(alter)))).toEqual([])
  })

  const BASES: Readonly<Record<string, () => BreakableWorld>> = {
    'the healthy account': healthyWorld,
    'a NAT gateway': natWorld,
    'a public subnet': publicWorld,
    'nodes not heard for an hour': () => silent(healthyWorld()),
  }

  /** Whether a fault can come to a world: not where another fault has taken away what it is about. */
  const comes = (world: BreakableWorld, alter: Alter): boolean => {
    try {
      alter(world)
      return true
    } catch (error) {
      if (error instanceof Error && error.message.endsWith('is not in the world')) return false
      throw error
    }
  }

  const unread = (world: BreakableWorld, kind: CollectedKind): void => {
    Object.assign(world.records, { [kind]: {} })
    world.gaps.push({ kind, reason: 'AccessDenied: not authorized', actions: ['ec2:DescribeInstances'] })
  }

  it('whatever comes together', { timeout: 300_000 }, () => {
    const bases = fc.constantFrom(...Object.keys(BASES))
    const faults = fc.uniqueArray(fc.constantFrom(...Object.keys(FAULTS)), { minLength: 1, maxLength: 3 })
    const gaps = fc.option(fc.constantFrom(...GLOBAL_KINDS, ...REGIONAL_KINDS), { nil: undefined, freq: 2 })
    fc.assert(
      fc.property(bases, faults, gaps, (base, names, kind) => {
        const world = (BASES[base] as () => BreakableWorld)()
        fc.pre(names.every(name => comes(world, FAULTS[name] as Alter)))
        if (kind) unread(world, kind)
        expect(disagreements(judge(world))).toEqual([])
      }),
      runs(300),
    )
  })
})
