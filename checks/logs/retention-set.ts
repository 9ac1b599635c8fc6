import {
  asNamed,
  awsCommand,
  defineCheck,
  losesNoRecord,
  retentionFor,
  type Fix,
  type LogGroup,
  type Problem,
  type Scope,
} from '../../src/core/index.ts'

export default defineCheck({
  id: 'logs/retention-set',
  title: 'the log group keeps the records for a time that was chosen',
  why: 'A group without a retention keeps everything, and costs, for ever; one that keeps less than was promised deletes the records before their time.',
  docs: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html',
  severity: 'low',
  fix: 'safe',
  asks: ['have-log-group'],
  each: 'logDestinations',
  needs: ['logGroups', 'declared'],
  after: ['logs/log-group-exists'],
  mayFollow: ['preferences/default-version-current'],
  run(destination, { logGroups, declared }, scope) {
    const group = logGroups[destination.name]
    const least = declared['config']?.logRetentionDays?.atLeast
    // What a group of that class keeps for a day is logs/log-group-class's to tell.
    if (!group || group.class === 'DELIVERY') return undefined
    const problem = tooShort(group, least, scope) ?? endless(group, least, scope)
    return problem && asNamed(problem, destination, destination.name)
  },
})

const keptBy = ({ retentionInDays }: LogGroup): string =>
  retentionInDays === undefined ? 'for ever' : `${retentionInDays} days`

const evidenceOf = (group: LogGroup) => ({
  label: 'kept',
  value: keptBy(group),
  source: 'logs:DescribeLogGroups',
})

const tooShort = (group: LogGroup, least: number | undefined, scope: Scope): Problem | undefined => {
  const { retentionInDays: days, name } = group
  if (days === undefined || least === undefined || days >= least) return undefined
  const longer = retentionFor(least)
  return {
    message: `log group ${name} keeps records for ${days} days, and the config promises ${least}`,
    about: 'retentionInDays',
    severity: 'medium',
    evidence: [evidenceOf(group), { label: 'promised', value: `${least} days`, source: 'config' }],
    remedy: {
      text: 'keep the records longer: what is older than the present retention is gone already',
      commands: [longer === undefined ? forEver(name, scope) : retention(name, longer, scope)],
    },
    ...(longer !== undefined && { fix: keeping(name, longer) }),
  }
}

const keeping = (logGroup: string, retentionInDays: number): readonly Fix[] => [
  { type: 'have-log-group', logGroup, retentionInDays },
]

const retention = (name: string, days: number, { region }: Scope): string =>
  awsCommand('logs put-retention-policy', {
    'log-group-name': name,
    'retention-in-days': String(days),
    region,
  })

const forEver = (name: string, { region }: Scope): string =>
  awsCommand('logs delete-retention-policy', { 'log-group-name': name, region })

const USUAL = 365

const endless = (group: LogGroup, least: number | undefined, scope: Scope): Problem | undefined => {
  if (group.retentionInDays !== undefined) return undefined
  const promised = least === undefined ? undefined : retentionFor(least)
  const usual = retentionFor(Math.max(least ?? 0, USUAL))
  // A promise that no retention keeps is kept by having none.
  if (usual === undefined) return undefined
  const isYoung = promised !== undefined && losesNoRecord(group, promised, scope)
  const days = isYoung ? promised : usual
  return {
    message: `log group ${group.name} keeps its records for ever`,
    about: 'retentionInDays',
    evidence: [evidenceOf(group)],
    remedy: {
      text: isYoung
        ? `let the group keep records for ${days} days: it is not as old as that, so that none is lost`
        : `choose a retention: one of ${days} days deletes records older than ${days} days, which cannot be undone`,
      commands: [retention(group.name, days, scope)],
    },
    ...(isYoung && { fix: keeping(group.name, days) }),
  }
}
