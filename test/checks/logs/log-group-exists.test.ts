import check from '../../../checks/logs/log-group-exists.ts'
import { DB, GROUP, HYBRID, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'
import { editInline, editShared, prefer, preferLater } from '../policies.ts'

const OTHER = '/aws/ssm/onetime-sessions'
const arn = (group: string): string => `arn:aws:logs:ap-southeast-1:123456789012:log-group:${group}`
const ABORT =
  'every session is refused, with the words "encryption is not set up on the selected CloudWatch Logs log group"'

const addGroup = (world: BreakableWorld, name: string): void => {
  world.records.logGroups[name] = { name, arn: arn(name) }
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
        fixable: false,
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
      },
    ],
  },
  'only a group in other letter case exists': {
    break: world => {
      delete world.records.logGroups[GROUP]
      addGroup(world, GROUP.toUpperCase())
    },
    finds: [{ subject: GROUP, about: 'absent' }],
  },
  'policies and an existing group agree on another name': {
    break: world => {
      delete world.records.logGroups[GROUP]
      addGroup(world, OTHER)
      editShared(world, 'WriteSessionLogs', one => ({ ...one, Resource: [`${arn(OTHER)}:*`] }))
    },
    finds: [
      {
        subject: GROUP,
        about: 'majority',
        message: `log group ${GROUP} does not exist in ap-southeast-1, and the policies of hybrid-node, web name ${OTHER}: ${ABORT}`,
      },
    ],
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
      addGroup(world, OTHER)
      editInline(world, 'WriteSessionLogs', one => ({ ...one, Resource: `${arn(OTHER)}:*` }))
      editShared(world, 'WriteSessionLogs', one => ({ ...one, Resource: '*' }))
      const web = world.records.roles['web']
      if (web) web.attached = web.attached.slice(0, 1)
    },
    finds: [{ subject: GROUP, about: 'majority' }],
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
