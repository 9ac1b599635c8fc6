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
    const heard = managed?.lastPingAt
    if (!connection || connection.status !== 'notconnected' || managed?.pingStatus !== 'Online')
      return undefined
    if (heard === undefined || Date.parse(takenAt) - Date.parse(heard) > FRESH_MS) return undefined
    const until = graceUntil === undefined ? '' : `; it has just started, wait until ${clockTime(graceUntil)}`
    return {
      message: `Online, heard ${timeSpan(heard, takenAt)} ago, and its control channel is down: every session is refused with TargetNotConnected${until}`,
      about: 'control channel',
      ...(graceUntil !== undefined && { verdict: 'unknown' as const }),
      because: [
        ...(roleName === undefined ? [] : [{ check: 'identity/core-permissions', subject: roleName }]),
        ...(olderThan(managed.agentVersion, SESSION_AGENT)
          ? [{ check: 'node/agent-version', subject: id }]
          : []),
      ],
      evidence: [
        { label: 'ping status', value: `Online, ${heard}`, source: 'Systems Manager' },
        { label: 'channel', value: connection.status, source: `ssm:GetConnectionStatus ${id}` },
      ],
      remedy: {
        text: 'restart the agent (Run Command may still reach it); where that does not help, look at the way to ssmmessages, at proxies, and at the log of the agent',
        commands: [
          awsCommand('ssm send-command', {
            'instance-ids': id,
            'document-name': 'AWS-RunShellScript',
            parameters: 'commands=["sudo systemctl restart amazon-ssm-agent"]',
            region,
          }),
        ],
      },
    }
  },
})
