import { awsCommand, clockTime, defineCheck, olderThan, timeSpan } from '../../src/core/index.ts'

const FRESH_MS = 15 * 60 * 1000
const SESSION_AGENT = '2.3.68.0'

export default defineCheck({
  id: 'node/control-channel',
  title: 'the control channel of the node is up',
  why: 'The heartbeat goes to the ssm endpoint, sessions come by the channel to ssmmessages. A node whose channel is down looks healthy in every list and refuses every session.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetConnectionStatus.html',
  severity: 'critical',
  fix: 'none',
  each: 'judgedNodes',
  needs: ['connections'],
  after: ['node/registered', 'node/agent-ping', 'network/ssmmessages-path'],
  mayFollow: ['identity/core-permissions', 'node/agent-version'],
  run({ id, managed, graceUntil, roleName }, { connections }, { region, takenAt }) {
    const connection = connections[id]
    if (!connection || connection.status !== 'notconnected' || managed?.pingStatus !== 'Online')
      return undefined
    const { lastPingAt } = managed
    const fresh = isFresh(lastPingAt, takenAt)
    return {
      message: `Online, heard ${heardWords(lastPingAt, takenAt)}, and its control channel is down: ${fresh ? 'every session is refused with TargetNotConnected' : 'the node may be gone since'}${untilWords(graceUntil)}`,
      about: 'control channel',
      ...((graceUntil !== undefined || !fresh) && { verdict: 'unknown' as const }),
      because: [
        ...(roleName === undefined ? [] : [{ check: 'identity/core-permissions', subject: roleName }]),
        ...(olderThan(managed.agentVersion, SESSION_AGENT)
          ? [{ check: 'node/agent-version', subject: id }]
          : []),
      ],
      evidence: [
        {
          label: 'ping status',
          value: `Online, ${lastPingAt ?? 'at a time that is not told'}`,
          source: 'Systems Manager',
        },
        { label: 'channel', value: connection.status, source: `ssm:GetConnectionStatus ${id}` },
      ],
      remedy: {
        text: 'restart the agent (Run Command may still reach it); where that does not help, look at the way to ssmmessages, at proxies, and at the log of the agent',
        commands: [
          awsCommand('ssm send-command', {
            'instance-ids': id,
            ...restartOn(managed.platformType),
            region,
          }),
        ],
      },
    }
  },
})

/** A node that was not heard for a while may have gone: its channel says nothing of why then. */
const isFresh = (lastPingAt: string | undefined, takenAt: string): boolean =>
  lastPingAt !== undefined && Date.parse(takenAt) - Date.parse(lastPingAt) <= FRESH_MS

const heardWords = (lastPingAt: string | undefined, takenAt: string): string =>
  lastPingAt === undefined ? 'at a time that is not told' : `${timeSpan(lastPingAt, takenAt)} ago`

const untilWords = (graceUntil: string | undefined): string =>
  graceUntil === undefined ? '' : `; it has just started, wait until ${clockTime(graceUntil)}`

/**
 * The agent is a service of Windows, and on Ubuntu mostly a snap.
 * aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-status-and-restart.html
 */
const restartOn = (platform: string | undefined): { 'document-name': string; parameters: string } =>
  platform?.toLowerCase() === 'windows'
    ? {
        'document-name': 'AWS-RunPowerShellScript',
        parameters: 'commands=["Restart-Service AmazonSSMAgent"]',
      }
    : {
        'document-name': 'AWS-RunShellScript',
        parameters:
          'commands=["sudo systemctl restart amazon-ssm-agent || sudo snap restart amazon-ssm-agent"]',
      }
