import { HYBRID, WEB } from '../healthy.ts'
import type { BreakableWorld } from '../mutable.ts'
import { broken, type Causes } from './cause.ts'
import { lose } from './lost.ts'
import { notConnected } from './words.ts'

const ELSEWHERE = 'i-0a1b2c3d4e5f6000e'
const AGAIN = 'mi-0a1b2c3d4e5f60004'
const ACTIVATION = '7b1d2c3a-0000-4000-8000-000000000001'

/** The hybrid machine was registered a second time, and its first registration stayed. */
const registeredAgain = (world: BreakableWorld): void => {
  const { managedNodes, connections } = world.records
  const first = managedNodes[HYBRID]
  if (!first) return
  Object.assign(first, { computerName: 'rack-7.example.com', ipAddress: '192.0.2.7' })
  managedNodes[AGAIN] = { ...first, id: AGAIN }
  connections[AGAIN] = { id: AGAIN, status: 'connected' }
  lose(world, HYBRID)
}

/** What is wrong with the node itself, or with where it is looked for. */
export const NODES: Causes = {
  'agent-stopped': {
    number: 12,
    world: broken(world => lose(world, WEB)),
    names: [`node/agent-ping ${WEB}`],
    hurt: { [WEB]: 'no yes yes yes' },
    sees: notConnected(WEB),
  },
  'node-in-another-region': {
    number: 20,
    world: broken(({ records }) => {
      records.nodesElsewhere[ELSEWHERE] = { id: ELSEWHERE, region: 'eu-west-1', state: 'running' }
    }),
    asked: { named: [ELSEWHERE] },
    names: [`node/found ${ELSEWHERE}`],
  },
  'agent-too-old': {
    number: 21,
    world: broken(({ records }) => {
      Object.assign(records.managedNodes[WEB] ?? {}, {
        agentVersion: '2.3.400.0',
        isLatestVersion: false,
      })
    }),
    names: [`node/agent-version ${WEB}`],
    hurt: { [WEB]: 'no yes yes no' },
  },
  'registered-twice': {
    number: 29,
    world: broken(registeredAgain),
    names: [`hybrid/duplicate-registration ${HYBRID}`],
    folded: [`node/agent-ping ${HYBRID} <- hybrid/duplicate-registration ${HYBRID}`],
    hurt: { [HYBRID]: 'no yes yes yes' },
    sees: notConnected(HYBRID),
  },
  'metadata-off': {
    number: 34,
    world: broken(world => {
      Object.assign(world.records.instances[WEB] ?? {}, { metadataEndpoint: 'disabled' })
      lose(world, WEB)
    }),
    names: [`node/imds-enabled ${WEB}`],
    folded: [`node/agent-ping ${WEB} <- node/imds-enabled ${WEB}`],
    hurt: { [WEB]: 'no yes yes yes' },
    sees: notConnected(WEB),
  },
  'activation-expired': {
    number: 39,
    world: broken(({ records }) => {
      records.activations[ACTIVATION] = {
        id: ACTIVATION,
        role: 'hybrid-node',
        expired: true,
        expiresAt: '2026-11-18T00:00:00.000Z',
        limit: 5,
        registrations: 1,
      }
    }),
    asked: { managed: 'all' },
    names: [`hybrid/activation-expired ${ACTIVATION}`],
  },
}
