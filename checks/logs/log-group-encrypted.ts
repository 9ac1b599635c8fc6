import {
  askedBy,
  asNamed,
  awsCommand,
  defineCheck,
  preferencesSay,
  type Evidence,
  type LogGroup,
  type Remedy,
} from '../../src/core/index.ts'
import { DECLARED_GROUP } from './declared-group.ts'

export default defineCheck({
  id: 'logs/log-group-encrypted',
  title: 'the log group has a key where the preferences require encryption',
  why: 'With cloudWatchEncryptionEnabled the agent refuses every session unless the log group has a KMS key of its own. The encryption at rest that CloudWatch Logs gives every group does not count.',
  docs: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
  severity: 'critical',
  fix: 'none',
  each: 'logDestinations',
  needs: ['logGroups', 'preferences'],
  after: ['logs/log-group-exists'],
  mayFollow: ['preferences/default-version-current', 'preferences/as-declared'],
  run(destination, { logGroups, preferences }, { region }) {
    const group = logGroups[destination.name]
    if (destination.encryptionBy.length === 0 || group?.kmsKeyId !== undefined) return undefined
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
      remedy: group ? encrypt(destination.name, region) : { text: 'create the log group with a KMS key' },
    }
    return asNamed(problem, required, destination.name)
  },
})

const encrypt = (name: string, region: string): Remedy => ({
  text: 'quickest relief: turn cloudWatchEncryptionEnabled off in the preferences; to keep it, let the key’s policy admit the logs service first, then give the group the key (it takes up to five minutes)',
  commands: [
    awsCommand('logs associate-kms-key', { 'log-group-name': name, 'kms-key-id': '<key ARN>', region }),
  ],
})

const keyOf = (group: LogGroup | undefined): Evidence => ({
  label: 'kmsKeyId',
  value: group ? 'none' : 'no such group',
  source: 'logs:DescribeLogGroups',
})
