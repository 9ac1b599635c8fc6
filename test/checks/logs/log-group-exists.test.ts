import check from '../../../checks/logs/log-group-exists.ts'
import { DB, GROUP, GROUP_KEY, HYBRID, policyDocument, SESSION_KEY, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'
import { editInline, editShared, prefer, preferLater } from '../policies.ts'

const OTHER = '/aws/ssm/onetime-sessions'
const arn = (group: string): string => `arn:aws:logs:ap-southeast-1:123456789012:log-group:${group}`
const ABORT =
  'every session is refused, with the words "encryption is not set up on the selected CloudWatch Logs log group"'

const addGroup = (world: BreakableWorld, name: string, more = {}): void => {
  world.records.logGroups[name] = { name, arn: arn(name), ...more }
}

/** The policies of two of three roles, and a group with a key, agree on another name. */
const agreeOnOther = (world: BreakableWorld): void => {
  delete world.records.logGroups[GROUP]
  addGroup(world, OTHER, { kmsKeyId: GROUP_KEY, retentionInDays: 400 })
  editShared(world, 'WriteSessionLogs', one => ({ ...one, Resource: [`${arn(OTHER)}:*`] }))
}

testCheck(check, {
  'the group is gone and encryption is required': {
    break: world => delete world.records.logGroups[GROUP],
    finds: [
      {
        subject: GROUP,
        message: `log group ${GROUP} does not exist in ap-southeast-1: ${ABORT}`,
        severity: 'critical',
        about: 'absent',
        affects: [WEB, DB, HYBRID],
        risk: 'review',
      },
    ],
  },
  'the group is gone and encryption is not required': {
    break: world => {
      prefer(world, { cloudWatchEncryptionEnabled: false })
      delete world.records.logGroups[GROUP]
    },
    finds: [
      {
        subject: GROUP,
        message: `log group ${GROUP} does not exist in ap-southeast-1: sessions open and leave no record in CloudWatch Logs, without an error`,
        severity: 'high',
        risk: 'safe',
      },
    ],
  },
  'encryption is required, and the session key is off': {
    break: world => {
      delete world.records.logGroups[GROUP]
      const key = world.records.keys[SESSION_KEY]
      if (key) key.state = 'Disabled'
    },
    finds: [{ subject: GROUP, about: 'absent', risk: 'none' }],
  },
  'encryption is required, and the session key is another account’s': {
    break: world => {
      delete world.records.logGroups[GROUP]
      const key = world.records.keys[SESSION_KEY]
      if (key) key.accountId = '999988887777'
    },
    finds: [{ subject: GROUP, risk: 'none' }],
  },
  'encryption is required, and there is no session key': {
    break: world => {
      prefer(world, { kmsKeyId: '' })
      delete world.records.logGroups[GROUP]
    },
    finds: [{ subject: GROUP, risk: 'none' }],
  },
  'encryption is required, and the config names a key whose policy lets the logs service in': {
    break: world => {
      prefer(world, { kmsKeyId: '' })
      delete world.records.logGroups[GROUP]
      world.declared = { logGroupKey: GROUP_KEY }
    },
    finds: [{ subject: GROUP, risk: 'review' }],
  },
  'encryption is required, and the config names a key that cannot be read': {
    break: world => {
      delete world.records.logGroups[GROUP]
      world.declared = { logGroupKey: 'alias/unread' }
      world.gaps.push({ kind: 'keys', id: 'alias/unread', reason: 'denied', actions: ['kms:DescribeKey'] })
    },
    finds: [{ subject: GROUP, severity: 'critical', risk: 'none' }],
  },
  'encryption is not required, and the config names a key all the same': {
    break: world => {
      prefer(world, { cloudWatchEncryptionEnabled: false })
      delete world.records.logGroups[GROUP]
      world.declared = { logGroupKey: GROUP_KEY }
    },
    finds: [{ subject: GROUP, risk: 'review' }],
  },
  'a key whose policy denies the logs service': {
    break: world => {
      delete world.records.logGroups[GROUP]
      const deny = {
        Effect: 'Deny',
        Principal: { Service: 'logs.ap-southeast-1.amazonaws.com' },
        Action: '*',
        Resource: '*',
      }
      world.records.keyPolicies[SESSION_KEY] = { keyArn: SESSION_KEY, document: policyDocument([deny]) }
    },
    finds: [{ subject: GROUP, risk: 'none' }],
  },
  'a config that declares another group': {
    break: world => {
      prefer(world, { cloudWatchEncryptionEnabled: false })
      delete world.records.logGroups[GROUP]
      world.declared = { preferences: { cloudWatchLogGroupName: '/aws/ssm/declared' } }
    },
    finds: [{ subject: GROUP, risk: 'none' }],
  },
  'another group of nearly that name': {
    break: world => {
      prefer(world, { cloudWatchEncryptionEnabled: false })
      delete world.records.logGroups[GROUP]
      addGroup(world, '/aws/ssm/onetime-session-dev')
    },
    finds: [{ subject: GROUP, about: 'absent', risk: 'review' }],
  },
  'another group of nearly that name, and roles that could not be read': {
    break: world => {
      prefer(world, { cloudWatchEncryptionEnabled: false })
      delete world.records.logGroups[GROUP]
      addGroup(world, '/aws/ssm/onetime-session-dev')
      world.gaps.push({ kind: 'roles', reason: 'denied', actions: ['iam:GetRole'] })
    },
    finds: [{ subject: GROUP, about: 'absent', risk: 'none' }],
  },
  'other groups that could not be read': {
    break: world => {
      prefer(world, { cloudWatchEncryptionEnabled: false })
      delete world.records.logGroups[GROUP]
      world.gaps.push({ kind: 'logGroups', id: '/aws/ssm/o*', reason: 'throttled', actions: [] })
    },
    finds: [{ subject: GROUP, about: 'absent', risk: 'none' }],
  },
  'a name that AWS keeps for itself': {
    break: world => {
      delete world.records.logGroups[GROUP]
      prefer(world, { cloudWatchLogGroupName: 'aws/sessions', cloudWatchEncryptionEnabled: false })
    },
    finds: [{ subject: 'aws/sessions', risk: 'none' }],
  },
  'only a group in other letter case exists': {
    break: world => {
      delete world.records.logGroups[GROUP]
      addGroup(world, GROUP.toUpperCase())
    },
    finds: [{ subject: GROUP, about: 'absent', risk: 'review' }],
  },
  'policies and an existing group agree on another name': {
    break: agreeOnOther,
    finds: [
      {
        subject: GROUP,
        about: 'majority',
        risk: 'review',
        message: `log group ${GROUP} does not exist in ap-southeast-1, and the policies of hybrid-node, web name ${OTHER}: ${ABORT}`,
      },
    ],
  },
  'policies and a group agree on another name than the config declares': {
    break: world => {
      agreeOnOther(world)
      world.declared = { preferences: { cloudWatchLogGroupName: GROUP } }
    },
    finds: [{ subject: GROUP, about: 'majority', fixable: false }],
  },
  'a minority of the policies names another group': {
    break: world => {
      delete world.records.logGroups[GROUP]
      addGroup(world, OTHER)
      editInline(world, 'WriteSessionLogs', one => ({ ...one, Resource: `${arn(OTHER)}:*` }))
    },
    finds: [{ subject: GROUP, about: 'absent' }],
  },
  'policies that name another group beside some that name none, or any': {
    break: world => {
      delete world.records.logGroups[GROUP]
      addGroup(world, OTHER, { kmsKeyId: GROUP_KEY, retentionInDays: 400 })
      editInline(world, 'WriteSessionLogs', one => ({ ...one, Resource: `${arn(OTHER)}:*` }))
      editShared(world, 'WriteSessionLogs', one => ({ ...one, Resource: '*' }))
      const web = world.records.roles['web']
      if (web) web.attached = web.attached.slice(0, 1)
    },
    finds: [{ subject: GROUP, about: 'majority', fixable: true }],
  },
  'policies that name another group, and as many that name the one of the preferences': {
    break: world => {
      delete world.records.logGroups[GROUP]
      addGroup(world, OTHER)
      editInline(world, 'WriteSessionLogs', one => ({ ...one, Resource: `${arn(OTHER)}:*` }))
      const web = world.records.roles['web']
      if (web) web.attached = web.attached.slice(0, 1)
    },
    finds: [{ subject: GROUP, about: 'absent' }],
  },
  'the preferences hold an ARN': {
    break: world => prefer(world, { cloudWatchLogGroupName: arn(GROUP), cloudWatchEncryptionEnabled: false }),
    finds: [
      {
        subject: arn(GROUP),
        message: `log group ${arn(GROUP)} does not exist in ap-southeast-1: sessions open and leave no record in CloudWatch Logs, without an error (no log group can have that name)`,
      },
    ],
  },
  'the latest version names a group that is not there': {
    break: world => preferLater(world, { cloudWatchLogGroupName: '/aws/ssm/new' }),
    finds: [{ subject: '/aws/ssm/new', verdict: 'unknown', about: 'majority /aws/ssm/new' }],
  },
  'other groups exist beside it': {
    break: world => addGroup(world, OTHER),
    finds: [],
  },
  'the preferences name no group': {
    break: world => {
      prefer(world, { cloudWatchLogGroupName: '' })
      delete world.records.logGroups[GROUP]
    },
    finds: [],
  },
})
