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
  'passing one role on': {
    break: world => allow(world, 'iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/job`),
    finds: [],
  },
})
