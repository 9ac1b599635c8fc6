import check from '../../../checks/kms/operator-can-generate.ts'
import { ACCOUNT, policyDocument, SESSION_KEY } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const OPS = `arn:aws:iam::${ACCOUNT}:role/ops`

const operate = (world: BreakableWorld, ...statements: object[]): void => {
  world.declared = { operators: [OPS] }
  const web = world.records.roles['web']
  if (!web) return
  world.records.roles['ops'] = {
    ...web,
    name: 'ops',
    arn: OPS,
    attached: [],
    inline: { own: policyDocument(statements) },
  }
}

testCheck(check, {
  'an operator without the right': {
    break: world => operate(world, { Effect: 'Allow', Action: 'ssm:StartSession', Resource: '*' }),
    finds: [
      {
        subject: 'ops',
        message: `operator ${OPS} may not call kms:GenerateDataKey on ${SESSION_KEY}: no policy of the role allows it; sessions that he opens end at the handshake`,
        severity: 'high',
        about: 'kms:GenerateDataKey',
        affects: [],
        fixable: false,
      },
    ],
  },
  'an operator whose policies were not read': {
    break: world => (world.declared = { operators: [`${OPS}-2`] }),
    finds: [{ subject: 'ops-2', about: 'kms:GenerateDataKey', verdict: 'unknown' }],
  },
  'an operator with the right': {
    break: world => operate(world, { Effect: 'Allow', Action: 'kms:GenerateDataKey', Resource: SESSION_KEY }),
    finds: [],
  },
  'nobody who is named': { break: world => (world.declared = {}), finds: [] },
})
