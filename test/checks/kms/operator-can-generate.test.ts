import { describe, expect, it } from 'vitest'
import check from '../../../checks/kms/operator-can-generate.ts'
import { audit } from '../../../src/core/audit/audit.ts'
import { ACCOUNT, DB, healthyWorld, policyDocument, SESSION_KEY } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const PAIRS = ['aws:ssm:SessionId', 'aws:ssm:TargetId']
const OPS = `arn:aws:iam::${ACCOUNT}:role/ops`
const SSO = `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Ops_0a1b2c3d`
const AMELIA = `arn:aws:iam::${ACCOUNT}:user/people/amelia`

const START = { Effect: 'Allow', Action: 'ssm:StartSession', Resource: '*' }
const GENERATE = { Effect: 'Allow', Action: 'kms:GenerateDataKey', Resource: SESSION_KEY }

/** Puts a role or user into the world, with these statements in an inline policy. */
const add = (world: BreakableWorld, arn: string, ...statements: object[]): void => {
  const name = arn.split('/').at(-1) ?? ''
  world.records.principals[arn] = {
    arn,
    name,
    id: arn.includes(':user/') ? 'AIDACKCEVSQ6C2EXAMPLE' : 'AROADBQP57FF2AEXAMPLE',
    attached: [],
    inline: { own: policyDocument(statements) },
    tags: {},
    ...(arn.includes(':user/') && { groups: [] }),
  }
}

const operate = (world: BreakableWorld, ...patterns: string[]): void => {
  world.declared = { operators: patterns }
}

/** One operator, whose right to make data keys has this condition. */
const generate = (world: BreakableWorld, condition: object): void => {
  operate(world, OPS)
  add(world, OPS, { ...GENERATE, Condition: condition })
}

testCheck(check, {
  'an operator without the right': {
    break: world => {
      operate(world, OPS)
      add(world, OPS, START)
    },
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
  'each of those whom a pattern names, without its path too': {
    break: world => {
      operate(world, `arn:aws:iam::${ACCOUNT}:role/AWSReservedSSO_Ops_*`, `arn:aws:iam::*:user/people/*`)
      add(world, SSO, START)
      add(world, AMELIA, START)
      add(world, OPS, START)
    },
    finds: [
      { subject: 'AWSReservedSSO_Ops_0a1b2c3d', about: 'kms:GenerateDataKey' },
      {
        subject: 'amelia',
        message: `operator ${AMELIA} may not call kms:GenerateDataKey on ${SESSION_KEY}: no policy of the user allows it; sessions that he opens end at the handshake`,
      },
    ],
  },
  'a right that hangs on a second factor': {
    break: world => {
      operate(world, OPS)
      add(world, OPS, { ...GENERATE, Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })
    },
    finds: [
      { subject: 'ops', verdict: 'unknown', message: /hangs on the value of aws:MultiFactorAuthPresent/ },
    ],
  },
  'a boundary that leaves it out': {
    break: world => {
      const boundaryArn = `arn:aws:iam::${ACCOUNT}:policy/people`
      operate(world, OPS)
      add(world, OPS, GENERATE)
      Object.assign(world.records.principals[OPS] ?? {}, { boundaryArn })
      world.records.policies[boundaryArn] = {
        arn: boundaryArn,
        name: 'people',
        document: policyDocument([START]),
      }
    },
    finds: [{ subject: 'ops', message: /permissions boundary people does not allow it/ }],
  },
  'an operator with the right': {
    break: world => {
      operate(world, OPS)
      add(world, OPS, GENERATE)
    },
    finds: [],
  },
  'a user by the policies of his groups': {
    break: world => {
      operate(world, AMELIA)
      add(world, AMELIA)
      Object.assign(world.records.principals[AMELIA] ?? {}, {
        groups: [{ name: 'support', attached: [], inline: { key: policyDocument([GENERATE]) } }],
      })
    },
    finds: [],
  },
  'somebody whom nobody names': {
    break: world => {
      operate(world, `${OPS}-2`)
      add(world, OPS, START)
    },
    finds: [],
  },
  'a right to it for the two pairs of the context that older agents send': {
    break: world => generate(world, { 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': PAIRS } }),
    finds: [{ subject: 'ops', about: 'aws:ssm:RandomChallenge', verdict: 'fail', severity: 'high' }],
  },
  'the same, where all agents are old': {
    break: world => {
      generate(world, { 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': PAIRS } })
      for (const node of Object.values(world.records.managedNodes)) node.agentVersion = '3.3.100.0'
    },
    finds: [],
  },
  'a right to it with some context, and for one node': {
    break: world =>
      generate(world, {
        Null: { 'kms:EncryptionContext:aws:ssm:TargetId': 'false' },
        StringEquals: { 'kms:EncryptionContext:aws:ssm:TargetId': DB },
        'ForAnyValue:StringEquals': { 'kms:EncryptionContextKeys': 'aws:ssm:SessionId' },
      }),
    finds: [],
  },
  'a right to it for a node that is none': {
    break: world => generate(world, { StringEquals: { 'kms:EncryptionContext:aws:ssm:TargetId': 'i-0ff' } }),
    finds: [{ subject: 'ops', about: 'kms:GenerateDataKey', verdict: 'fail' }],
  },
  'nobody who is named': { break: world => (world.declared = {}), finds: [] },
})

describe('operators', () => {
  const judged = (alter: (world: BreakableWorld) => void) => {
    const world = healthyWorld()
    alter(world)
    return audit([world], [check])
  }

  it('a pattern that names nobody is told', () => {
    const report = judged(world => {
      operate(world, OPS, `${OPS}-2`)
      add(world, OPS, GENERATE)
    })
    expect(report.scopes[0]?.notes).toEqual([
      `operator ${OPS}-2 of the config names no role or user of account ${ACCOUNT}`,
    ])
    expect(report.checks[0]).toMatchObject({ status: 'healthy', subjects: 1 })
  })

  it('that could not be read are unknown, and not told as absent', () => {
    const gap = { kind: 'principals', reason: 'AccessDenied', actions: ['iam:ListRoles'] } as const
    const report = judged(world => {
      operate(world, OPS, `arn:aws:iam::${ACCOUNT}:role/Ops*`)
      add(world, OPS, START)
      world.gaps.push({ ...gap, actions: ['iam:ListRoles'], id: `arn:aws:iam::${ACCOUNT}:role/Ops*` })
    })
    expect(report.findings.map(one => one.subject.id)).toEqual(['ops'])
    expect(report.checks[0]).toMatchObject({ status: 'failed', subjects: 2 })
    expect(report.checks[0]?.reason).toContain('needs iam:ListRoles')
    expect(report.scopes[0]?.notes).toEqual([])
  })

  it('of a snapshot that holds none are unknown', () => {
    const world = healthyWorld()
    const { principals: _none, ...records } = world.records
    const report = audit([{ ...world, records, declared: { operators: [OPS] } }], [check])
    expect(report.checks[0]).toMatchObject({ status: 'unknown', subjects: 0 })
    expect(report.scopes[0]?.notes).toEqual([])
    const silent = audit([{ ...world, records }], [check])
    expect(silent.checks[0]).toMatchObject({ status: 'skipped' })
  })
})
