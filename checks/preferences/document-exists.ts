import {
  awsCommand,
  declaredPreferences,
  defineCheck,
  editOf,
  newPreferences,
  pathsIn,
  type Declared,
  type PreferenceEdit,
  type Preferences,
  type Problem,
  type Scope,
} from '../../src/core/index.ts'
import { anyNode, NODE_KINDS } from './any-node.ts'
import { expectsNoLogging } from './expects-no-logging.ts'

export default defineCheck({
  id: 'preferences/document-exists',
  title: 'the Region has Session Manager preferences',
  why: 'Without the preferences document sessions run with the defaults of the service: nothing is written to CloudWatch Logs or S3, no key of yours encrypts them, and nothing on the screen says so.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-preferences-cli.html',
  severity: 'high',
  fix: 'review',
  asks: ['set-preferences'],
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
      ...creation(preferences, config, scope),
    }
  },
})

/** What is declared is created; where nothing is, an example of it is advice. */
const creation = (
  preferences: Preferences,
  config: Declared,
  scope: Scope,
): Pick<Problem, 'remedy' | 'fix'> => {
  const { name } = preferences
  const wanted = declaredPreferences(config, scope)
  if (wanted) {
    const edits = pathsIn(config).map(field => editOf(wanted, field))
    const text =
      'create the preferences document as the config declares it; the node roles must be allowed to write where it records'
    return {
      remedy: { text, commands: [createDocument(preferences, edits, scope)] },
      fix: [{ type: 'set-preferences', name, edits }],
    }
  }
  const { region } = scope
  return {
    remedy: {
      text: 'create the log group and the preferences document that names it; the node roles must be allowed to write there',
      commands: [
        awsCommand('logs create-log-group', { 'log-group-name': EXAMPLE_GROUP, region }),
        createDocument(preferences, EXAMPLE, scope),
      ],
    },
  }
}

const EXAMPLE_GROUP = '/aws/ssm/sessions'
const EXAMPLE: readonly PreferenceEdit[] = [
  { path: ['inputs', 'cloudWatchLogGroupName'], value: EXAMPLE_GROUP },
  { path: ['inputs', 'cloudWatchStreamingEnabled'], value: true },
]

const createDocument = ({ name }: Preferences, edits: readonly PreferenceEdit[], { region }: Scope): string =>
  awsCommand('ssm create-document', {
    name,
    'document-type': 'Session',
    'document-format': 'JSON',
    content: JSON.stringify(JSON.parse(newPreferences(edits))),
    region,
  })
