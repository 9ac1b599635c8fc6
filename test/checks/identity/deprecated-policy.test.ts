import check from '../../../checks/identity/deprecated-policy.ts'
import { ACCOUNT } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const OLD = 'arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM'

const attach = (world: BreakableWorld, arn: string): void => {
  const name = arn.split('/').at(-1) as string
  world.records.roles['web']?.attached.push({ arn, name })
  world.records.policies[arn] = { arn, name, document: '{"Statement":[]}' }
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
