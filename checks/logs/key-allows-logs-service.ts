import {
  asNamed,
  awsCommand,
  defineCheck,
  isPassing,
  keyPolicyCommands,
  logsService,
  logsServiceAnswers,
  logsServiceStatement,
  refusalOf,
  resourceStatementJson,
  type Key,
  type LogDestination,
  type LogGroup,
  type Problem,
  type Remedy,
  type Scope,
} from '../../src/core/index.ts'
import { sameSessionKey } from '../kms/same-key.ts'

export default defineCheck({
  id: 'logs/key-allows-logs-service',
  title: "the log group's key is enabled and lets the logs service use it",
  why: 'CloudWatch Logs encrypts with the group’s key under its own name. Where the key is off or its policy does not let the service in, nothing can be written to the group and nothing already there can be read.',
  docs: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
  severity: 'high',
  fix: 'review',
  asks: ['allow-key-use', 'enable-key'],
  each: 'logDestinations',
  needs: ['logGroups', 'keys', 'keyPolicies', 'sessionKeys'],
  mayFollow: ['kms/key-usable', 'preferences/default-version-current'],
  run(destination, { logGroups, keys, keyPolicies, sessionKeys }, scope) {
    const group = logGroups[destination.name]
    if (group?.kmsKeyId === undefined) return undefined
    const key = keys[group.kmsKeyId]
    if (!key) return asNamed(missing(group, scope), destination, destination.name)
    const state = stateProblem(destination, key, scope)
    if (state) {
      const because = sameSessionKey(key, keys, sessionKeys)
      return asNamed({ ...state, because }, destination, destination.name)
    }
    const document = keyPolicies[key.arn]?.document
    const problem = policyProblem(group, key, document, scope)
    return problem && asNamed(problem, destination, destination.name)
  },
})

const LOSS =
  'nothing can be written to it: sessions open and leave no record there, and with streaming hang in Terminating after their end, without an error'

const missing = ({ name, kmsKeyId }: LogGroup, { region }: Scope): Problem => ({
  message: `key ${kmsKeyId} of log group ${name} does not exist; ${LOSS}`,
  about: 'key',
  remedy: {
    text: 'give the group a key that exists, or none',
    commands: [awsCommand('logs disassociate-kms-key', { 'log-group-name': name, region })],
  },
})

const stateProblem = ({ name }: LogDestination, key: Key, scope: Scope): Problem | undefined => {
  if (key.state === 'Enabled') return undefined
  const mayEnable = key.state === 'Disabled' && key.accountId === scope.accountId
  return {
    message: `key ${key.arn} of log group ${name} is ${key.state}; ${LOSS}`,
    about: 'state',
    ...(isPassing(key.state) && { verdict: 'unknown' as const }),
    evidence: [{ label: 'key state', value: key.state, source: `kms:DescribeKey ${key.arn}` }],
    remedy: revival(key, scope.region),
    ...(mayEnable && { fix: [{ type: 'enable-key' as const, keyArn: key.arn }] }),
  }
}

const ANOTHER: Remedy = { text: 'give the group another key, which is Enabled' }

/** A key whose deletion was cancelled is off; one without material cannot be turned on. */
const revival = ({ state, arn }: Key, region: string): Remedy => {
  if (isPassing(state)) return { text: 'wait until the key is Enabled and check again' }
  const cancel = state === 'PendingDeletion' ? ['kms cancel-key-deletion'] : []
  if (state !== 'Disabled' && cancel.length === 0) return ANOTHER
  return {
    text: 'enable the key if nobody turned it off on purpose, or give the group another one',
    commands: [...cancel, 'kms enable-key'].map(operation =>
      awsCommand(operation, { 'key-id': arn, region }),
    ),
  }
}

const policyProblem = (
  group: LogGroup,
  key: Key,
  document: string | undefined,
  scope: Scope,
): Problem | undefined => {
  const { name, arn } = group
  const principal = logsService(scope)
  if (document === undefined) return unseen(name, key)
  const answers = logsServiceAnswers(group, key, document, scope)
  const denied = answers.filter(one => one.decision.verdict.endsWith('deny'))
  const bad = denied[0] ?? answers.find(one => one.decision.verdict === 'unknown')
  if (!bad) return undefined
  const refusal = refusalOf(bad.action, bad.decision)
  const actions = denied.map(one => one.action)
  const undecided = bad.decision.verdict === 'unknown'
  const statement = logsServiceStatement({ arn }, scope)
  const reason =
    bad.decision.verdict === 'implicit-deny'
      ? 'no statement of its policy allows it for this group'
      : refusal.because
  return {
    message: undecided
      ? `whether key ${key.arn} of log group ${name} lets ${principal} use it cannot be decided: ${reason}`
      : `key ${key.arn} of log group ${name} does not let ${principal} call ${actions.join(', ')}: ${reason}; ${LOSS}`,
    about: 'key policy',
    ...(undecided && { verdict: 'unknown' as const }),
    evidence: refusal.evidence,
    explanation: refusal.explanation,
    remedy: {
      text: `add to the key's policy, all its statements kept: ${JSON.stringify(resourceStatementJson(statement))}`,
      commands: keyPolicyCommands(key.arn, statement, scope),
    },
    ...(bad.decision.verdict === 'implicit-deny' &&
      key.accountId === scope.accountId && {
        fix: [{ type: 'allow-key-use' as const, keyArn: key.arn, statement }],
      }),
  }
}

const unseen = (name: string, key: Key): Problem => ({
  message: `whether key ${key.arn} of log group ${name} lets the logs service use it cannot be decided: its policy was not read`,
  about: 'key policy',
  verdict: 'unknown',
  remedy: { text: 'let the caller call kms:GetKeyPolicy on the key' },
})
