import { describe, expect, it } from 'vitest'
import { hopsOf } from '../../../src/core/net/hops.ts'
import { healthyWorld, WEB } from '../../support/healthy.ts'
import { ENDPOINTS, ROUTE_TABLE } from '../../support/healthy-network.ts'
import { natWorld, pathIn, silent, the } from './worlds.ts'
import type { BreakableWorld } from '../../support/mutable.ts'

const hops = (world: BreakableWorld, service: string): string => {
  const path = pathIn(silent(world), service)
  if (!path) throw new Error(`no path to ${service}`)
  return hopsOf(WEB, path).replaceAll('0a1b2c3d4e5f6', '')
}

describe('the hops of a path', () => {
  it('lead to the service by an endpoint', () => {
    expect(hops(healthyWorld(), 'ssm')).toBe(
      'i-0001 → sg-0001 ✓ → acl-0001 ✓ → acl-0002 ✓ → sg-0002 ✓ → vpce-0001 ✓ → ssm',
    )
  })

  it('lead to the service by a NAT gateway', () => {
    expect(hops(natWorld(), 'kms')).toBe(
      'i-0001 → sg-0001 ✓ → acl-0001 ✓ → rtb-0001 ✓ → nat-0001 ✓ → acl-0003 ✓ → kms',
    )
  })

  it('end at what blocks', () => {
    const world = natWorld()
    the(world, 'routeTables', ROUTE_TABLE).routes.pop()
    expect(hops(world, 'ssmmessages')).toBe(
      'i-0001 → sg-0001 ✓ → acl-0001 ✓ → rtb-0001 ✗ no 0.0.0.0/0, no endpoint ssmmessages',
    )
  })

  it('name private DNS only where it is the obstacle', () => {
    const world = healthyWorld()
    the(world, 'vpcEndpoints', ENDPOINTS.logs).privateDns = false
    expect(hops(world, 'logs')).toBe(
      'i-0001 → vpce-0003 ✗ private DNS off: names resolve to public addresses, and no 0.0.0.0/0, no endpoint logs',
    )
  })

  it('go on past what is not known', () => {
    const world = natWorld()
    const route = the(world, 'routeTables', ROUTE_TABLE).routes.at(-1)
    if (route) route.target = { kind: 'transit gateway', id: 'tgw-0001' }
    expect(hops(world, 'ssm')).toBe(
      'i-0001 → sg-0001 ✓ → acl-0001 ✓ → rtb-0001 ✓ → tgw-0001 ? 0.0.0.0/0 → tgw-0001 leaves what AWS shows → ssm',
    )
  })
})
