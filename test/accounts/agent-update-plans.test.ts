import { describe, expect, it } from 'vitest'
import agentUpdates from '../../checks/node/agent-auto-update.ts'
import { checks } from '../../checks/index.ts'
import { planRepair } from '../../src/cli/repair-plan.ts'
import type { Plan } from '../../src/core/plan/types.ts'
import { DB, HYBRID, WEB } from '../support/healthy.ts'
import type { BreakableWorld } from '../support/mutable.ts'
import { worldWith } from './judge.ts'
import { CLEAN, outcomeOf, planOf, told } from './plan-words.ts'

type World = BreakableWorld

const REST =
  'nodes whose roles carry only what sessions need do not run it: AmazonSSMManagedInstanceCore carries the rest'

describe('a plan for agents that nothing updates', () => {
  const idle = (alter: (world: World) => void = () => {}): World =>
    worldWith(world => {
      world.records.agentUpdates = {}
      alter(world)
    })

  const targetsOf = ({ steps }: Plan): unknown =>
    steps.map(({ change }) => (change.type === 'create-association' ? change.targets : change.type))

  it('updates all nodes where nothing updates any of them, and says what an update does', () => {
    const plan = planOf(idle())
    expect(outcomeOf(plan)).toEqual(CLEAN)
    expect(told(plan)).toEqual([
      [
        'create association ssm-doctor-update-agents, which updates the agents of all nodes by cron(0 2 ? * SUN *) in UTC, 10% of them at a time, and stops once more than 10% have failed',
        `the agents of 3 nodes (${WEB}, ${DB}, ${HYBRID}): an update restarts the agent and may end the sessions of that moment`,
        REST,
        'all nodes that are registered later',
      ],
    ])
  })

  it('names the nodes where something else updates one of the Region', () => {
    const plan = planOf(
      idle(world => {
        world.records.agentUpdates['8dfe3659'] = {
          id: '8dfe3659',
          name: 'ssm-doctor-update-agents',
          targets: [{ key: 'InstanceIds', values: [DB] }],
        }
      }),
    )
    expect(outcomeOf(plan)).toEqual(CLEAN)
    expect(targetsOf(plan)).toEqual([[{ key: 'InstanceIds', values: [WEB, HYBRID] }]])
    expect(plan.steps[0]?.change).toMatchObject({ name: 'ssm-doctor-update-agents-2' })
  })

  it('names the nodes where the image of one replaces its agent', () => {
    const plan = planOf(
      idle(world => Object.assign(world.records.managedNodes[DB] ?? {}, { platformName: 'Bottlerocket OS' })),
    )
    expect(targetsOf(plan)).toEqual([[{ key: 'InstanceIds', values: [WEB, HYBRID] }]])
  })

  it('names at most fifty nodes in an association', () => {
    const plan = planOf(
      idle(world => {
        const rack = world.records.managedNodes[HYBRID] ?? ({} as never)
        for (let at = 0; at < 101; at++) {
          const id = `mi-0000000000000${String(at).padStart(4, '0')}`
          world.records.managedNodes[id] = { ...rack, id, name: `rack-${at}` }
        }
        Object.assign(world.records.managedNodes[DB] ?? {}, { platformName: 'Bottlerocket OS' })
      }),
    )
    expect([plan.breaks, plan.refused]).toEqual([[], []])
    const targets = plan.steps.map(({ change }) =>
      change.type === 'create-association' ? change.targets : [],
    )
    expect(targets.map(([one]) => one?.values.length)).toEqual([50, 50, 3])
    expect(plan.steps.map(({ change }) => 'name' in change && change.name)).toEqual([
      'ssm-doctor-update-agents',
      'ssm-doctor-update-agents-2',
      'ssm-doctor-update-agents-3',
    ])
    expect(plan.steps.map(({ reasons }) => reasons.length)).toEqual([103, 103, 103])
  })

  it('tells of each step the nodes of its Region alone', () => {
    const [here, there] = ['eu-west-1', 'us-west-2'].map(region => {
      const world = idle(broken => (broken.scope.region = region))
      if (region === 'us-west-2') delete world.records.managedNodes[DB]
      return world
    }) as [World, World]
    const { steps } = planRepair([here, there], { checks, selected: [agentUpdates] })
    const own = steps.map(({ change, reasons }) => ['region' in change && change.region, reasons.length])
    expect(own).toEqual([
      ['eu-west-1', 3],
      ['us-west-2', 2],
    ])
  })

  it('is not made where images keep agents current', () => {
    const image = idle(world => (world.declared = { agentUpdates: 'image' }))
    expect(planOf(image).steps).toEqual([])
  })

  it('goes by the tags where they chose the nodes, and tells those that get them later', () => {
    const world = idle(broken => {
      Object.assign(broken.records.instances[WEB]?.tags ?? {}, { stage: 'test' })
      Object.assign(broken.records.instances[DB]?.tags ?? {}, { stage: 'live' })
    })
    const aim = { checks, selected: checks, nodes: new Set([WEB]), tags: { stage: 'test' } }
    const plan = planRepair([world], aim)
    expect([plan.breaks, plan.refused]).toEqual([[], []])
    expect(targetsOf(plan)).toEqual([[{ key: 'tag:stage', values: ['test'] }]])
    expect(plan.steps[0]?.sharedBy).toEqual([
      `the agents of 1 node (${WEB}): an update restarts the agent and may end the sessions of that moment`,
      REST,
      'all nodes that get the tags later',
    ])
  })

  it('names the nodes where more tags chose them than an association takes', () => {
    const tags = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map(key => [key, '1']))
    const world = idle(broken => Object.assign(broken.records.instances[WEB]?.tags ?? {}, tags))
    const plan = planRepair([world], { checks, selected: checks, nodes: new Set([WEB]), tags })
    expect(targetsOf(plan)).toEqual([[{ key: 'InstanceIds', values: [WEB] }]])
  })
})
