import {
  awsCommand,
  clockTime,
  defineCheck,
  hybridTwin,
  ifReadable,
  type JudgedNode,
} from '../../src/core/index.ts'
import { LOST_AFTER, lostBecause, ROLE_CAUSES } from './lost-because.ts'

export default defineCheck({
  id: 'node/registered',
  title: 'the instance is a managed node',
  why: 'Sessions open only on nodes that Systems Manager knows. An instance whose agent never reported in, or was silent for more than 30 days, is not among them.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-troubleshooting-managed-nodes.html',
  severity: 'high',
  fix: 'none',
  each: 'judgedNodes',
  needs: ['nodeRoles', 'managedNodes'],
  after: LOST_AFTER,
  mayFollow: ROLE_CAUSES,
  run(node, { nodeRoles, managedNodes }, scope) {
    const { instance, managed } = node
    if (managed || !instance || instance.state !== 'running') return undefined
    const twin = ifReadable(() => hybridTwin(instance, managedNodes))
    return {
      message: messageOf(node),
      ...(node.graceUntil !== undefined && { verdict: 'unknown' as const }),
      because: [
        ...lostBecause(node, nodeRoles, scope),
        ...(twin ? [{ check: 'hybrid/duplicate-registration', subject: twin.id }] : []),
      ],
      evidence: [
        {
          label: 'EC2',
          value: `running since ${instance.launchedAt ?? 'an unknown time'}`,
          source: 'ec2:DescribeInstances',
        },
        { label: 'Systems Manager', value: 'not listed', source: 'ssm:DescribeInstanceInformation' },
      ],
      remedy: {
        text: 'see on the console output whether the agent is installed and running; then look at its way to the ssm endpoint',
        commands: [
          awsCommand('ec2 get-console-output', {
            'instance-id': node.id,
            latest: true,
            query: 'Output',
            output: 'text',
            region: scope.region,
          }),
        ],
      },
    }
  },
})

const messageOf = ({ graceUntil }: JudgedNode): string =>
  graceUntil === undefined
    ? 'the instance runs and Systems Manager does not list it: it never registered, or was silent for more than 30 days'
    : `the instance has just started and is not registered yet: wait until ${clockTime(graceUntil)}`
