import type { AgentUpdate } from '../records.ts'
import type { ChangeSpec, CreateAssociation, DeleteAssociation } from './change.ts'
import { dropRecord, putRecord, recordAt } from './edit-record.ts'
import { inRegion } from './in-region.ts'
import { nothing, review } from './review.ts'

/** aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-automatic-updates.html */
export const AGENT_DOCUMENT = 'AWS-UpdateSSMAgent'

/**
 * A night of the week, and not at once: an update restarts the agent. A few nodes at a time, and no more of them once some
 * have failed.
 * aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-cron-and-rate-expressions.html
 */
export const CAREFULLY = { schedule: 'cron(0 2 ? * SUN *)', maxConcurrency: '10%', maxErrors: '10%' } as const

/** What the association is before AWS has given it an id: its name is one. */
const recordFor = ({ name, targets }: CreateAssociation | DeleteAssociation): AgentUpdate => ({
  id: name,
  name,
  targets,
})

const SHOWN = 10

const whom = (targets: AgentUpdate['targets']): string =>
  targets
    .map(({ key, values }) => (key === 'InstanceIds' ? named(values) : tagged(key, values)))
    .join(' and ')

const named = (ids: readonly string[]): string => {
  if (ids.includes('*')) return 'all nodes'
  const more = ids.length - SHOWN
  return more > 0 ? `${ids.slice(0, SHOWN).join(', ')} and ${more} more` : ids.join(', ')
}

const tagged = (key: string, values: readonly string[]): string =>
  `nodes with ${key.replace(/^tag:/, '')}=${values.join(' or ')}`

/** Associations of State Manager that keep agents current. */
export const agentUpdateSpecs: {
  readonly 'create-association': ChangeSpec<'create-association'>
  readonly 'delete-association': ChangeSpec<'delete-association'>
} = {
  'create-association': {
    touches: ['agentUpdates'],
    phase: 'agent updates',
    // Together they keep the Region's agents current: which of them a node is in shows only when all nodes are known.
    turn: ({ region }) => `${region} 1`,
    edits: nothing,
    risk: review,
    // An association that is created with tags needs ssm:AddTagsToResource too, without a call of its own.
    // aws: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateAssociation.html
    actions: [
      'ssm:AddTagsToResource',
      'ssm:CreateAssociation',
      'ssm:ListAssociations',
      'ssm:ListTagsForResource',
    ],
    describe: ({ name, targets, schedule, maxConcurrency, maxErrors }) =>
      `create association ${name}, which updates the agents of ${whom(targets)} by ${schedule} in UTC, ${maxConcurrency} of them at a time, and stops once more than ${maxErrors} have failed`,
    apply: (world, change) =>
      inRegion(world, change.region, here =>
        recordAt(here, 'agentUpdates', change.name)
          ? here
          : putRecord(here, 'agentUpdates', change.name, recordFor(change)),
      ),
    invert: change => ({ ...change, type: 'delete-association' }),
  },
  'delete-association': {
    touches: ['agentUpdates'],
    phase: 'agent updates',
    turn: ({ region }) => `${region} 2`,
    edits: nothing,
    risk: review,
    actions: ['ssm:DeleteAssociation', 'ssm:ListAssociations', 'ssm:ListTagsForResource'],
    describe: ({ name }) => `delete association ${name}, which this tool created`,
    apply: (world, { region, name }) =>
      inRegion(world, region, here => dropRecord(here, 'agentUpdates', name)),
    invert: change => ({ ...change, type: 'create-association' }),
  },
}
