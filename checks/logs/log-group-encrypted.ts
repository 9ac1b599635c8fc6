import {
  askedBy,
  asNamed,
  awsCommand,
  defineCheck,
  preferencesSay,
  sameKey,
  type Evidence,
  type LogDestination,
  type LogGroup,
  type Problem,
  type Remedy,
  type Scope,
} from '../../src/core/index.ts'
import { DECLARED_GROUP } from './declared-group.ts'
import { groupKey, type GroupKey, type KeyRecords } from './group-key.ts'

export default defineCheck({
  id: 'logs/log-group-encrypted',
  title: 'the log group has the key that is required or declared',
  why: 'With cloudWatchEncryptionEnabled the agent refuses every session unless the log group has a KMS key of its own. The encryption at rest that CloudWatch Logs gives every group does not count.',
  docs: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
  severity: 'critical',
  fix: 'review',
  asks: ['allow-key-use', 'have-log-group'],
  each: 'logDestinations',
  needs: ['logGroups', 'preferences', 'declared', 'sessionKeys', 'keys', 'keyPolicies'],
  after: ['logs/log-group-exists'],
  mayFollow: ['preferences/default-version-current', 'preferences/as-declared'],
  run(destination, records, scope) {
    const { logGroups, preferences } = records
    const group = logGroups[destination.name]
    if (destination.encryptionBy.length === 0 || group?.kmsKeyId !== undefined) {
      const drift = group && keyDrift(group, destination, records, scope)
      return drift && asNamed(drift, destination, destination.name)
    }
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
        ? encryption(group, groupKey(destination, records, scope), scope, orOff)
        : { remedy: { text: 'create the log group with a KMS key' } }),
    }
    return asNamed(problem, required, destination.name)
  },
})

/** A group that has no key, or another than the config declares. */
const keyDrift = (
  group: LogGroup,
  destination: LogDestination,
  records: KeyRecords,
  scope: Scope,
): Problem | undefined => {
  const wanted = records.declared['config']?.logGroupKey
  if (wanted === undefined) return undefined
  const { name, kmsKeyId } = group
  const agreement = sameKey(kmsKeyId ?? '', wanted, records.keys, scope)
  if (agreement === 'yes') return undefined
  const otherwise = '; or change what the config declares'
  return {
    message: `log group ${name} ${kmsKeyId === undefined ? 'has no KMS key' : `is encrypted with ${kmsKeyId}`}, and the config declares ${wanted}`,
    about: 'logGroupKey',
    severity: 'medium',
    ...(agreement === 'unknown' && { verdict: 'unknown' as const }),
    evidence: [
      { label: 'kmsKeyId', value: kmsKeyId ?? 'none', source: 'logs:DescribeLogGroups' },
      { label: 'declared', value: wanted, source: 'config' },
    ],
    ...(kmsKeyId === undefined
      ? encryption(group, groupKey(destination, records, scope), scope, text => `${text}${otherwise}`)
      : { remedy: exchange(name, wanted, otherwise, scope) }),
  }
}

/** What is encrypted under the old key needs that key: the exchange is somebody's own to make. */
const exchange = (name: string, wanted: string, otherwise: string, { region }: Scope): Remedy => ({
  text: `let the policy of the declared key admit the logs service first, then give the group the key: what is there already stays under the old one${otherwise}`,
  commands: [associate(name, wanted, region)],
})

const associate = (group: string, key: string, region: string): string =>
  awsCommand('logs associate-kms-key', { 'log-group-name': group, 'kms-key-id': key, region })

const orOff = (text: string): string =>
  `quickest relief: turn cloudWatchEncryptionEnabled off in the preferences; to keep it, ${text}`

const encryption = (
  { name }: LogGroup,
  key: GroupKey | string,
  { region }: Scope,
  worded: (text: string) => string,
): Pick<Problem, 'remedy' | 'fix'> => {
  const what = typeof key === 'string' ? `a key whose policy lets CloudWatch Logs use it (${key})` : key.arn
  const remedy = {
    text: worded(
      `give the group ${what}: it takes up to five minutes, and what the group holds already stays as it is`,
    ),
    commands: [
      ...(typeof key === 'string' ? [] : key.commands),
      associate(name, typeof key === 'string' ? '<key ARN>' : key.arn, region),
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
