import check from '../../../checks/node/agent-auto-update.ts'
import { DB, HYBRID, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

type Target = BreakableWorld['records']['agentUpdates'][string]['targets'][number]

const target = (world: BreakableWorld, ...targets: Target[]): void => {
  world.records.agentUpdates = targets.length > 0 ? { one: { id: 'one', name: 'Agents', targets } } : {}
}
const message = 'no association updates the agent'
const unsure =
  'it is not known whether an association updates the agent: its targets are a resource group, or tags that are not to be seen here'

testCheck(check, {
  'no association': {
    break: world => target(world),
    finds: [WEB, DB, HYBRID].map(subject => ({
      subject,
      message,
      severity: 'low' as const,
      about: 'AWS-UpdateSSMAgent',
      fixable: true,
    })),
  },
  'an association for one node': {
    break: world => target(world, { key: 'InstanceIds', values: [DB, HYBRID] }),
    finds: [`${WEB}: ${message}`],
  },
  'an association by a tag': {
    break: world => target(world, { key: 'tag:Name', values: ['web-1'] }),
    finds: [`${DB}: ${message}`, { subject: HYBRID, message: unsure, verdict: 'unknown', severity: 'info' }],
  },
  'an association for a resource group': {
    break: world => target(world, { key: 'resource-groups:Name', values: ['fleet'] }),
    finds: [WEB, DB, HYBRID].map(subject => ({
      subject,
      message: unsure,
      verdict: 'unknown' as const,
      fixable: false,
    })),
  },
  'images that are built anew': {
    break: world => {
      target(world)
      world.declared = { agentUpdates: 'image' }
    },
    finds: [],
  },
  'a system that replaces its image': {
    break: world => {
      target(world)
      for (const id of [WEB, DB, HYBRID])
        Object.assign(world.records.managedNodes[id] ?? {}, { platformName: 'Bottlerocket OS' })
    },
    finds: [],
  },
})
