import type { JudgedNode } from '../kinds.ts'
import { olderThan } from './agent-version.ts'

/** aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-prerequisites.html */
const STREAMING_AGENT = '3.0.284.0'

/** Windows 10 and Server 2016 came with PowerShell 5.1. */
const WITH_POWERSHELL_5 = '10.0'

/** Whether a node's agent knows streaming: an older one uploads the record at the end instead. */
export const knowsStreaming = ({ managed }: Pick<JudgedNode, 'managed'>): boolean =>
  !olderThan(managed?.agentVersion, STREAMING_AGENT)

/** Whether a node's Windows came with a PowerShell that is too old to stream; it may have been updated since. */
export const hasOldPowerShell = ({ managed }: Pick<JudgedNode, 'managed'>): boolean =>
  managed?.platformType?.toLowerCase() === 'windows' && olderThan(managed.platformVersion, WITH_POWERSHELL_5)
