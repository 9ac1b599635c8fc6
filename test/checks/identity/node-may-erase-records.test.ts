import check from '../../../checks/identity/node-may-erase-records.ts'
import { ACCOUNT, BUCKET, GROUP, policyDocument, REGION } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const allow = (world: BreakableWorld, action: string | string[], resource: string): void => {
  const web = world.records.roles['web']
  if (!web) return
  web.inline['more'] = policyDocument([{ Effect: 'Allow', Action: action, Resource: resource }])
}
const cloudWatchAgent = (world: BreakableWorld): void => {
  const arn = 'arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy'
  const Action = [
    'logs:PutLogEvents',
    'logs:PutRetentionPolicy',
    'logs:CreateLogStream',
    'logs:CreateLogGroup',
  ]
  world.records.policies[arn] = {
    arn,
    name: 'CloudWatchAgentServerPolicy',
    document: policyDocument([{ Effect: 'Allow', Action, Resource: '*' }]),
  }
  world.records.roles['web']?.attached.push({ arn, name: 'CloudWatchAgentServerPolicy' })
}
const LOGS = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group`

testCheck(check, {
  'the right to delete streams': {
    break: world => allow(world, 'logs:DeleteLogStream', `${LOGS}:*`),
    finds: [
      {
        subject: 'web',
        message: `role web may call logs:DeleteLogStream on ${GROUP}, where its own sessions are recorded`,
        severity: 'medium',
        about: GROUP,
        fixable: false,
      },
    ],
  },
  'all of S3': {
    break: world => allow(world, 's3:*', '*'),
    finds: [
      {
        subject: 'web',
        message: `role web may call s3:DeleteObject, s3:DeleteObjectVersion, s3:PutLifecycleConfiguration, s3:PutBucketPolicy on ${BUCKET}, where its own sessions are recorded`,
      },
    ],
  },
  everything: {
    break: world => allow(world, '*', '*'),
    finds: [
      { subject: 'web', about: GROUP },
      { subject: 'web', about: BUCKET },
    ],
  },
  'the policy of the CloudWatch agent': {
    break: world => cloudWatchAgent(world),
    finds: [
      {
        subject: 'web',
        message: `role web may call logs:PutRetentionPolicy on ${GROUP}, where its own sessions are recorded, by the policy that AWS keeps for the CloudWatch agent`,
        severity: 'low',
        about: GROUP,
      },
    ],
  },
  'the policy of the CloudWatch agent beside the right to delete streams': {
    break: world => {
      cloudWatchAgent(world)
      allow(world, 'logs:DeleteLogStream', `${LOGS}:*`)
    },
    finds: [{ subject: 'web', severity: 'medium' }],
  },
  'the right to set the retention by a policy of its own': {
    break: world => allow(world, 'logs:PutRetentionPolicy', '*'),
    finds: [{ subject: 'web', severity: 'medium' }],
  },
  'deleting in another bucket': {
    break: world => allow(world, 's3:DeleteObject', 'arn:aws:s3:::uploads/*'),
    finds: [],
  },
  'the retention of another group': {
    break: world => allow(world, 'logs:PutRetentionPolicy', `${LOGS}:/app/web:*`),
    finds: [],
  },
})
