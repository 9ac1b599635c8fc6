import check from '../../../checks/logs/log-group-arn-match.ts'
import { GROUP, HYBRID, WEB } from '../../support/healthy.ts'
import { testCheck } from '../../support/test-check.ts'
import { addInline, bound, editInline, editShared, prefer, preferLater } from '../policies.ts'

const LOST = 'sessions open and leave no record in CloudWatch Logs, without an error'
const arn = (group: string, region = 'ap-southeast-1', account = '123456789012'): string =>
  `arn:aws:logs:${region}:${account}:log-group:${group}`
const may = (role: string, how: string): string =>
  `${role}: role ${role} may not write to log group ${GROUP}: statement WriteSessionLogs of policy session-logging-inline ${how}; ${LOST}`

testCheck(check, {
  'a shared policy names another log group': {
    break: world =>
      editShared(world, 'WriteSessionLogs', one => ({
        ...one,
        Resource: [`${arn('/aws/ssm/onetime-sessions')}:*`],
      })),
    finds: [
      {
        subject: 'web',
        message: `role web may not write to log group ${GROUP}: statement WriteSessionLogs of policy session-logging names /aws/ssm/onetime-sessions; ${LOST}`,
        severity: 'high',
        about: 'session-logging WriteSessionLogs',
        affects: [WEB],
        fixable: true,
      },
      { subject: 'hybrid-node', affects: [HYBRID], fixable: true },
    ],
  },
  'a policy names another log group, and no log group can be read': {
    break: world => {
      editInline(world, 'WriteSessionLogs', one => ({ ...one, Resource: `${arn('/aws/ssm/onetime')}:*` }))
      world.records.logGroups = {}
      const actions = ['logs:DescribeLogGroups']
      world.gaps.push({ kind: 'logGroups', reason: 'AccessDeniedException', actions })
    },
    finds: [
      {
        subject: 'db',
        verdict: 'fail',
        message: may('db', 'names /aws/ssm/onetime').slice(4),
        fixable: false,
      },
    ],
  },
  'an inline policy names the group in other letter case': {
    break: world =>
      editInline(world, 'WriteSessionLogs', one => ({
        ...one,
        Resource: `${arn('/aws/ssm/Onetime-Sessions-Dev')}:*`,
      })),
    finds: [may('db', 'spells it /aws/ssm/Onetime-Sessions-Dev in other letter case')],
  },
  'a slip of the hand': {
    break: world =>
      editInline(world, 'WriteSessionLogs', one => ({
        ...one,
        Resource: `${arn('/aws/ssm/onetime-session-dev')}:*`,
      })),
    finds: [may('db', 'names /aws/ssm/onetime-session-dev')],
  },
  'another segment': {
    break: world =>
      editInline(world, 'WriteSessionLogs', one => ({
        ...one,
        Resource: `${arn('/aws/ssm/onetime-sessions-staging')}:*`,
      })),
    finds: [may('db', 'names /aws/ssm/onetime-sessions-staging')],
  },
  'a leading slash too few': {
    break: world =>
      editInline(world, 'WriteSessionLogs', one => ({ ...one, Resource: `${arn(GROUP.slice(1))}:*` })),
    finds: [may('db', 'spells it aws/ssm/onetime-sessions-dev with other slashes')],
  },
  'the group in another Region': {
    break: world =>
      editInline(world, 'WriteSessionLogs', one => ({ ...one, Resource: `${arn(GROUP, 'eu-west-1')}:*` })),
    finds: [
      { subject: 'db', message: /session-logging-inline names it in Region eu-west-1; /, fixable: true },
    ],
  },
  'the group in another account': {
    break: world =>
      editInline(world, 'WriteSessionLogs', one => ({
        ...one,
        Resource: `${arn(GROUP, 'ap-southeast-1', '210987654321')}:*`,
      })),
    finds: [may('db', 'names it in account 210987654321')],
  },
  'the group in another partition': {
    break: world =>
      editInline(world, 'WriteSessionLogs', one => ({
        ...one,
        Resource: `${arn(GROUP).replace('arn:aws:', 'arn:aws-cn:')}:*`,
      })),
    finds: [may('db', 'names it in partition aws-cn')],
  },
  'another Region and another name at once': {
    break: world =>
      editInline(world, 'WriteSessionLogs', one => ({
        ...one,
        Resource: `${arn('/aws/ssm/onetime-sessions-prod', 'eu-west-1')}:*`,
      })),
    finds: [may('db', 'names it in Region eu-west-1 and names /aws/ssm/onetime-sessions-prod')],
  },
  'the ARN of the group without :*': {
    break: world => editInline(world, 'WriteSessionLogs', one => ({ ...one, Resource: arn(GROUP) })),
    finds: [may('db', 'lacks :* after its name, so that it covers none of its streams')],
  },
  'a slash where the colon of log-group belongs': {
    break: world =>
      editInline(world, 'WriteSessionLogs', one => ({
        ...one,
        Resource: `arn:aws:logs:ap-southeast-1:123456789012:log-group/${GROUP}:*`,
      })),
    finds: [{ subject: 'db', message: /which is not the form of a log group's ARN/ }],
  },
  'another word for a log group': {
    break: world =>
      editInline(world, 'WriteSessionLogs', one => ({
        ...one,
        Resource: `arn:aws:logs:ap-southeast-1:123456789012:loggroup:${GROUP}:*`,
      })),
    finds: [{ subject: 'db', message: /loggroup:\S+, which is not the form of a log group's ARN;/ }],
  },
  'any group, in another Region': {
    break: world =>
      editInline(world, 'WriteSessionLogs', one => ({
        ...one,
        Resource: 'arn:aws:logs:eu-west-1:123456789012:log-group:*',
      })),
    finds: [may('db', 'names it in Region eu-west-1')],
  },
  'some streams only': {
    break: world =>
      editInline(world, 'WriteSessionLogs', one => ({
        ...one,
        Resource: `${arn(GROUP)}:log-stream:audit-*`,
      })),
    finds: [{ subject: 'db', message: /covers only some of its streams/ }],
  },
  'an action with a slip in its name': {
    break: world =>
      editInline(world, 'WriteSessionLogs', one => ({
        ...one,
        Action: ['logs:CreateLogStream', 'logs:PutLogEvent'],
      })),
    finds: [
      {
        subject: 'db',
        message: `role db may not write to log group ${GROUP}: statement WriteSessionLogs of policy session-logging-inline allows logs:PutLogEvent, which is not logs:PutLogEvents; sessions open, leave no record in CloudWatch Logs and hang in Terminating after their end, without an error`,
        fixable: true,
      },
    ],
  },
  'two statements that each hold one of the actions': {
    break: world => {
      editInline(world, 'WriteSessionLogs', () => undefined)
      const Resource = `${arn('/aws/ssm/onetime-sessions-prod')}:*`
      addInline(
        world,
        'db',
        'split',
        { Sid: 'Create', Effect: 'Allow', Action: 'logs:CreateLogStream', Resource },
        { Sid: 'Put', Effect: 'Allow', Action: 'logs:PutLogEvents', Resource },
      )
    },
    finds: [{ subject: 'db', about: 'split Create', fixable: true }],
  },
  'a statement on quite another name that says it is for sessions': {
    break: world =>
      editInline(world, 'WriteSessionLogs', one => ({ ...one, Resource: `${arn('/company/audit')}:*` })),
    finds: [may('db', 'names /company/audit')],
  },
  'a statement that leaves the group out by NotResource': {
    break: world =>
      editInline(world, 'WriteSessionLogs', one => ({
        Sid: one['Sid'],
        Effect: 'Allow',
        Action: one['Action'],
        NotResource: arn('/aws/ssm/*'),
      })),
    finds: [{ subject: 'db', message: /leaves it out by NotResource/, fixable: false }],
  },
  'most policies and an existing group agree on another name': {
    break: world => {
      const other = '/aws/ssm/onetime-sessions'
      delete world.records.logGroups[GROUP]
      world.records.logGroups[other] = { name: other, arn: arn(other) }
      editShared(world, 'WriteSessionLogs', one => ({ ...one, Resource: [`${arn(other)}:*`] }))
    },
    finds: [
      { subject: 'web', fixable: false },
      { subject: 'hybrid-node', fixable: false },
    ],
  },
  'only the latest version of the preferences names another group': {
    break: world => preferLater(world, { cloudWatchLogGroupName: '/aws/ssm/onetime-sessions-new' }),
    finds: [
      {
        subject: 'db',
        verdict: 'unknown',
        about: 'session-logging-inline WriteSessionLogs /aws/ssm/onetime-sessions-new',
        message: /\(where sessions follow the latest version of the preferences\)$/,
        fixable: false,
      },
      { subject: 'hybrid-node', verdict: 'unknown' },
      { subject: 'web', verdict: 'unknown' },
    ],
  },
  'a permissions boundary stops the write as well: nothing appended could help': {
    break: world => {
      editInline(world, 'WriteSessionLogs', one => ({
        ...one,
        Resource: `${arn('/aws/ssm/onetime-sessions')}:*`,
      }))
      bound(world, 'db', 'no-logs', { Effect: 'Allow', Action: ['ssm:*', 'ssmmessages:*'], Resource: '*' })
    },
    finds: [],
  },
  'the group and its streams are both listed': {
    break: world =>
      editInline(world, 'WriteSessionLogs', one => ({ ...one, Resource: [arn(GROUP), `${arn(GROUP)}:*`] })),
    finds: [],
  },
  'a wildcard in the name covers the group': {
    break: world => editInline(world, 'WriteSessionLogs', one => ({ ...one, Resource: arn('/aws/ssm/*') })),
    finds: [],
  },
  'a near name beside a policy that allows the write': {
    break: world =>
      addInline(world, 'db', 'session-old', {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `${arn('/aws/ssm/onetime-sessions-old')}:*`,
      }),
    finds: [],
  },
  'a role without a statement for session logs writes its application logs': {
    break: world => {
      editInline(world, 'WriteSessionLogs', () => undefined)
      addInline(world, 'db', 'app-logs', {
        Sid: 'AppLogs',
        Effect: 'Allow',
        Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `${arn('/var/log/billing')}:*`,
      })
    },
    finds: [],
  },
  'the preferences name no log group': {
    break: world => {
      prefer(world, { cloudWatchLogGroupName: '' })
      editInline(world, 'WriteSessionLogs', one => ({
        ...one,
        Resource: `${arn('/aws/ssm/onetime-sessions')}:*`,
      }))
    },
    finds: [],
  },
  'the name in the preferences is no name: that is told once': {
    break: world => prefer(world, { cloudWatchLogGroupName: arn(GROUP) }),
    finds: [],
  },
})
