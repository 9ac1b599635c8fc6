import { AGENT_DOCUMENT, CAREFULLY } from '../changes/agent-updates.ts'
import type { Scope } from '../snapshot.ts'
import { awsCommand } from './aws-command.ts'

/** The command that keeps the agent of a node current: in a window, and not at once. */
export const agentUpdateCommand = (nodeId: string, { region }: Scope): string =>
  awsCommand('ssm create-association', {
    name: AGENT_DOCUMENT,
    targets: `Key=InstanceIds,Values=${nodeId}`,
    'schedule-expression': CAREFULLY.schedule,
    'apply-only-at-cron-interval': true,
    'max-concurrency': CAREFULLY.maxConcurrency,
    'max-errors': CAREFULLY.maxErrors,
    region,
  })
