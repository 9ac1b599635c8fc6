import check from '../../../checks/logs/key-allows-logs-service.ts'
import { GROUP, GROUP_KEY, policyDocument, SESSION_KEY } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'
import { prefer } from '../policies.ts'

const LOST =
  'nothing can be written to it: sessions open and leave no record there, and with streaming hang in Terminating after their end, without an error'
const SERVICE = 'logs.ap-southeast-1.amazonaws.com'
const GROUP_ARN = `arn:aws:logs:ap-southeast-1:123456789012:log-group:${GROUP}`
const ACTIONS = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*']
const ROOT = {
  Sid: 'EnableIamPolicies',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::123456789012:root' },
  Action: 'kms:*',
  Resource: '*',
}

const admit = (world: BreakableWorld, ...statements: Record<string, unknown>[]): void => {
  world.records.keyPolicies[GROUP_KEY] = {
    keyArn: GROUP_KEY,
    document: policyDocument([ROOT, ...statements]),
  }
}
const statement = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
  Effect: 'Allow',
  Principal: { Service: SERVICE },
  Action: ACTIONS,
  Resource: '*',
  Condition: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': GROUP_ARN } },
  ...over,
})
const setState = (world: BreakableWorld, state: string): void => {
  const key = world.records.keys[GROUP_KEY]
  if (key) key.state = state
}
const denied = (actions: string): string =>
  `${GROUP}: key ${GROUP_KEY} of log group ${GROUP} does not let ${SERVICE} call ${actions}: no statement of its policy allows it for this group; ${LOST}`
const ALL = denied('kms:Encrypt, kms:Decrypt, kms:GenerateDataKey')

testCheck(check, {
  'no statement for the service': { break: world => admit(world), finds: [ALL] },
  'the service of another Region': {
    break: world => admit(world, statement({ Principal: { Service: 'logs.eu-west-1.amazonaws.com' } })),
    finds: [ALL],
  },
  'the service without its Region': {
    break: world => admit(world, statement({ Principal: { Service: 'logs.amazonaws.com' } })),
    finds: [ALL],
  },
  'the context with the group’s :*': {
    break: world =>
      admit(
        world,
        statement({ Condition: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': `${GROUP_ARN}:foo` } } }),
      ),
    finds: [ALL],
  },
  'the context of another group': {
    break: world =>
      admit(
        world,
        statement({ Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `${GROUP_ARN}-prod` } } }),
      ),
    finds: [ALL],
  },
  'one action is missing': {
    break: world => admit(world, statement({ Action: ['kms:Encrypt', 'kms:GenerateDataKey*'] })),
    finds: [denied('kms:Decrypt')],
  },
  'a Deny for everyone': {
    break: world =>
      admit(world, statement(), {
        Sid: 'Freeze',
        Effect: 'Deny',
        Principal: '*',
        Action: 'kms:Encrypt',
        Resource: '*',
      }),
    finds: [{ subject: GROUP, message: /statement Freeze of key policy denies it/, about: 'key policy' }],
  },
  'the key is disabled': {
    break: world => setState(world, 'Disabled'),
    finds: [
      {
        subject: GROUP,
        message: `key ${GROUP_KEY} of log group ${GROUP} is Disabled; ${LOST}`,
        about: 'state',
        severity: 'high',
        fixable: true,
      },
    ],
  },
  'the key is going': {
    break: world => setState(world, 'PendingDeletion'),
    finds: [{ subject: GROUP, about: 'state' }],
  },
  'the key is being updated': {
    break: world => setState(world, 'Updating'),
    finds: [{ subject: GROUP, about: 'state', verdict: 'unknown' }],
  },
  'the session’s key serves the group too, and is disabled': {
    break: world => {
      setState(world, 'Disabled')
      prefer(world, { kmsKeyId: GROUP_KEY })
    },
    finds: [{ subject: GROUP, about: 'state' }],
  },
  'the key does not exist': {
    break: world => delete world.records.keys[GROUP_KEY],
    finds: [`${GROUP}: key ${GROUP_KEY} of log group ${GROUP} does not exist; ${LOST}`],
  },
  'the suffix of other partitions in China': {
    break: world => {
      world.scope.partition = 'aws-cn'
    },
    finds: [{ subject: GROUP, message: /does not let logs\.ap-southeast-1\.amazonaws\.com\.cn call/ }],
  },
  'a wildcard in the context': {
    break: world =>
      admit(
        world,
        statement({
          Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:*:123456789012:*' } },
        }),
      ),
    finds: [],
  },
  'no condition': { break: world => admit(world, { ...statement(), Condition: undefined }), finds: [] },
  'everyone, held by the context': {
    break: world => admit(world, statement({ Principal: '*' })),
    finds: [],
  },
  'a group without a key': {
    break: world => {
      delete world.records.logGroups[GROUP]?.kmsKeyId
      admit(world)
    },
    finds: [],
  },
  'the session’s key does not admit the logs service': {
    break: world => {
      world.records.keyPolicies[SESSION_KEY] = { keyArn: SESSION_KEY, document: policyDocument([ROOT]) }
    },
    finds: [],
  },
})
