import {
  askedBy,
  asNamed,
  awsCommand,
  defineCheck,
  preferencesSay,
  type Evidence,
  type LogGroup,
  type Problem,
  type Scope,
} from '../../src/core/index.ts'
import { DECLARED_GROUP } from './declared-group.ts'
import { groupKey, type GroupKey } from './group-key.ts'

export default defineCheck({
  id: 'logs/log-group-encrypted',
  title: 'the log group has a key where the preferences require encryption',
  why: 'With cloudWatchEncryptionEnabled the agent refuses every session unless the log group has a KMS key of its own. The encryption at rest that CloudWatch Logs gives every group does not count.',
  docs: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
  severity: 'critical',
  fix: 'review',
  each: 'logDestinations',
  needs: ['logGroups', 'preferences', 'declared', 'sessionKeys', 'keys', 'keyPolicies'],
  after: ['logs/log-group-exists'],
  mayFollow: ['preferences/default-version-current', 'preferences/as-declared'],
  run(destination, records, scope) {
    const { logGroups, preferences } = records
    const group = logGroups[destination.name]
    if (destination.encryptionBy.length === 0 || group?.kmsKeyId !== undefined) return undefined
    const required = askedBy(destination, destination.encryptionBy)
    const what = group ? 'has no KMS key' : 'does not exist, so that no KMS key protects it'
    const problem: Problem = {
      message: `log group ${destination.name} ${what} and the preferences require encryption: every session is refused, with the words "encryption is not set up on the selected CloudWatch Logs log group"`,
      about: 'kmsKeyId',
      because: [DECLARED_GROUP, { ...DECLARED_GROUP, about: 'cloudWatchEncryptionEnabled' }],
      evidence: [
        { ...preferencesSay(preferences, required, 'true'), label: 'cloudWatchEncryptionEnabled' },
        keyOf(group),
      ],
      ...(group
        ? encryption(group, groupKey(destination, records, scope), scope)
        : { remedy: { text: 'create the log group with a KMS key' } }),
    }
    return asNamed(problem, required, destination.name)
  },
})

const encryption = (
  { name }: LogGroup,
  key: GroupKey | string,
  { region }: Scope,
): Pick<Problem, 'remedy' | 'fix'> => {
  const relief = 'quickest relief: turn cloudWatchEncryptionEnabled off in the preferences; to keep it,'
  const what = typeof key === 'string' ? `a key whose policy lets CloudWatch Logs use it (${key})` : key.arn
  const remedy = {
    text: `${relief} give the group ${what}: it takes up to five minutes, and what the group holds already stays as it is`,
    commands: [
      ...(typeof key === 'string' ? [] : key.commands),
      awsCommand('logs associate-kms-key', {
        'log-group-name': name,
        'kms-key-id': typeof key === 'string' ? '<key ARN>' : key.arn,
        region,
      }),
    ],
  }
  if (typeof key === 'string') return { remedy }
  return { remedy, fix: [...key.fix, { type: 'have-log-group', logGroup: name, keyArn: key.arn }] }
}

const keyOf = (group: LogGroup | undefined): Evidence => ({
  label: 'kmsKeyId',
  value: group ? 'none' : 'no such group',
  source: 'logs:DescribeLogGroups',
})
