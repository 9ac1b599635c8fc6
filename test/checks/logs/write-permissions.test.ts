import check from '../../../checks/logs/write-permissions.ts'
import { DB, GROUP } from '../../support/healthy.ts'
import { VPC } from '../../support/healthy-network.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'
import { addInline, bound, editInline, editShared, prefer, preferLater } from '../policies.ts'

const arn = (group: string): string => `arn:aws:logs:ap-southeast-1:123456789012:log-group:${group}`
const LOST = 'sessions open and leave no record in CloudWatch Logs, without an error'
const BOTH = 'logs:CreateLogStream and logs:PutLogEvents'

const OTHER = '/aws/ssm/onetime-sessions'

/** The group of the preferences is gone, and the policies of most roles name another one. */
const outvote = (world: BreakableWorld): void => {
  delete world.records.logGroups[GROUP]
  world.records.logGroups[OTHER] = { name: OTHER, arn: arn(OTHER) }
  editShared(world, 'WriteSessionLogs', one => ({ ...one, Resource: `${arn(OTHER)}:*` }))
}

testCheck(check, {
  'no statement was meant for it': {
    break: world => editInline(world, 'WriteSessionLogs', () => undefined),
    finds: [
      {
        subject: 'db',
        message: `role db may not call ${BOTH} on log group ${GROUP}: no policy of the role allows it; ${LOST}`,
        severity: 'high',
        about: 'logs:CreateLogStream',
        affects: [DB],
        fixable: true,
      },
    ],
  },
  'only application logs are allowed': {
    break: world => {
      editInline(world, 'WriteSessionLogs', () => undefined)
      addInline(world, 'db', 'app-logs', {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `${arn('/var/log/billing')}:*`,
      })
    },
    finds: [{ subject: 'db', about: 'logs:CreateLogStream', fixable: true }],
  },
  'the stream may be created and nothing put into it': {
    break: world =>
      editInline(world, 'WriteSessionLogs', one => ({ ...one, Action: 'logs:CreateLogStream' })),
    finds: [
      {
        subject: 'db',
        message: `role db may not call logs:PutLogEvents on log group ${GROUP}: no policy of the role allows it; sessions open, leave no record in CloudWatch Logs and hang in Terminating after their end, without an error`,
        about: 'logs:PutLogEvents',
        fixable: true,
      },
    ],
  },
  'without streaming nothing hangs': {
    break: world => {
      prefer(world, { cloudWatchStreamingEnabled: false })
      editInline(world, 'WriteSessionLogs', one => ({ ...one, Action: 'logs:CreateLogStream' }))
    },
    finds: [
      `db: role db may not call logs:PutLogEvents on log group ${GROUP}: no policy of the role allows it; ${LOST}`,
    ],
  },
  'a statement denies it': {
    break: world =>
      addInline(world, 'db', 'guard', {
        Sid: 'NoLogs',
        Effect: 'Deny',
        Action: 'logs:Put*',
        Resource: '*',
      }),
    finds: [
      {
        subject: 'db',
        message: `role db may not call logs:PutLogEvents on log group ${GROUP}: statement NoLogs of identity policy guard denies it; sessions open, leave no record in CloudWatch Logs and hang in Terminating after their end, without an error`,
        about: 'identity policy guard NoLogs',
        fixable: false,
      },
    ],
  },
  'a permissions boundary does not allow it': {
    break: world =>
      bound(world, 'db', 'fence', {
        Effect: 'Allow',
        Action: ['ssm:*', 'ssmmessages:*', 's3:*', 'kms:*'],
        Resource: '*',
      }),
    finds: [
      {
        subject: 'db',
        message: `role db may not call ${BOTH} on log group ${GROUP}: the permissions boundary fence does not allow it; ${LOST}`,
        about: 'permissions boundary fence',
        fixable: false,
      },
    ],
  },
  'a near miss behind a boundary is the boundary’s finding': {
    break: world => {
      editInline(world, 'WriteSessionLogs', one => ({
        ...one,
        Resource: `${arn('/aws/ssm/onetime-sessions')}:*`,
      }))
      bound(world, 'db', 'fence', { Effect: 'Allow', Action: 'ssm*:*', Resource: '*' })
    },
    finds: [{ subject: 'db', about: 'permissions boundary fence', fixable: false }],
  },
  'a condition that fails is not granted around': {
    break: world =>
      editInline(world, 'WriteSessionLogs', one => ({
        ...one,
        Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
      })),
    finds: [
      {
        subject: 'db',
        about: 'logs:CreateLogStream',
        message: `role db may not call ${BOTH} on log group ${GROUP}: statement WriteSessionLogs of policy session-logging-inline allows it under a condition that does not hold; ${LOST}`,
        fixable: false,
      },
    ],
  },
  'a condition on the VPC from which the node calls': {
    break: world =>
      editInline(world, 'WriteSessionLogs', one => ({
        ...one,
        Condition: { StringEquals: { 'aws:SourceVpc': VPC } },
      })),
    finds: [],
  },
  'a condition on a VPC from which nobody calls': {
    break: world =>
      editInline(world, 'WriteSessionLogs', one => ({
        ...one,
        Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-0ff' } },
      })),
    finds: [{ subject: 'db', verdict: 'fail', fixable: false }],
  },
  'a condition on what AWS does not show': {
    break: world =>
      editInline(world, 'WriteSessionLogs', one => ({
        ...one,
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
      })),
    finds: [
      {
        subject: 'db',
        verdict: 'unknown',
        message:
          /^whether role db may call logs:CreateLogStream and logs:PutLogEvents on log group .* cannot be decided: it hangs on /,
      },
    ],
  },
  'no statement was meant for it, and the other policies agree on another group, which exists': {
    break: world => {
      outvote(world)
      editInline(world, 'WriteSessionLogs', () => undefined)
    },
    finds: [{ subject: 'db', about: 'logs:CreateLogStream', fixable: false }],
  },
  'a denial, whichever group is meant': {
    break: world => {
      outvote(world)
      editInline(world, 'WriteSessionLogs', () => undefined)
      addInline(world, 'db', 'guard', { Sid: 'NoLogs', Effect: 'Deny', Action: 'logs:*', Resource: '*' })
    },
    finds: [{ subject: 'db', about: 'identity policy guard NoLogs', message: /guard denies it/ }],
  },
  'only the latest version names a group that no policy knows': {
    break: world => preferLater(world, { cloudWatchLogGroupName: '/corp/audit' }),
    finds: [],
  },
  'a name that no group can have follows from the preferences': {
    break: world => prefer(world, { cloudWatchLogGroupName: arn(GROUP) }),
    finds: [
      { subject: 'db', fixable: false },
      { subject: 'hybrid-node', fixable: false },
      { subject: 'web', fixable: false },
    ],
  },
  'CreateLogGroup and DescribeLogStreams are never needed': {
    break: world =>
      editShared(world, 'WriteSessionLogs', one => ({
        ...one,
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      })),
    finds: [],
  },
  'a statement that was meant for it is another finding': {
    break: world =>
      editInline(world, 'WriteSessionLogs', one => ({
        ...one,
        Resource: `${arn('/aws/ssm/onetime-sessions')}:*`,
      })),
    finds: [],
  },
  'a Deny on another group': {
    break: world =>
      addInline(world, 'db', 'guard', {
        Effect: 'Deny',
        Action: 'logs:*',
        Resource: `${arn('/aws/ssm/onetime')}:*`,
      }),
    finds: [],
  },
  'a boundary that allows it': {
    break: world => bound(world, 'db', 'fence', { Effect: 'Allow', Action: '*', Resource: '*' }),
    finds: [],
  },
})
