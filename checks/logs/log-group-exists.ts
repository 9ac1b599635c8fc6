import {
  asNamed,
  awsCommand,
  defineCheck,
  preferencesSay,
  type LogDestination,
  type Problem,
  type Remedy,
  type Scope,
} from '../../src/core/index.ts'
import { DECLARED_GROUP } from './declared-group.ts'
import { majorityGroup } from './majority-group.ts'

export default defineCheck({
  id: 'logs/log-group-exists',
  title: 'the log group that the preferences name exists',
  why: 'The agent never creates the log group. Where it is missing, sessions open and are not recorded, or are all refused where encryption is required.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html',
  severity: 'high',
  fix: 'none',
  each: 'logDestinations',
  needs: ['logGroups', 'nodeRoles', 'preferences'],
  mayFollow: ['preferences/schema-valid', 'preferences/default-version-current', 'preferences/as-declared'],
  run(destination, { logGroups, nodeRoles, preferences }, scope) {
    if (logGroups[destination.name]) return undefined
    const majority = majorityGroup(destination, logGroups, () => Object.values(nodeRoles))
    const near = Object.keys(logGroups).find(name => name.toLowerCase() === destination.name.toLowerCase())
    const other = majority?.name ?? near
    const problem: Problem = {
      message: `log group ${destination.name} does not exist in ${scope.region}${majority ? `, and the policies of ${majority.roles.join(', ')} name ${majority.name}` : ''}: ${effectOf(destination)}`,
      about: majority ? 'majority' : 'absent',
      severity: destination.encryptionRequired ? 'critical' : 'high',
      because: [{ check: 'preferences/schema-valid', about: 'cloudWatchLogGroupName' }, DECLARED_GROUP],
      evidence: [
        preferencesSay(preferences, destination, destination.name),
        ...(other === undefined
          ? []
          : [{ label: 'account has', value: other, source: `log groups of ${scope.region}` }]),
      ],
      remedy: other === undefined ? creation(destination, scope) : renaming(destination, other, scope),
    }
    return asNamed(problem, destination, destination.name)
  },
})

const effectOf = ({ encryptionRequired, invalid }: LogDestination): string => {
  if (encryptionRequired) {
    return 'every session is refused, with the words "encryption is not set up on the selected CloudWatch Logs log group"'
  }
  const why = invalid ? ' (no log group can have that name)' : ''
  return `sessions open and leave no record in CloudWatch Logs, without an error${why}`
}

const creation = ({ name, encryptionRequired, invalid }: LogDestination, { region }: Scope): Remedy => {
  if (invalid) return { text: 'write the name of a log group, not its ARN, into cloudWatchLogGroupName' }
  const encrypted = encryptionRequired ? ', with the KMS key that the preferences ask for' : ''
  return {
    text: `create log group ${name}${encrypted}, or name an existing one in the preferences`,
    commands: [
      awsCommand('logs create-log-group', {
        'log-group-name': name,
        ...(encryptionRequired && { 'kms-key-id': '<key ARN>' }),
        region,
      }),
    ],
  }
}

const DOCUMENT = 'SSM-SessionManagerRunShell'

/** The preferences are what is wrong: a second group beside the one in use would only split the record. */
const renaming = ({ name }: LogDestination, other: string, { region }: Scope): Remedy => {
  const escaped = name.replaceAll(/[.\\|]/g, String.raw`\$&`)
  const fetch = awsCommand('ssm get-document', {
    name: DOCUMENT,
    'document-version': '$LATEST',
    query: 'Content',
    output: 'text',
    region,
  })
  return {
    text: `name ${other} in the preferences and make that version the default; do not create a second group`,
    commands: [
      `${fetch} | sed 's|"${escaped}"|"${other}"|' > preferences.json`,
      awsCommand('ssm update-document', {
        name: DOCUMENT,
        'document-version': '$LATEST',
        content: 'file://preferences.json',
        region,
      }),
      `aws ssm update-document-default-version --name ${DOCUMENT} --region ${region} --document-version "$(aws ssm describe-document --name ${DOCUMENT} --document-version '$LATEST' --query Document.DocumentVersion --output text --region ${region})"`,
    ],
  }
}
