import type { JudgedNode } from '../kinds.ts'
import { olderThan } from './agent-version.ts'

/** aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-prerequisites.html */
const STREAMING_AGENT = '3.0.284.0'

/** Whether a node's agent knows streaming: an older one uploads the record at the end instead. */
export const knowsStreaming = ({ managed }: Pick<JudgedNode, 'managed'>): boolean =>
  !olderThan(managed?.agentVersion, STREAMING_AGENT)
