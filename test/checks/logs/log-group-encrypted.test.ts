import check from '../../../checks/logs/log-group-encrypted.ts'
import { DB, GROUP, GROUP_KEY, HYBRID, SESSION_KEY, WEB } from '../../support/healthy.ts'
import { testCheck } from '../../support/test-check.ts'
import { prefer, preferLater } from '../policies.ts'

const ABORT =
  'the preferences require encryption: every session is refused, with the words "encryption is not set up on the selected CloudWatch Logs log group"'

const ALIAS = 'arn:aws:kms:ap-southeast-1:123456789012:alias/logs'

testCheck(check, {
  'encryption is required and the group has no key': {
    break: world => delete world.records.logGroups[GROUP]?.kmsKeyId,
    finds: [
      {
        subject: GROUP,
        message: `log group ${GROUP} has no KMS key and ${ABORT}`,
        severity: 'critical',
        about: 'kmsKeyId',
        affects: [WEB, DB, HYBRID],
        risk: 'review',
      },
    ],
  },
  'the session key is off': {
    break: world => {
      delete world.records.logGroups[GROUP]?.kmsKeyId
      const key = world.records.keys[SESSION_KEY]
      if (key) key.state = 'PendingDeletion'
    },
    finds: [{ subject: GROUP, risk: 'none' }],
  },
  'the config names a key of another Region, and the session key would do': {
    break: world => {
      delete world.records.logGroups[GROUP]?.kmsKeyId
      const arn = GROUP_KEY.replace('ap-southeast-1', 'eu-west-1')
      const key = world.records.keys[GROUP_KEY]
      if (key) world.records.keys[arn] = { ...key, ref: arn, arn }
      world.declared = { logGroupKey: arn }
    },
    finds: [{ subject: GROUP, risk: 'none' }],
  },
  'the config names a key by its alias': {
    break: world => {
      delete world.records.logGroups[GROUP]?.kmsKeyId
      const alias = GROUP_KEY.replace(/key\/.*/, 'alias/logs')
      const key = world.records.keys[GROUP_KEY]
      if (key) world.records.keys[alias] = { ...key, ref: alias }
      world.declared = { logGroupKey: alias }
    },
    finds: [{ subject: GROUP, risk: 'review' }],
  },
  'streaming does not matter': {
    break: world => {
      prefer(world, { cloudWatchStreamingEnabled: false })
      delete world.records.logGroups[GROUP]?.kmsKeyId
    },
    finds: [`${GROUP}: log group ${GROUP} has no KMS key and ${ABORT}`],
  },
  'the group is gone': {
    break: world => delete world.records.logGroups[GROUP],
    finds: [`${GROUP}: log group ${GROUP} does not exist, so that no KMS key protects it and ${ABORT}`],
  },
  'only the latest version requires it, of another group': {
    break: world => {
      const name = '/aws/ssm/plain'
      world.records.logGroups[name] = {
        name,
        arn: `arn:aws:logs:ap-southeast-1:123456789012:log-group:${name}`,
      }
      preferLater(world, { cloudWatchLogGroupName: name })
    },
    finds: [{ subject: '/aws/ssm/plain', verdict: 'unknown' }],
  },
  'another key than the config declares': {
    break: world => (world.declared = { logGroupKey: SESSION_KEY }),
    finds: [
      {
        subject: GROUP,
        message: `log group ${GROUP} is encrypted with ${GROUP_KEY}, and the config declares ${SESSION_KEY}`,
        severity: 'medium',
        about: 'logGroupKey',
        fixable: false,
      },
    ],
  },
  'no key where the config declares one, and the flag off': {
    break: world => {
      prefer(world, { cloudWatchEncryptionEnabled: false })
      delete world.records.logGroups[GROUP]?.kmsKeyId
      world.declared = { logGroupKey: GROUP_KEY }
    },
    finds: [
      {
        subject: GROUP,
        message: `log group ${GROUP} has no KMS key, and the config declares ${GROUP_KEY}`,
        severity: 'medium',
        fixable: true,
      },
    ],
  },
  'no key where one is required and declared: one finding': {
    break: world => {
      delete world.records.logGroups[GROUP]?.kmsKeyId
      world.declared = { logGroupKey: GROUP_KEY }
    },
    finds: [{ subject: GROUP, about: 'kmsKeyId', severity: 'critical' }],
  },
  'an alias that could not be looked up': {
    break: world => (world.declared = { logGroupKey: ALIAS }),
    finds: [{ subject: GROUP, about: 'logGroupKey', verdict: 'unknown' }],
  },
  'the alias of the key': {
    break: world => {
      const key = world.records.keys[GROUP_KEY]
      if (key) world.records.keys[ALIAS] = { ...key, ref: ALIAS }
      world.declared = { logGroupKey: ALIAS }
    },
    finds: [],
  },
  'encryption at rest by default, and the flag off': {
    break: world => {
      prefer(world, { cloudWatchEncryptionEnabled: false })
      delete world.records.logGroups[GROUP]?.kmsKeyId
    },
    finds: [],
  },
  'the flag without a group, as in the sample of the documentation': {
    break: world => prefer(world, { cloudWatchLogGroupName: '' }),
    finds: [],
  },
})
