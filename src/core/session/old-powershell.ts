import type { JudgedNode } from '../kinds.ts'
import { olderThan } from './agent-version.ts'

/** Windows 10 and Server 2016 came with PowerShell 5.1. */
const WITH_POWERSHELL_5 = '10.0'

/**
 * Whether a node is a Windows that came with a PowerShell before 5.1, by which the agent streams nothing.
 *
 * aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging-cloudwatch-logs.html
 */
export const hasOldPowerShell = ({ managed }: Pick<JudgedNode, 'managed'>): boolean =>
  managed?.platformType?.toLowerCase() === 'windows' && olderThan(managed.platformVersion, WITH_POWERSHELL_5)
