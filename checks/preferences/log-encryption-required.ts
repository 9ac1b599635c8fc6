import { defineCheck, preferencesCommands } from '../../src/core/index.ts'
import { FIELD_CAUSES, inVersions, shownIn } from './in-versions.ts'

export default defineCheck({
  id: 'preferences/log-encryption-required',
  title: 'sessions are refused if their log group loses its key',
  why: 'The log group has a KMS key. With cloudWatchEncryptionEnabled the agent makes sure of it before each session; without, a group that is made anew without the key takes the records all the same.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging-cloudwatch-logs.html',
  severity: 'info',
  fix: 'none',
  each: 'preferences',
  needs: ['logGroups'],
  after: ['preferences/document-exists'],
  mayFollow: FIELD_CAUSES,
  run(preferences, { logGroups }, scope) {
    const found = inVersions(
      preferences,
      'cloudWatchEncryptionEnabled',
      ({ inputs }) =>
        !inputs.cloudWatchEncryptionEnabled &&
        inputs.cloudWatchLogGroupName !== '' &&
        logGroups[inputs.cloudWatchLogGroupName]?.kmsKeyId !== undefined,
    )
    if (!found) return undefined
    const [{ inputs }] = found.versions
    return {
      message: `log group ${inputs.cloudWatchLogGroupName} has a KMS key and the preferences do not insist on it${found.where}`,
      about: 'cloudWatchEncryptionEnabled',
      ...found.verdict,
      because: found.because,
      evidence: [
        ...shownIn(found, 'cloudWatchEncryptionEnabled', () => 'false'),
        {
          label: 'kmsKeyId',
          value: logGroups[inputs.cloudWatchLogGroupName]?.kmsKeyId ?? '',
          source: 'logs:DescribeLogGroups',
        },
      ],
      remedy: {
        text: 'set cloudWatchEncryptionEnabled to true only if every node role may call logs:DescribeLogGroups on all groups and every node reaches the service: it turns each failure of that look into a refused session',
        commands: preferencesCommands(preferences.name, [], scope),
      },
    }
  },
})
