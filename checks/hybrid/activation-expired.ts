import { defineCheck } from '../../src/core/index.ts'

export default defineCheck({
  id: 'hybrid/activation-expired',
  title: 'machines that are still to come can be registered',
  why: 'An activation serves for at most 30 days and for a number of machines. After that no further one can be registered by it; those that are stay as they are.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/hybrid-activation-managed-nodes.html',
  severity: 'info',
  fix: 'none',
  each: 'activations',
  needs: ['activations', 'declared'],
  run(activation, { activations, declared }) {
    if (declared['config']?.managed !== 'all' || activation.registrations >= activation.limit)
      return undefined
    const another = Object.values(activations).some(one => !one.expired && one.registrations < one.limit)
    if (!activation.expired || another) return undefined
    const left = activation.limit - activation.registrations
    return {
      message: `activation ${activation.id} has expired with ${left} of ${activation.limit} registrations to come`,
      about: 'expired',
      affects: [],
      evidence: [
        { label: 'expired', value: activation.expiresAt ?? 'yes', source: 'ssm:DescribeActivations' },
        {
          label: 'registered',
          value: `${activation.registrations} of ${activation.limit}`,
          source: 'ssm:DescribeActivations',
        },
      ],
      remedy: { text: 'make another activation if machines are still to be registered' },
    }
  },
})
