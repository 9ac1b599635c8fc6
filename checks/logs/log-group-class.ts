import { asNamed, defineCheck } from '../../src/core/index.ts'

export default defineCheck({
  id: 'logs/log-group-class',
  title: 'the log group is of a class that keeps records',
  why: 'The class of a log group is chosen when it is made and cannot be changed. Groups of class DELIVERY hand events on and drop them after a day.',
  docs: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html',
  severity: 'high',
  fix: 'none',
  each: 'logDestinations',
  needs: ['logGroups'],
  after: ['logs/log-group-exists'],
  mayFollow: ['preferences/default-version-current'],
  run(destination, { logGroups }) {
    const found = logGroups[destination.name]
    const effect = EFFECTS.get(found?.class ?? 'STANDARD')
    if (!found || !effect) return undefined
    const problem = {
      message: `log group ${destination.name} is of class ${found.class}: ${effect.what}`,
      about: 'logGroupClass',
      severity: effect.severity,
      evidence: [{ label: 'logGroupClass', value: found.class ?? '', source: 'logs:DescribeLogGroups' }],
      remedy: {
        text: 'make another group, of class STANDARD, let the node roles write to it, and name it in the preferences',
      },
    }
    return asNamed(problem, destination, destination.name)
  },
})

const EFFECTS = new Map([
  ['DELIVERY', { severity: 'high' as const, what: 'the records of sessions are gone after a day' }],
  [
    'INFREQUENT_ACCESS',
    {
      severity: 'info' as const,
      what: 'no live tail, no metric filters and no subscriptions on the records of sessions',
    },
  ],
])
