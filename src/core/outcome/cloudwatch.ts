import type { Reading } from '../access.ts'
import type { JudgedNode } from '../kinds.ts'
import { isPassing } from '../session/key-state.ts'
import { isOldWindows } from '../session/old-windows.ts'
import { logsServiceAnswers } from '../session/logs-service.ts'
import type { PreferenceInputs } from '../preferences/preferences.ts'
import { knowsStreaming } from '../session/streaming.ts'
import { describeGroups, logWrite } from '../session/session-access.ts'
import { attempt, fails, firstObstacle, HOLDS, undecided, type Fact } from './fact.ts'
import { reaches } from './network.ts'
import { mayAccess, roleOf } from './permission.ts'
import { LOG_GROUP_NOT_ENCRYPTED } from './texts.ts'

const GROUP = ['logs/log-group-exists', 'preferences/schema-valid']
const DESCRIBE = ['logs/describe-log-groups']
const WRITE = ['logs/log-group-arn-match', 'logs/write-permissions']
const WINDOWS = ['node/windows-streaming']
const KEY = ['logs/key-allows-logs-service']

/** The agent's check of the log group before the prompt: with the encryption flag on, a failure refuses the session. */
export const logGroupValidation = (reading: Reading, node: JudgedNode, inputs: PreferenceInputs): Fact => {
  if (inputs.cloudWatchLogGroupName === '') return HOLDS
  const sees = LOG_GROUP_NOT_ENCRYPTED
  return firstObstacle([
    reaches(reading, node, 'logs', sees),
    exists(reading, inputs, sees),
    attempt(DESCRIBE, () => mayDescribe(reading, node, sees)),
    attempt(['logs/log-group-encrypted'], () =>
      reading.records('logGroups')[inputs.cloudWatchLogGroupName]?.kmsKeyId === undefined
        ? fails(['logs/log-group-encrypted'], sees)
        : HOLDS,
    ),
  ])
}

/** Whether a session's log arrives in CloudWatch: silent where it does not. */
export const cloudWatchRecord = (reading: Reading, node: JudgedNode, inputs: PreferenceInputs): Fact => {
  const streams = inputs.cloudWatchStreamingEnabled && knowsStreaming(node)
  const describes = streams || inputs.cloudWatchEncryptionEnabled
  return firstObstacle([
    reaches(reading, node, 'logs'),
    exists(reading, inputs),
    ...(describes ? [attempt(DESCRIBE, () => mayDescribe(reading, node))] : []),
    attempt(WRITE, () => mayWrite(reading, node, inputs)),
    attempt(KEY, () => keyServes(reading, inputs)),
    streams && isOldWindows(node.managed) ? undecided(WINDOWS) : HOLDS,
  ])
}

const exists = (reading: Reading, inputs: PreferenceInputs, sees?: string): Fact =>
  attempt(GROUP, () =>
    reading.records('logGroups')[inputs.cloudWatchLogGroupName] ? HOLDS : fails(GROUP, sees),
  )

const mayDescribe = (reading: Reading, node: JudgedNode, sees?: string): Fact => {
  const role = roleOf(reading, node)
  if (!role) return undecided(DESCRIBE)
  return mayAccess(reading, node, describeGroups(reading.world.scope, role), DESCRIBE, sees)
}

const mayWrite = (reading: Reading, node: JudgedNode, inputs: PreferenceInputs): Fact => {
  const destination = reading.records('logDestinations')[inputs.cloudWatchLogGroupName]
  return destination ? mayAccess(reading, node, logWrite(destination), WRITE) : undecided(WRITE)
}

/** aws: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
const keyServes = (reading: Reading, inputs: PreferenceInputs): Fact => {
  const group = reading.records('logGroups')[inputs.cloudWatchLogGroupName]
  if (group?.kmsKeyId === undefined) return HOLDS
  const key = reading.records('keys')[group.kmsKeyId]
  if (!key) return fails(KEY)
  if (key.state !== 'Enabled') return isPassing(key.state) ? undecided(KEY) : fails(KEY)
  const policy = reading.records('keyPolicies')[key.arn]
  if (!policy) return undecided(KEY)
  const answers = logsServiceAnswers(group, key, policy.document, reading.world.scope)
  const verdicts = answers.map(answer => answer.decision.verdict)
  if (verdicts.every(verdict => verdict === 'allowed')) return HOLDS
  return verdicts.some(verdict => verdict.endsWith('deny')) ? fails(KEY) : undecided(KEY)
}
