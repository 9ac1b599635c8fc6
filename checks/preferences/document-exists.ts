import { awsCommand, defineCheck, type Declared, type Preferences, type Scope } from '../../src/core/index.ts'
import { anyNode, NODE_KINDS } from './any-node.ts'
import { expectsNoLogging } from './expects-no-logging.ts'

export default defineCheck({
  id: 'preferences/document-exists',
  title: 'the Region has Session Manager preferences',
  why: 'Without the preferences document sessions run with the defaults of the service: nothing is written to CloudWatch Logs or S3, no key of yours encrypts them, and nothing on the screen says so.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-preferences-cli.html',
  severity: 'high',
  fix: 'none',
  each: 'preferences',
  needs: [...NODE_KINDS, 'declared'],
  mayFollow: ['report/empty-region'],
  run(preferences, records, scope) {
    if (preferences.exists) return undefined
    const config = records.declared['config'] ?? {}
    if (expectsNoLogging(config)) return undefined
    return {
      message: `${preferences.name} does not exist in ${scope.region}: sessions use the service's defaults and leave no record`,
      // One line for an empty Region: that it is empty.
      ...(!anyNode(records) && { severity: 'info' as const, because: [{ check: 'report/empty-region' }] }),
      evidence: [
        {
          label: 'document',
          value: 'absent (InvalidDocument)',
          source: `ssm:GetDocument ${preferences.name}`,
        },
      ],
      remedy: {
        text: 'create the log group and the preferences document that names it; the node roles must be allowed to write there',
        commands: createDocument(preferences, config, scope),
      },
    }
  },
})

const createDocument = ({ name }: Preferences, config: Declared, { region }: Scope): readonly string[] => {
  const inputs = {
    s3BucketName: '',
    s3KeyPrefix: '',
    s3EncryptionEnabled: false,
    cloudWatchLogGroupName: '/aws/ssm/sessions',
    cloudWatchEncryptionEnabled: false,
    cloudWatchStreamingEnabled: true,
    kmsKeyId: '',
    runAsEnabled: false,
    runAsDefaultUser: '',
    ...config.preferences,
  }
  const group = inputs.cloudWatchLogGroupName
  return [
    ...(group === '' ? [] : [awsCommand('logs create-log-group', { 'log-group-name': group, region })]),
    awsCommand('ssm create-document', {
      name,
      'document-type': 'Session',
      'document-format': 'JSON',
      content: JSON.stringify({ schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs }),
      region,
    }),
  ]
}
