import { awsCommand, defineCheck } from '../../src/core/index.ts'

export default defineCheck({
  id: 'node/status-checks',
  title: 'EC2 finds the instance and its host in order',
  why: 'An instance that fails the status checks of EC2 does not answer, whatever its agent, role and network are. Sessions find it not connected, or hang.',
  docs: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-system-instance-status-check.html',
  severity: 'high',
  fix: 'none',
  each: 'judgedNodes',
  needs: ['impairedInstances'],
  run({ id, instance }, { impairedInstances }, { region }) {
    if (instance?.state !== 'running') return undefined
    const status = impairedInstances[id]
    if (!status) return undefined
    const host = status.system === 'impaired'
    return {
      message: host
        ? 'the host below the instance is impaired'
        : 'the instance is impaired: its system does not answer',
      about: host ? 'system status' : 'instance status',
      evidence: [
        { label: 'system status', value: status.system, source: 'ec2:DescribeInstanceStatus' },
        { label: 'instance status', value: status.instance, source: 'ec2:DescribeInstanceStatus' },
      ],
      remedy: host
        ? {
            text: 'stop the instance and start it again, so that it moves to another host (what is on instance store volumes is lost)',
            commands: [
              awsCommand('ec2 stop-instances', { 'instance-ids': id, region }),
              awsCommand('ec2 start-instances', { 'instance-ids': id, region }),
            ],
          }
        : {
            text: 'look at the console output for what stopped it, then reboot it',
            commands: [
              awsCommand('ec2 get-console-output', {
                'instance-id': id,
                latest: true,
                query: 'Output',
                output: 'text',
                region,
              }),
              awsCommand('ec2 reboot-instances', { 'instance-ids': id, region }),
            ],
          },
    }
  },
})
