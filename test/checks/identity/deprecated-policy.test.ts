import check from '../../../checks/identity/deprecated-policy.ts'
import { ACCOUNT, policyDocument } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const OLD = 'arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM'

const attach = (world: BreakableWorld, arn: string, ...statements: object[]): void => {
  const name = arn.split('/').at(-1) as string
  world.records.roles['web']?.attached.push({ arn, name })
  world.records.policies[arn] = { arn, name, document: policyDocument(statements) }
}

testCheck(check, {
  'the deprecated policy': {
    break: world => attach(world, OLD),
    finds: [
      {
        subject: 'web',
        message: 'role web holds AmazonEC2RoleforSSM, which AWS has deprecated',
        severity: 'low',
        about: 'AmazonEC2RoleforSSM',
        fixable: false,
      },
    ],
  },
  'the deprecated policy alone': {
    break: world => {
      Object.assign(world.records.roles['web'] ?? {}, { attached: [] })
      attach(world, OLD, { Effect: 'Allow', Action: ['ssm:*', 'ssmmessages:*', 'logs:*'], Resource: '*' })
    },
    finds: [
      { subject: 'web', about: 'AmazonEC2RoleforSSM', severity: 'low', fixable: false },
      {
        subject: 'web',
        message:
          'role web may ssm:UpdateInstanceInformation, ssmmessages:CreateControlChannel, ssmmessages:OpenControlChannel, ssmmessages:CreateDataChannel, ssmmessages:OpenDataChannel by AmazonEC2RoleforSSM alone, which AWS has deprecated',
        about: 'replacement',
        severity: 'low',
        fixable: true,
      },
    ],
  },
  'the deprecated policy alone, under a boundary that leaves the agent out': {
    break: world => {
      const boundaryArn = `arn:aws:iam::${ACCOUNT}:policy/limit`
      const document = policyDocument([{ Effect: 'Allow', Action: 'logs:*', Resource: '*' }])
      world.records.policies[boundaryArn] = { arn: boundaryArn, name: 'limit', document }
      Object.assign(world.records.roles['web'] ?? {}, { attached: [], boundaryArn })
      attach(world, OLD, { Effect: 'Allow', Action: '*', Resource: '*' })
    },
    finds: [{ subject: 'web', about: 'AmazonEC2RoleforSSM' }],
  },
  'a policy of the account with that name': {
    break: world => attach(world, `arn:aws:iam::${ACCOUNT}:policy/AmazonEC2RoleforSSM`),
    finds: [],
  },
  'the deprecated policy on a role that no node uses': {
    break: world => {
      const web = world.records.roles['web']
      if (web)
        world.records.roles['idle'] = {
          ...web,
          name: 'idle',
          attached: [{ arn: OLD, name: 'AmazonEC2RoleforSSM' }],
        }
    },
    finds: [],
  },
})
