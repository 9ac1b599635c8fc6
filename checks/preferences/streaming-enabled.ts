import {
  defineCheck,
  describeGroups,
  ifReadable,
  isOldWindows,
  roleAccess,
  type JudgedNode,
  type NodeRole,
  type Scope,
} from '../../src/core/index.ts'
import { FIELD_CAUSES, inVersions, shownIn } from './in-versions.ts'
import { ifCertain, setting } from './setting.ts'

export default defineCheck({
  id: 'preferences/streaming-enabled',
  title: 'the record is streamed to the log group during the session',
  why: 'Without streaming the agent uploads the record when the session ends. A node that dies, is stopped or is scaled in before that takes the record along.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging-cloudwatch-logs.html',
  severity: 'low',
  fix: 'review',
  asks: ['set-preferences'],
  each: 'preferences',
  needs: ['judgedNodes', 'nodeRoles'],
  after: ['preferences/document-exists'],
  mayFollow: FIELD_CAUSES,
  run(preferences, { judgedNodes, nodeRoles }, scope) {
    const found = inVersions(
      preferences,
      'cloudWatchStreamingEnabled',
      ({ inputs }) => inputs.cloudWatchLogGroupName !== '' && !inputs.cloudWatchStreamingEnabled,
    )
    const nodes = ifReadable(() => Object.values(judgedNodes))
    if (!found || (nodes && nodes.length > 0 && nodes.every(cannotStream))) return undefined
    const [{ inputs }] = found.versions
    const fleeting = (nodes ?? []).filter(isFleeting)
    const { remedy, fix } = setting(preferences, REMEDY, [STREAM], scope)
    const canStream = nodes !== undefined && !nodes.some(cannotStream)
    const isSafe = canStream && findTheGroup(() => Object.values(nodeRoles), scope)
    return ifCertain({
      message: `sessions are written to log group ${inputs.cloudWatchLogGroupName} only when they end${found.where}${lossOf(fleeting)}`,
      about: 'cloudWatchStreamingEnabled',
      ...found.verdict,
      because: found.because,
      evidence: shownIn(found, 'cloudWatchStreamingEnabled', () => 'false'),
      remedy,
      // A node that cannot stream would not upload its record at the end either.
      ...(fix && isSafe && { fix }),
    })
  },
})

const STREAM = { path: ['inputs', 'cloudWatchStreamingEnabled'], value: true } as const

const REMEDY =
  'set cloudWatchStreamingEnabled to true (a boolean, not a string) in the newest version and make that the default; the node roles must be allowed to call logs:DescribeLogGroups'

/** Whether all roles may look for the group, as the agent does before it streams. */
const findTheGroup = (roles: () => readonly NodeRole[], scope: Scope): boolean =>
  ifReadable(roles)?.every(
    role => roleAccess(role, describeGroups(scope, role), scope).kind === 'allowed',
  ) === true

const cannotStream = ({ managed }: JudgedNode): boolean => isOldWindows(managed)

/** Spot instances and those of an Auto Scaling group come to their end without being asked. */
const isFleeting = ({ instance }: JudgedNode): boolean =>
  instance?.lifecycle === 'spot' || instance?.tags['aws:autoscaling:groupName'] !== undefined

const lossOf = (fleeting: readonly JudgedNode[]): string => {
  if (fleeting.length === 0) return ''
  const nodes = fleeting.length === 1 ? 'node runs' : 'nodes run'
  return `, and ${fleeting.length} ${nodes} on Spot capacity or in an Auto Scaling group`
}
