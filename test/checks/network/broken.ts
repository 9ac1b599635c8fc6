import { DB, WEB } from '../../support/healthy.ts'
import { NODE_GROUP } from '../../support/healthy-network.ts'
import type { BreakableWorld } from '../../support/mutable.ts'

type Records = BreakableWorld['records']

/** The record that a case is about. */
export const the = <K extends keyof Records>(
  world: BreakableWorld,
  kind: K,
  id: string,
): Records[K][string] => {
  const record = world.records[kind][id]
  if (record === undefined) throw new Error(`${kind} ${id} is not in the world`)
  return record as Records[K][string]
}

/** The EC2 nodes are lost: no ping overrules what the model says of their paths. */
export const lost = (world: BreakableWorld, ...nodes: readonly string[]): void => {
  for (const id of nodes.length > 0 ? nodes : [WEB, DB]) {
    Object.assign(the(world, 'managedNodes', id), {
      pingStatus: 'ConnectionLost',
      lastPingAt: '2026-11-20T06:02:00.000Z',
    })
    world.records.connections[id] = { id, status: 'notconnected' }
  }
}

/** The nodes' group lets everything out. */
export const wide = (world: BreakableWorld): void => {
  the(world, 'securityGroups', NODE_GROUP).rules = [
    { direction: 'egress', protocol: '-1', peer: { kind: 'cidr', cidr: '0.0.0.0/0' } },
  ]
}
