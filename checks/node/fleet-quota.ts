import { awsCommand, defineCheck } from '../../src/core/index.ts'

/** aws: https://docs.aws.amazon.com/general/latest/gr/ssm.html */
const QUOTA = 2400
const NEAR = 0.9

export default defineCheck({
  id: 'node/fleet-quota',
  title: 'the Region has room for its managed nodes',
  why: 'Beyond the quota of managed nodes in an account and Region, AWS says, nodes may stop communicating: now this one, now that one.',
  docs: 'https://docs.aws.amazon.com/general/latest/gr/ssm.html',
  severity: 'low',
  fix: 'none',
  each: 'regions',
  needs: ['managedNodes'],
  run({ name }, { managedNodes }) {
    const count = Object.keys(managedNodes).length
    if (count <= QUOTA * NEAR) return undefined
    const isOver = count > QUOTA
    return {
      message: `${count} managed nodes in ${name}, ${isOver ? 'above' : 'close to'} the default quota of ${QUOTA}`,
      about: 'managed nodes',
      ...(isOver && { severity: 'medium' as const }),
      evidence: [
        { label: 'managed nodes', value: String(count), source: 'Systems Manager' },
        { label: 'default quota', value: String(QUOTA), source: 'AWS General Reference' },
      ],
      remedy: {
        text: 'look up the quota that applies to this account, and ask for a higher one or take old nodes off',
        commands: [awsCommand('service-quotas list-service-quotas', { 'service-code': 'ssm', region: name })],
      },
    }
  },
})
