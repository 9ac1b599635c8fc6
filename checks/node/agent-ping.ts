import {
  awsCommand,
  clockTime,
  defineCheck,
  ifReadable,
  timeSpan,
  type Evidence,
  type JudgedNode,
  type ManagedNode,
  type Problem,
  type Remedy,
  type Scope,
  type Severity,
} from '../../src/core/index.ts'
import { LOST_AFTER, lostBecause, ROLE_CAUSES } from './lost-because.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** How long a hybrid node is silent before it counts as lost for long, and as a machine that is gone for good. */
const LONG_LOST = 7 * DAY
const RETIRED = 25 * DAY

/** The longest interval that an agent can be set to. */
const LONGEST_HEARTBEAT = 60 * MINUTE

export default defineCheck({
  id: 'node/agent-ping',
  title: 'the agent reports in',
  why: 'A node that Systems Manager has lost cannot be reached by a session, though it runs.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-troubleshooting-managed-nodes.html',
  severity: 'critical',
  fix: 'none',
  each: 'judgedNodes',
  needs: ['nodeRoles', 'connections'],
  after: LOST_AFTER,
  mayFollow: ROLE_CAUSES,
  run(node, { nodeRoles, connections }, scope) {
    const { managed } = node
    if (!managed || !isUp(node)) return undefined
    if (managed.pingStatus === 'Online') return staleOnline(node, managed, scope)
    // Of most nodes nobody asked: only that the channel is up makes a difference.
    const connected = ifReadable(() => connections[node.id])?.status === 'connected'
    const problem =
      connected && node.graceUntil === undefined ? deaf(node, managed, scope) : lost(node, managed, scope)
    return { ...problem, because: lostBecause(node, nodeRoles, scope) }
  },
})

/** An EC2 instance that is stopping, starting or gone is not lost; of a hybrid node nobody knows. */
const isUp = ({ id, instance }: JudgedNode): boolean => id.startsWith('mi-') || instance?.state === 'running'

const silence = (managed: ManagedNode, { takenAt }: Scope): number | undefined =>
  managed.lastPingAt === undefined ? undefined : Date.parse(takenAt) - Date.parse(managed.lastPingAt)

const staleOnline = (node: JudgedNode, managed: ManagedNode, scope: Scope): Problem | undefined => {
  const { lastPingAt } = managed
  if (lastPingAt === undefined || (silence(managed, scope) ?? 0) <= LONGEST_HEARTBEAT) return undefined
  return {
    message: `Systems Manager says Online, and the last heartbeat was at ${lastPingAt} (${timeSpan(lastPingAt, scope.takenAt)} ago): an agent reports in at least once an hour`,
    verdict: 'unknown',
    evidence: evidenceOf(managed, scope),
    remedy: lookAt(node, scope),
  }
}

/** The heartbeat goes to ssm, sessions come by the channel to ssmmessages: the one may fail without the other. */
const deaf = (node: JudgedNode, managed: ManagedNode, scope: Scope): Problem => ({
  message: `no heartbeat ${sinceWords(managed, scope)}, though the control channel is up: what the agent sends to ssm does not arrive, and sessions may still open`,
  severity: 'high',
  evidence: [
    ...evidenceOf(managed, scope),
    { label: 'channel', value: 'connected', source: `ssm:GetConnectionStatus ${node.id}` },
  ],
  remedy: lookAt(node, scope),
})

const lost = (node: JudgedNode, managed: ManagedNode, scope: Scope): Problem => {
  const { graceUntil } = node
  const heard = `no heartbeat ${sinceWords(managed, scope)}`
  if (graceUntil !== undefined) {
    return {
      message: `${heard}; the instance has just started, wait until ${clockTime(graceUntil)}`,
      verdict: 'unknown',
      evidence: evidenceOf(managed, scope),
      remedy: lookAt(node, scope),
    }
  }
  const { severity, note } = gradeOf(node, managed, scope)
  return {
    message: `${heard}${note}`,
    severity,
    evidence: evidenceOf(managed, scope),
    remedy: lookAt(node, scope),
  }
}

/** A laptop or a machine in a store room may be off for days: hybrid nodes are graded by how long. */
const gradeOf = (
  { id }: JudgedNode,
  managed: ManagedNode,
  scope: Scope,
): { readonly severity: Severity; readonly note: string } => {
  if (!id.startsWith('mi-')) return { severity: 'critical', note: ', though the instance runs' }
  const silent = silence(managed, scope) ?? 0
  if (silent > RETIRED) return { severity: 'medium', note: ': is the machine retired?' }
  return { severity: silent > LONG_LOST ? 'high' : 'critical', note: '' }
}

const sinceWords = ({ lastPingAt }: ManagedNode, { takenAt }: Scope): string =>
  lastPingAt === undefined
    ? 'at a time that is not known'
    : `since ${lastPingAt} (${timeSpan(lastPingAt, takenAt)})`

const evidenceOf = ({ pingStatus, lastPingAt }: ManagedNode, { takenAt }: Scope): readonly Evidence[] => [
  { label: 'ping status', value: pingStatus, source: 'Systems Manager' },
  { label: 'last heard', value: lastPingAt ?? 'not known', source: 'Systems Manager' },
  { label: 'looked at', value: takenAt, source: 'this snapshot' },
]

const lookAt = ({ id, instance, managed }: JudgedNode, scope: Scope): Remedy => {
  const { region } = scope
  if (instance) {
    const options = { 'instance-id': id, latest: true, query: 'Output', output: 'text', region } as const
    return {
      text: 'see on the console output whether the agent runs; restart it, or reboot the instance; then look at its way to the ssm endpoint',
      commands: [awsCommand('ec2 get-console-output', options)],
    }
  }
  if (managed && (silence(managed, scope) ?? 0) > RETIRED) {
    return {
      text: 'deregister the node if the machine is retired; else restart the agent there',
      commands: [awsCommand('ssm deregister-managed-instance', { 'instance-id': id, region })],
    }
  }
  return { text: 'restart the agent on the machine, and look at its way to the ssm endpoint' }
}
