import { AGENT_DOCUMENT } from '../../../core/changes/agent-updates.ts'
import type { CreateAssociation } from '../../../core/changes/change.ts'
import type { Family } from '../forms.ts'
import { tagged } from './tagged.ts'

const asJson = (targets: CreateAssociation['targets']): readonly object[] =>
  targets.map(({ key, values }) => ({ Key: key, Values: values }))

/** Associations of State Manager that keep agents current. */
export const agentUpdateCode: Family<'create-association'> = {
  'create-association': {
    cli: ({ region, name, targets, schedule, maxConcurrency, maxErrors }, { digest }) => [
      {
        operation: 'ssm create-association',
        options: {
          name: AGENT_DOCUMENT,
          'association-name': name,
          targets: JSON.stringify(asJson(targets)),
          'schedule-expression': schedule,
          'apply-only-at-cron-interval': true,
          'max-concurrency': maxConcurrency,
          'max-errors': maxErrors,
          tags: tagged(digest),
          region,
        },
      },
    ],
    terraform: ({ region, name, targets, schedule, maxConcurrency, maxErrors }, scene) => [
      {
        type: 'aws_ssm_association',
        name: scene.name('aws_ssm_association', `${region} ${name}`, name),
        region,
        arguments: {
          name: AGENT_DOCUMENT,
          association_name: name,
          schedule_expression: schedule,
          apply_only_at_cron_interval: true,
          max_concurrency: maxConcurrency,
          max_errors: maxErrors,
        },
        blocks: targets.map(({ key, values }) => ({ block: 'targets', arguments: { key, values } })),
      },
    ],
    cloudformation: ({ region, name, targets, schedule, maxConcurrency, maxErrors }, scene) => [
      {
        type: 'AWS::SSM::Association',
        name: scene.name('association', `${region} ${name}`, name),
        region,
        properties: {
          Name: AGENT_DOCUMENT,
          AssociationName: name,
          Targets: asJson(targets),
          ScheduleExpression: schedule,
          ApplyOnlyAtCronInterval: true,
          MaxConcurrency: maxConcurrency,
          MaxErrors: maxErrors,
        },
      },
    ],
  },
}
