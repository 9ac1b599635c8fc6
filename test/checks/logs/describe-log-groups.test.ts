import check from '../../../checks/logs/describe-log-groups.ts'
import { DB, GROUP } from '../../support/healthy.ts'
import { testCheck } from '../../support/test-check.ts'
import { addInline, bound, editInline, prefer, preferLater } from '../policies.ts'

const group = (pattern: string): string => `arn:aws:logs:ap-southeast-1:123456789012:log-group:${pattern}`
const describeOn = (Resource: unknown) => (one: Record<string, unknown>) => ({ ...one, Resource })
const REFUSED =
  'every session on its nodes is refused, with the words "encryption is not set up on the selected CloudWatch Logs log group"'

const covered = (pattern: string): { break: (world: Parameters<typeof prefer>[0]) => void; finds: [] } => ({
  break: world => editInline(world, 'FindLogGroups', describeOn(pattern)),
  finds: [],
})

testCheck(check, {
  'the named group alone, as guides print it': {
    break: world => editInline(world, 'FindLogGroups', describeOn([group(GROUP), group(`${GROUP}:*`)])),
    finds: [
      {
        subject: 'db',
        message: `role db may not call logs:DescribeLogGroups: it is allowed on named groups alone, which never covers it; ${REFUSED}`,
        severity: 'critical',
        about: 'logs:DescribeLogGroups',
        affects: [DB],
        fixable: true,
      },
    ],
  },
  'a wildcard that names a beginning': {
    break: world => editInline(world, 'FindLogGroups', describeOn(group('/aws/*'))),
    finds: [{ subject: 'db', fixable: true }],
  },
  'streaming alone, and an agent that is too old for it': {
    break: world => {
      prefer(world, { cloudWatchEncryptionEnabled: false })
      editInline(world, 'FindLogGroups', () => undefined)
      Object.assign(world.records.managedNodes[DB] ?? {}, { agentVersion: '3.0.283.0' })
    },
    finds: [],
  },
  'streaming alone: silent, and high': {
    break: world => {
      prefer(world, { cloudWatchEncryptionEnabled: false })
      editInline(world, 'FindLogGroups', () => undefined)
    },
    finds: [
      {
        subject: 'db',
        message: `role db may not call logs:DescribeLogGroups: no policy of the role allows it; the agent takes ${GROUP} for missing and sessions leave no record there, not even at their end, without an error`,
        severity: 'high',
        fixable: true,
      },
    ],
  },
  'a tag condition, which never matches this call': {
    break: world =>
      editInline(world, 'FindLogGroups', one => ({
        ...one,
        Condition: { StringEquals: { 'aws:ResourceTag/team': 'ops' } },
      })),
    finds: [{ subject: 'db', fixable: true }],
  },
  'another Region': {
    break: world =>
      editInline(world, 'FindLogGroups', describeOn('arn:aws:logs:eu-west-1:123456789012:log-group:*')),
    finds: [{ subject: 'db', fixable: true }],
  },
  'a Deny': {
    break: world =>
      addInline(world, 'db', 'guard', {
        Sid: 'Hide',
        Effect: 'Deny',
        Action: 'logs:Describe*',
        Resource: '*',
      }),
    finds: [{ subject: 'db', about: 'identity policy guard Hide', fixable: false }],
  },
  'a permissions boundary': {
    break: world =>
      bound(world, 'db', 'fence', {
        Effect: 'Allow',
        Action: ['ssm*:*', 's3:*', 'kms:*', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: '*',
      }),
    finds: [{ subject: 'db', about: 'permissions boundary fence', fixable: false }],
  },
  'streaming on in the latest version only': {
    break: world => {
      prefer(world, {
        cloudWatchEncryptionEnabled: false,
        cloudWatchStreamingEnabled: false,
        cloudWatchLogGroupName: '',
      })
      preferLater(world, {})
      editInline(world, 'FindLogGroups', () => undefined)
    },
    finds: [{ subject: 'db', verdict: 'unknown', fixable: false }],
  },
  'streaming and encryption both off': {
    break: world => {
      prefer(world, { cloudWatchEncryptionEnabled: false, cloudWatchStreamingEnabled: false })
      editInline(world, 'FindLogGroups', () => undefined)
    },
    finds: [],
  },
  'on everything': covered('*'),
  'on every log group and stream': covered(group('*:*')),
  'on every stream of every group': covered(group('*:log-stream:*')),
  'on the empty name': covered(group(':*')),
  'on everything of the service': covered('arn:aws:logs:*:*:*'),
})
