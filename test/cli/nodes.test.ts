import { describe, expect, it } from 'vitest'
import { missingNodes, narrowed, nodeIds } from '../../src/cli/nodes.ts'
import { viewOf } from '../../src/core/views.ts'
import { DB, healthyWorld, HYBRID, WEB } from '../support/healthy.ts'

const judged = (world: Parameters<typeof viewOf>[0]): string[] =>
  Object.keys(viewOf(world, 'judgedNodes').records)

describe('a world narrowed to chosen nodes', () => {
  it('knows those alone', () => {
    const world = narrowed(healthyWorld(), { instances: [DB, HYBRID], tags: {} })
    expect([...nodeIds(world)].sort()).toEqual([DB, HYBRID].sort())
    expect(judged(world).sort()).toEqual([DB, HYBRID].sort())
  })

  it('is the world itself where none is chosen', () => {
    const world = healthyWorld()
    expect(narrowed(world, { instances: [], tags: {} })).toBe(world)
  })

  it('judges a stopped node that was named', () => {
    const world = healthyWorld()
    const web = world.records.instances[WEB]
    if (web) web.state = 'stopped'
    delete world.records.managedNodes[WEB]
    expect(judged(world)).not.toContain(WEB)
    expect(judged(narrowed(world, { instances: [WEB], tags: {} }))).toEqual([WEB])
  })

  it('keeps nodes that have all the tags, and of those the named', () => {
    const world = healthyWorld()
    for (const id of [WEB, DB]) Object.assign(world.records.instances[id]?.tags ?? {}, { team: 'blue' })
    Object.assign(world.records.instances[DB]?.tags ?? {}, { tier: 'data' })
    expect(nodeIds(narrowed(world, { instances: [], tags: { team: 'blue', tier: 'data' } }))).toEqual([DB])
    expect(nodeIds(narrowed(world, { instances: [WEB], tags: { team: 'blue' } }))).toEqual([WEB])
    expect(nodeIds(narrowed(world, { instances: [WEB], tags: { tier: 'data' } }))).toEqual([])
  })

  it('keeps the gaps of what is chosen and of whole kinds', () => {
    const world = healthyWorld()
    const gap = { kind: 'managedNodes', reason: 'odd answer', actions: [] } as const
    world.gaps.push(
      { ...gap, actions: [], id: WEB },
      { ...gap, actions: [], id: DB },
      { ...gap, actions: [] },
    )
    expect(narrowed(world, { instances: [DB], tags: {} }).gaps.map(one => one.id)).toEqual([DB, undefined])
  })
})

describe('nodes that are not there', () => {
  it('are told by name and Region', () => {
    const id = 'i-0ffffffffffffffff'
    expect(missingNodes([healthyWorld()], { instances: [WEB, id], tags: {} })).toEqual([
      `${id} was not found in ap-southeast-1`,
    ])
  })

  it('are not told where a failed read could hide them', () => {
    const world = healthyWorld()
    world.gaps.push({ kind: 'instances', reason: 'denied', actions: ['ec2:DescribeInstances'] })
    expect(missingNodes([world], { instances: ['i-0ffffffffffffffff'], tags: {} })).toEqual([])
  })

  it('are told by their tags where nothing has them', () => {
    const choice = { instances: [], tags: { team: 'red' } }
    expect(missingNodes([narrowed(healthyWorld(), choice)], choice)).toEqual([
      'no node has team=red in ap-southeast-1',
    ])
  })
})
