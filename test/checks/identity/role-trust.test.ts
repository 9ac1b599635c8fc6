import check from '../../../checks/identity/role-trust.ts'
import { ACCOUNT, DB, HYBRID, policyDocument, REGION, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const trust = (world: BreakableWorld, role: string, trustPolicy: string): void => {
  Object.assign(world.records.roles[role] ?? {}, { trustPolicy })
}

const allow = (service: string | string[], condition?: object): object => ({
  Effect: 'Allow',
  Principal: { Service: service },
  Action: 'sts:AssumeRole',
  ...(condition && { Condition: condition }),
})

const sourceArn = (region: string): object => ({
  ArnEquals: { 'aws:SourceArn': `arn:aws:ssm:${region}:${ACCOUNT}:*` },
  StringEquals: { 'aws:SourceAccount': ACCOUNT },
})

testCheck(check, {
  'a role that trusts another service': {
    break: world => trust(world, 'web', policyDocument([allow('lambda.amazonaws.com')])),
    finds: [
      {
        subject: 'web',
        about: 'ec2.amazonaws.com',
        message: 'the trust policy of role web does not let ec2.amazonaws.com assume it',
        severity: 'high',
        affects: [WEB],
        fixable: true,
      },
    ],
  },
  'a hybrid role that trusts EC2 alone': {
    break: world => trust(world, 'hybrid-node', policyDocument([allow('ec2.amazonaws.com')])),
    finds: [
      {
        subject: 'hybrid-node',
        message: 'the trust policy of role hybrid-node does not let ssm.amazonaws.com assume it',
        affects: [HYBRID],
        fixable: true,
      },
    ],
  },
  'a hybrid role for another Region': {
    break: world =>
      trust(world, 'hybrid-node', policyDocument([allow('ssm.amazonaws.com', sourceArn('eu-west-1'))])),
    finds: [
      {
        subject: 'hybrid-node',
        message:
          /^the trust policy of role hybrid-node does not let ssm\.amazonaws\.com assume it: the condition .*eu-west-1.* is not met$/,
        fixable: true,
      },
    ],
  },
  'a role of hybrid nodes and of Default Host Management': {
    break: world => {
      const id = '/ssm/managed-instance/default-ec2-instance-management-role'
      world.records.serviceSettings[id] = { id, value: 'hybrid-node', status: 'Customized' }
      delete world.records.instances[WEB]?.profileArn
      trust(world, 'hybrid-node', policyDocument([allow('lambda.amazonaws.com')]))
    },
    finds: [{ subject: 'hybrid-node', about: 'ssm.amazonaws.com', affects: [WEB, HYBRID], fixable: true }],
  },
  'a hybrid role for another account': {
    break: world => {
      const condition = { StringEquals: { 'aws:SourceAccount': '210987654321' } }
      trust(world, 'hybrid-node', policyDocument([allow('ssm.amazonaws.com', condition)]))
    },
    finds: [{ subject: 'hybrid-node', about: 'ssm.amazonaws.com' }],
  },
  'a statement that denies the service': {
    break: world =>
      trust(
        world,
        'db',
        policyDocument([
          allow('ec2.amazonaws.com'),
          { ...allow('ec2.amazonaws.com'), Sid: 'Frozen', Effect: 'Deny' },
        ]),
      ),
    finds: [
      {
        subject: 'db',
        message:
          'role db cannot be assumed by ec2.amazonaws.com: statement Frozen of its trust policy denies it',
        affects: [DB],
        fixable: false,
      },
    ],
  },
  'another action': {
    break: world =>
      trust(world, 'web', policyDocument([{ ...allow('ec2.amazonaws.com'), Action: 'sts:TagSession' }])),
    finds: ['web: the trust policy of role web does not let ec2.amazonaws.com assume it'],
  },
  'a condition whose value nobody knows': {
    break: world => {
      const condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }
      trust(world, 'web', policyDocument([allow('ec2.amazonaws.com', condition)]))
    },
    finds: [
      {
        subject: 'web',
        message:
          'it is not known whether ec2.amazonaws.com may assume role web: it hangs on aws:PrincipalOrgID',
        verdict: 'unknown',
        fixable: false,
      },
    ],
  },
  'a trust policy that is not JSON': {
    break: world => trust(world, 'web', 'none'),
    finds: [
      {
        subject: 'web',
        message:
          'it is not known whether ec2.amazonaws.com may assume role web: in its trust policy, the document is not a JSON object',
        verdict: 'unknown',
        fixable: false,
      },
    ],
  },
  'a role that several services may assume': {
    break: world =>
      trust(
        world,
        'web',
        policyDocument(allow(['lambda.amazonaws.com', 'ec2.amazonaws.com', 'ssm.amazonaws.com'])),
      ),
    finds: [],
  },
  'a hybrid role for this Region and account': {
    break: world =>
      trust(world, 'hybrid-node', policyDocument([allow('ssm.amazonaws.com', sourceArn(REGION))])),
    finds: [],
  },
  'the service of China in a Region of China': {
    break: world => {
      world.scope.partition = 'aws-cn'
      trust(world, 'web', policyDocument([allow('ec2.amazonaws.com.cn')]))
    },
    finds: [],
  },
  'the service of China elsewhere': {
    break: world => trust(world, 'web', policyDocument([allow('ec2.amazonaws.com.cn')])),
    finds: [{ subject: 'web', about: 'ec2.amazonaws.com' }],
  },
  'a role that no judged node uses': {
    break: world => {
      trust(world, 'db', policyDocument([allow('lambda.amazonaws.com')]))
      delete world.records.instances[DB]
      delete world.records.managedNodes[DB]
    },
    finds: [],
  },
})
