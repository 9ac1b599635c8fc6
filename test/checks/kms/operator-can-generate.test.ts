import check from '../../../checks/kms/operator-can-generate.ts'
import { ACCOUNT, DB, policyDocument, SESSION_KEY } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const PAIRS = ['aws:ssm:SessionId', 'aws:ssm:TargetId']
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
  'a right to it for the two pairs of the context that older agents send': {
    break: world =>
      operate(world, {
        Effect: 'Allow',
        Action: 'kms:GenerateDataKey',
        Resource: SESSION_KEY,
        Condition: { 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': PAIRS } },
      }),
    finds: [{ subject: 'ops', about: 'aws:ssm:RandomChallenge', verdict: 'fail', severity: 'high' }],
  },
  'the same, where all agents are old': {
    break: world => {
      operate(world, {
        Effect: 'Allow',
        Action: 'kms:GenerateDataKey',
        Resource: SESSION_KEY,
        Condition: { 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': PAIRS } },
      })
      for (const node of Object.values(world.records.managedNodes)) node.agentVersion = '3.3.100.0'
    },
    finds: [],
  },
  'a right to it with some context, and for one node': {
    break: world =>
      operate(world, {
        Effect: 'Allow',
        Action: 'kms:GenerateDataKey',
        Resource: SESSION_KEY,
        Condition: {
          Null: { 'kms:EncryptionContext:aws:ssm:TargetId': 'false' },
          StringEquals: { 'kms:EncryptionContext:aws:ssm:TargetId': DB },
          'ForAnyValue:StringEquals': { 'kms:EncryptionContextKeys': 'aws:ssm:SessionId' },
        },
      }),
    finds: [],
  },
  'a right to it for a node that is none': {
    break: world =>
      operate(world, {
        Effect: 'Allow',
        Action: 'kms:GenerateDataKey',
        Resource: SESSION_KEY,
        Condition: { StringEquals: { 'kms:EncryptionContext:aws:ssm:TargetId': 'i-0ff' } },
      }),
    finds: [{ subject: 'ops', about: 'kms:GenerateDataKey', verdict: 'fail' }],
  },
  'nobody who is named': { break: world => (world.declared = {}), finds: [] },
})
