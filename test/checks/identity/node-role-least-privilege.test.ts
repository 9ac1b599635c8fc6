import check from '../../../checks/identity/node-role-least-privilege.ts'
import { ACCOUNT, policyDocument, REGION } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const allow = (
  world: BreakableWorld,
  action: string | string[],
  resource: string,
  condition?: object,
): void => {
  const web = world.records.roles['web']
  if (!web) return
  const statement = { Sid: 'More', Effect: 'Allow', Action: action, Resource: resource }
  web.inline['more'] = policyDocument([{ ...statement, ...(condition && { Condition: condition }) }])
}
const INSTANCES = `arn:aws:ec2:${REGION}:${ACCOUNT}:instance`

testCheck(check, {
  'sessions on every instance': {
    break: world => allow(world, 'ssm:StartSession', `${INSTANCES}/*`),
    finds: [
      {
        subject: 'web',
        message: 'role web may call ssm:StartSession beyond its own nodes',
        severity: 'medium',
        about: 'privilege',
        fixable: false,
      },
    ],
  },
  everything: {
    break: world => allow(world, '*', '*'),
    finds: [{ subject: 'web', message: /^role web may call ssm:StartSession, ssm:SendCommand, iam:/ }],
  },
  'sessions on one instance': {
    break: world => allow(world, 'ssm:StartSession', `${INSTANCES}/i-0a1b2c3d4e5f60002`),
    finds: [],
  },
  'sessions on tagged instances': {
    break: world =>
      allow(world, 'ssm:StartSession', '*', { StringEquals: { 'ssm:resourceTag/team': 'web' } }),
    finds: [],
  },
  'a role that the config calls an administrator': {
    break: world => {
      allow(world, '*', '*')
      world.declared = { administrators: [`arn:aws:iam::${ACCOUNT}:role/web`] }
    },
    finds: [],
  },
  'a role that the config calls an administrator by a pattern': {
    break: world => {
      allow(world, '*', '*')
      world.declared = { administrators: [`arn:aws:iam::${ACCOUNT}:role/w*`] }
    },
    finds: [],
  },
  'passing any role on to an instance that it starts': {
    break: world => allow(world, ['iam:PassRole', 'ec2:RunInstances'], '*'),
    finds: [
      { subject: 'web', message: 'role web may call iam:PassRole, ec2:RunInstances beyond its own nodes' },
    ],
  },
  'passing any role on to EC2 alone, and starting instances': {
    break: world => {
      allow(world, 'iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/*`, {
        StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' },
      })
      Object.assign(world.records.roles['web']?.inline ?? {}, {
        start: policyDocument([{ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }]),
      })
    },
    finds: [{ subject: 'web', severity: 'medium' }],
  },
  'passing any role on to functions, and starting instances': {
    break: world => {
      allow(world, 'iam:PassRole', '*', { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } })
      Object.assign(world.records.roles['web']?.inline ?? {}, {
        start: policyDocument([{ Effect: 'Allow', Action: 'ec2:RunInstances', Resource: '*' }]),
      })
    },
    finds: [],
  },
  'starting instances without passing a role on': {
    break: world => allow(world, 'ec2:*', '*'),
    finds: [],
  },
  'the policies of groups': {
    break: world => allow(world, 'iam:PutGroupPolicy', '*'),
    finds: [{ subject: 'web', message: /iam:PutGroupPolicy/ }],
  },
  'passing one role on': {
    break: world => allow(world, 'iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/job`),
    finds: [],
  },
})
