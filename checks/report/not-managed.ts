import { defineCheck } from '../../src/core/index.ts'

const SHOWN = 5

export default defineCheck({
  id: 'report/not-managed',
  title: 'every running instance is set up for Session Manager',
  why: 'Nobody can open a session on these instances. That may be meant: they are counted here and not judged.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-ec2.html',
  severity: 'info',
  fix: 'none',
  each: 'regions',
  needs: [],
  run({ name, unmanaged }) {
    if (unmanaged.length === 0) return undefined
    const [count, are] =
      unmanaged.length === 1 ? ['1 running instance', 'is'] : [`${unmanaged.length} running instances`, 'are']
    const more = unmanaged.length > SHOWN ? ` and ${unmanaged.length - SHOWN} more` : ''
    return {
      message: `${count} in ${name} ${are} not set up for Session Manager`,
      evidence: [
        {
          label: 'not judged',
          value: `${unmanaged.slice(0, SHOWN).join(', ')}${more}`,
          source: 'ec2:DescribeInstances',
        },
      ],
      remedy: { text: 'name an instance with -i to judge it all the same' },
    }
  },
})
