import { describe, expect, it } from 'vitest'
import { applyChange } from '../../../src/core/changes/specs.ts'
import type { World } from '../../../src/core/index.ts'
import { ENDPOINTS, REGION, VPC } from '../../support/healthy-network.ts'
import { DB, healthyWorld, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { changesOf, named, planOf, reasonsOf } from './network-checks.ts'

describe('names', () => {
  const nameless = (): BreakableWorld => {
    const world = healthyWorld()
    world.records.vpcDns[VPC] = { vpcId: VPC, dnsSupport: false, dnsHostnames: false }
    for (const id of [ENDPOINTS.ssm, ENDPOINTS.kms]) {
      const endpoint = world.records.vpcEndpoints[id]
      if (endpoint) endpoint.privateDns = false
    }
    return world
  }

  it('come by one attribute at a time, support first, private DNS last, each once', () => {
    const plan = planOf(named, nameless())
    expect(changesOf(plan)).toEqual([
      { type: 'set-vpc-dns', region: REGION, vpcId: VPC, attribute: 'dnsSupport', to: true },
      { type: 'set-vpc-dns', region: REGION, vpcId: VPC, attribute: 'dnsHostnames', to: true },
      { type: 'set-private-dns', region: REGION, endpointId: ENDPOINTS.ssm, to: true },
      { type: 'set-private-dns', region: REGION, endpointId: ENDPOINTS.kms, to: true },
    ])
    for (const { sharedBy } of plan.steps)
      expect(sharedBy).toEqual([`all hosts of ${VPC} (${WEB}, ${DB} among them)`])
  })

  it('name the hosts that they lead to an endpoint which keeps them out', () => {
    const world = nameless()
    const other = world.records.instances[DB]
    if (other?.interfaces?.[0]) other.interfaces[0].groupIds = ['sg-0batch']
    const { steps } = planOf(named, world)
    expect(steps.at(-1)?.sharedBy).toEqual([
      `all hosts of ${VPC} (${WEB}, ${DB} among them)`,
      `its groups do not let in ${DB}`,
    ])
  })

  it('are undone in the opposite order', () => {
    const { steps } = planOf(named, nameless())
    const world = nameless() as unknown as World
    const undone = [...steps.map(({ change }) => change), ...steps.toReversed().map(({ undo }) => undo)]
    expect(undone.reduce(applyChange, world)).toEqual(world)
  })

  it('come in the Region of the finding alone', () => {
    const json = JSON.stringify(healthyWorld()).replaceAll(REGION, 'eu-west-1')
    const plan = planOf(named, JSON.parse(json) as BreakableWorld, nameless())
    expect(plan.regions).toEqual(['eu-west-1', REGION])
    expect(new Set(changesOf(plan).map(change => 'region' in change && change.region))).toEqual(
      new Set([REGION]),
    )
  })

  it('are refused to an endpoint where another one of the VPC has them', () => {
    const world = healthyWorld()
    const second = { ...world.records.vpcEndpoints[ENDPOINTS.ssm], id: 'vpce-0second', privateDns: false }
    world.records.vpcEndpoints['vpce-0second'] = second as never
    expect(reasonsOf(planOf(named, world))).toEqual([
      `endpoint ${ENDPOINTS.ssm} has the private names of this service in ${VPC}`,
    ])
  })
})
