import {
  asNamed,
  awsCommand,
  defineCheck,
  type LogDestination,
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
  fix: 'none',
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
  return {
    message: `log group ${name} keeps records for ${days} days, and the config promises ${least}`,
    about: 'retentionInDays',
    severity: 'medium',
    evidence: [evidenceOf(group), { label: 'promised', value: `${least} days`, source: 'config' }],
    remedy: {
      text: 'keep the records longer: what is older than the present retention is gone already',
      commands: [
        retention(name, least, scope) ??
          awsCommand('logs delete-retention-policy', { 'log-group-name': name, region: scope.region }),
      ],
    },
  }
}

/** aws: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const CHOICES = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]

/** The command that keeps records for so many days at least; undefined where only keeping them for ever does. */
const retention = (name: LogDestination['name'], days: number, { region }: Scope): string | undefined => {
  const choice = CHOICES.find(choice => choice >= days)
  return choice === undefined
    ? undefined
    : awsCommand('logs put-retention-policy', {
        'log-group-name': name,
        'retention-in-days': String(choice),
        region,
      })
}

const USUAL = 365

/** A promise that no retention keeps is kept by having none. */
const endless = (group: LogGroup, least: number | undefined, scope: Scope): Problem | undefined => {
  const command = retention(group.name, Math.max(least ?? 0, USUAL), scope)
  if (group.retentionInDays !== undefined || command === undefined) return undefined
  return {
    message: `log group ${group.name} keeps its records for ever`,
    about: 'retentionInDays',
    evidence: [evidenceOf(group)],
    remedy: {
      text: 'choose a retention; it deletes what is older at once, and that cannot be undone',
      commands: [command],
    },
  }
}
