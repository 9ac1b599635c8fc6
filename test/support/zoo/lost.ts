import { ENDPOINTS } from '../healthy-network.ts'
import type { BreakableWorld } from '../mutable.ts'

/** Systems Manager has not heard of the nodes for hours, and their channel is down. */
export const lose = (world: BreakableWorld, ...nodes: readonly string[]): void => {
  for (const id of nodes) {
    Object.assign(world.records.managedNodes[id] ?? {}, {
      pingStatus: 'ConnectionLost',
      lastPingAt: '2026-11-20T01:02:00.000Z',
    })
    world.records.connections[id] = { id, status: 'notconnected' }
  }
}

/** The nodes report in, and their channel is down. */
export const cutChannel = (world: BreakableWorld, ...nodes: readonly string[]): void => {
  for (const id of nodes) world.records.connections[id] = { id, status: 'notconnected' }
}

/** An interface endpoint was never made. */
export const dropEndpoint = (world: BreakableWorld, service: keyof typeof ENDPOINTS): void => {
  const id = ENDPOINTS[service]
  delete world.records.vpcEndpoints[id]
  delete world.records.networkInterfaces[id.replace('vpce-', 'eni-')]
}
