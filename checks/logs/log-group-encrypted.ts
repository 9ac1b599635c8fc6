import {
  askedBy,
  asNamed,
  awsCommand,
  defineCheck,
  preferencesSay,
  sameKey,
  type Evidence,
  type LogGroup,
  type Problem,
  type Records,
  type Remedy,
  type Scope,
} from '../../src/core/index.ts'
import { DECLARED_GROUP } from './declared-group.ts'

export default defineCheck({
  id: 'logs/log-group-encrypted',
  title: 'the log group has the key that is required or declared',
  why: 'With cloudWatchEncryptionEnabled the agent refuses every session unless the log group has a KMS key of its own. The encryption at rest that CloudWatch Logs gives every group does not count.',
  docs: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
  severity: 'critical',
  fix: 'none',
  each: 'logDestinations',
  needs: ['logGroups', 'preferences', 'declared', 'keys'],
  after: ['logs/log-group-exists'],
  mayFollow: ['preferences/default-version-current', 'preferences/as-declared'],
  run(destination, records, scope) {
    const { logGroups, preferences } = records
    const { region } = scope
    const group = logGroups[destination.name]
    if (destination.encryptionBy.length === 0 || group?.kmsKeyId !== undefined) {
      const drift = group && keyDrift(group, records, scope)
      return drift && asNamed(drift, destination, destination.name)
    }
    const required = askedBy(destination, destination.encryptionBy)
    const what = group ? 'has no KMS key' : 'does not exist, so that no KMS key protects it'
    const problem = {
      message: `log group ${destination.name} ${what} and the preferences require encryption: every session is refused, with the words "encryption is not set up on the selected CloudWatch Logs log group"`,
      about: 'kmsKeyId',
      because: [DECLARED_GROUP, { ...DECLARED_GROUP, about: 'cloudWatchEncryptionEnabled' }],
      evidence: [
        { ...preferencesSay(preferences, required, 'true'), label: 'cloudWatchEncryptionEnabled' },
        keyOf(group),
      ],
      remedy: group
        ? encrypt(destination.name, records.declared['config']?.logGroupKey, region)
        : { text: 'create the log group with a KMS key' },
    }
    return asNamed(problem, required, destination.name)
  },
})

/** A group whose key is another than the config declares. */
const keyDrift = (
  { name, kmsKeyId }: LogGroup,
  { declared, keys }: Records<'declared' | 'keys'>,
  scope: Scope,
): Problem | undefined => {
  const wanted = declared['config']?.logGroupKey
  if (wanted === undefined) return undefined
  const agreement = sameKey(kmsKeyId ?? '', wanted, keys, scope)
  if (agreement === 'yes') return undefined
  return {
    message: `log group ${name} ${kmsKeyId === undefined ? 'has no KMS key' : `is encrypted with ${kmsKeyId}`}, and the config declares ${wanted}`,
    about: 'logGroupKey',
    severity: 'medium',
    ...(agreement === 'unknown' && { verdict: 'unknown' as const }),
    evidence: [
      { label: 'kmsKeyId', value: kmsKeyId ?? 'none', source: 'logs:DescribeLogGroups' },
      { label: 'declared', value: wanted, source: 'config' },
    ],
    remedy: {
      text: 'let the policy of the declared key admit the logs service first, then give the group the key: what is there already stays under the old one; or change what the config declares',
      commands: [associate(name, wanted, scope.region)],
    },
  }
}

const associate = (group: string, key: string, region: string): string =>
  awsCommand('logs associate-kms-key', { 'log-group-name': group, 'kms-key-id': key, region })

const encrypt = (name: string, declared: string | undefined, region: string): Remedy => ({
  text: 'quickest relief: turn cloudWatchEncryptionEnabled off in the preferences; to keep it, let the key’s policy admit the logs service first, then give the group the key (it takes up to five minutes)',
  commands: [associate(name, declared ?? '<key ARN>', region)],
})

const keyOf = (group: LogGroup | undefined): Evidence => ({
  label: 'kmsKeyId',
  value: group ? 'none' : 'no such group',
  source: 'logs:DescribeLogGroups',
})
