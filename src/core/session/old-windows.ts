import type { ManagedNode } from '../records.ts'
import { olderThan } from './agent-version.ts'

/** Windows 10 and Server 2016 came with PowerShell 5.1. */
const WITH_POWERSHELL_5 = '10.0'

/**
 * Whether a node's Windows came with a PowerShell that streams nothing. Whether it was updated since is not to be seen.
 *
 * aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging-cloudwatch-logs.html
 */
export const isOldWindows = (managed: ManagedNode | undefined): boolean =>
  managed?.platformType?.toLowerCase() === 'windows' && olderThan(managed.platformVersion, WITH_POWERSHELL_5)
