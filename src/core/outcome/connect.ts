import type { Reading } from '../access.ts'
import { olderThan } from '../session/agent-version.ts'
import type { JudgedNode, NodeRole } from '../kinds.ts'
import { freshPing } from '../net/evidence.ts'
import type { PreferencesVersion } from '../preferences/preferences.ts'
import { holdsAsItIs } from '../session/held-profile.ts'
import { trustAnswer } from '../session/trust.ts'
import { attempt, fails, firstObstacle, HOLDS, undecided, type Fact } from './fact.ts'
import { pathCheck, reaches } from './network.ts'
import { mayCall, roleOf } from './permission.ts'
import { DATA_CHANNEL_DENIED, HANG, SCHEMA_UNSUPPORTED, targetNotConnected } from './texts.ts'

const REGISTRATION = ['node/registered', 'node/agent-ping', 'node/imds-enabled']
const PROFILE = ['identity/profile-current']
const CREDENTIALS = [
  'identity/instance-profile-attached',
  ...PROFILE,
  'identity/profile-has-role',
  'identity/role-trust',
]
const CORE = ['identity/core-permissions']
const CHANNEL = ['node/control-channel']
/** aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-prerequisites.html */
const SESSION_AGENT = '2.3.68.0'
const STALE_PING_MS = 60 * 60 * 1000

/**
 * The steps up to the task's arrival on the node: it is there, reaches Systems Manager, has credentials, and may use
 * the control channel. A heartbeat goes over ssm alone: a node may be Online and without a control channel.
 */
export const connection = (reading: Reading, node: JudgedNode): readonly Fact[] => [
  isOnline(reading, node),
  ...(isDeaf(reading, node) ? [] : [reaches(reading, node, 'ssm', targetNotConnected(node.id))]),
  reaches(reading, node, 'ssmmessages', targetNotConnected(node.id)),
  attempt(CREDENTIALS, () => hasCredentials(reading, node)),
  hasChannel(reading, node),
  attempt(CORE, () => mayBeCalled(reading, node)),
]

const isOnline = (reading: Reading, node: JudgedNode): Fact => {
  const { takenAt } = reading.world.scope
  const online = node.managed?.pingStatus === 'Online'
  const tnc = targetNotConnected(node.id)
  if (node.instance && node.instance.state !== 'running') return fails(['node/found'], tnc)
  if (!online) return node.graceUntil === undefined ? unheard(reading, node) : undecided(REGISTRATION)
  if (olderThan(node.managed?.agentVersion, SESSION_AGENT)) return fails(['node/agent-version'], tnc)
  // What EC2 finds impaired does not answer for long, whatever was heard of it last.
  if (reading.view('impairedInstances').records[node.id]) return undecided(['node/status-checks'])
  const heard = Date.parse(node.managed?.lastPingAt ?? takenAt)
  return Date.parse(takenAt) - heard > STALE_PING_MS ? undecided(['node/agent-ping']) : HOLDS
}

const channelOf = (reading: Reading, { id }: JudgedNode): string | undefined =>
  reading.view('connections').records[id]?.status

/** Whether a node is lost and has a control channel all the same: sessions may come by it. */
const isDeaf = (reading: Reading, node: JudgedNode): boolean =>
  node.managed !== undefined &&
  node.managed.pingStatus !== 'Online' &&
  channelOf(reading, node) === 'connected'

const unheard = (reading: Reading, node: JudgedNode): Fact => {
  const checks = ['node/found', ...REGISTRATION, ...CREDENTIALS, ...CORE, ...pathCheck('ssm')]
  return isDeaf(reading, node) ? undecided(checks) : fails(checks, targetNotConnected(node.id))
}

/** Whether the channel was asked for and is down, though the node is heard; of most nodes nobody asks. */
const hasChannel = (reading: Reading, node: JudgedNode): Fact => {
  if (channelOf(reading, node) !== 'notconnected') return HOLDS
  const heard = freshPing(node, reading.world.scope.takenAt) !== undefined
  return heard && node.graceUntil === undefined
    ? fails(CHANNEL, targetNotConnected(node.id))
    : undecided(CHANNEL)
}

/** An instance profile without a usable role gives no credentials, even if those that the agent holds live on for hours. */
const hasCredentials = (reading: Reading, node: JudgedNode): Fact => {
  const tnc = targetNotConnected(node.id)
  const { profileArn } = node.instance ?? {}
  if (node.roleGap) return undecided(CREDENTIALS)
  if (node.roleName === undefined && profileArn === undefined) return HOLDS
  if (node.roleName === undefined) return fails(CREDENTIALS, tnc)
  if (isLeftBehind(reading, node))
    return node.graceUntil === undefined ? fails(PROFILE, tnc) : undecided(PROFILE)
  const role = roleOf(reading, node)
  return role ? trusted(reading, node, role) : fails(CREDENTIALS, tnc)
}

/** Whether the profile that gives the node its role was made anew since the instance got it. */
const isLeftBehind = (reading: Reading, { instance, roleSource }: JudgedNode): boolean => {
  if (roleSource !== 'instance profile' || instance?.profileArn === undefined) return false
  const profile = reading.records('instanceProfiles')[instance.profileArn]
  return profile !== undefined && !holdsAsItIs(instance, profile)
}

const trusted = ({ world }: Reading, node: JudgedNode, { role }: NodeRole): Fact => {
  const { verdict } = trustAnswer(role, node.roleSource ?? 'instance profile', node.arn, world.scope).decision
  if (verdict === 'allowed') return HOLDS
  const checks = ['identity/role-trust']
  return verdict === 'unknown' ? undecided(checks) : fails(checks, targetNotConnected(node.id))
}

/** Whether the node may report in and hold the control channel, over which the task of a session comes. */
const mayBeCalled = (reading: Reading, node: JudgedNode): Fact =>
  mayCallAll(reading, node, targetNotConnected(node.id), [
    ['ssm:UpdateInstanceInformation', node.arn],
    ['ssmmessages:CreateControlChannel', '*'],
    ['ssmmessages:OpenControlChannel', '*'],
  ])

/** Whether the node may open the data channel, once it has read the document. */
export const dataChannel = (reading: Reading, node: JudgedNode): Fact =>
  attempt(CORE, () =>
    mayCallAll(reading, node, DATA_CHANNEL_DENIED, [
      ['ssmmessages:CreateDataChannel', '*'],
      ['ssmmessages:OpenDataChannel', '*'],
    ]),
  )

const mayCallAll = (
  reading: Reading,
  node: JudgedNode,
  sees: string,
  calls: readonly (readonly [action: string, resource: string])[],
): Fact => {
  if (node.roleGap) return undecided(CORE)
  if (node.roleName === undefined) return HOLDS
  return firstObstacle(
    calls.map(([action, resource]) => mayCall(reading, node, { action, resource }, CORE, sees)),
  )
}

/** A name that no group or bucket can have is parsed well: it is refused later on, as one that is missing. */
const DESTINATIONS: ReadonlySet<string> = new Set(['cloudWatchLogGroupName', 's3BucketName'])

/** Whether the agent can parse the document: a failure is only logged on the node, and the client hangs. */
export const parses = (node: JudgedNode, version: PreferencesVersion): Fact => {
  const { managed } = node
  const bites = version.faults.filter(
    ({ field, effect, fixedInAgent }) =>
      (effect === 'hang' || !DESTINATIONS.has(field)) &&
      (fixedInAgent === undefined || olderThan(managed?.agentVersion, fixedInAgent)),
  )
  const checks = ['preferences/schema-valid', 'node/agent-version']
  const certain = bites.filter(fault => !fault.undecided)
  // A type error stops the parser before anything looks at the schema's version.
  if (certain.some(fault => fault.effect === 'hang')) return fails(checks, HANG)
  if (certain.some(fault => fault.field === 'schemaVersion' && fault.effect === 'abort')) {
    return fails(checks, SCHEMA_UNSUPPORTED)
  }
  if (certain.some(fault => fault.effect === 'abort')) return fails(checks)
  return bites.some(fault => fault.effect === 'hang' || fault.effect === 'abort') ? undecided(checks) : HOLDS
}
