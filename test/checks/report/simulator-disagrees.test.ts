import { expect, it } from 'vitest'
import check from '../../../checks/report/simulator-disagrees.ts'
import { audit } from '../../../src/core/audit/audit.ts'
import type { Simulation, World } from '../../../src/core/index.ts'
import { judgedRequests, requestId } from '../../../src/core/session/judged-requests.ts'
import { BUCKET, healthyWorld, WEB } from '../../support/healthy.ts'
import type { BreakableWorld } from '../../support/mutable.ts'
import { testCheck } from '../../support/test-check.ts'

const SCP = { decision: 'implicitDeny', allowedByOrganizations: false } as const
const OBJECT = `arn:aws:s3:::${BUCKET}/sessions/SESSION.log`

/** Lets the simulator answer one request of the healthy account. */
const simulate = (
  world: BreakableWorld,
  answer: Partial<Simulation>,
  wanted: Partial<Simulation> = { role: 'web', action: 's3:PutObject' },
): void => {
  const requests = judgedRequests(structuredClone(world))
  const found = requests.find(one =>
    Object.entries(wanted).every(([name, value]) => one[name as keyof typeof one] === value),
  )
  if (!found) throw new Error('the account makes no such request')
  const simulation = { ...found, decision: 'allowed', missing: [], ...answer } as const
  world.records.simulations[requestId(found)] = structuredClone(
    simulation,
  ) as BreakableWorld['records']['simulations'][string]
}

const logging = (world: BreakableWorld, statement: object): void => {
  const policy = Object.values(world.records.policies).find(one => one.name === 'session-logging')
  if (!policy) throw new Error('no policy')
  const document: { Statement: object[] } = JSON.parse(policy.document)
  document.Statement.push(statement)
  policy.document = JSON.stringify(document)
}

testCheck(check, {
  'the simulator denies what the policies allow': {
    break: world => simulate(world, { decision: 'implicitDeny', missing: ['aws:SourceVpc'] }),
    finds: [
      {
        subject: 'web',
        message: `for role web and s3:PutObject on ${OBJECT} the policy simulator says "allowed by nothing", the evaluator of ssm-doctor "allowed": findings that rest on this request are in doubt`,
        severity: 'info',
        about: `s3:PutObject ${OBJECT}`,
        affects: [WEB],
        fixable: false,
      },
    ],
  },
  'the simulator allows what a statement denies': {
    break: world => {
      logging(world, { Sid: 'No', Effect: 'Deny', Action: 's3:Put*', Resource: '*' })
      simulate(world, { decision: 'allowed' })
    },
    finds: [{ subject: 'web', message: /simulator says "allowed", .* ssm-doctor "denied by a statement"/ }],
  },
  'both deny, and differ in why': {
    break: world => {
      logging(world, { Sid: 'No', Effect: 'Deny', Action: 's3:Put*', Resource: '*' })
      simulate(world, { decision: 'implicitDeny' })
    },
    finds: [{ subject: 'web', message: /"allowed by nothing", .*"denied by a statement"/ }],
  },
  'a service control policy stops it': {
    break: world => simulate(world, SCP),
    finds: [
      {
        subject: 'web',
        message: /policies of role web allow s3:PutObject .* service control policy of the organization/,
        about: `s3:PutObject ${OBJECT}`,
      },
    ],
  },
  'a service control policy hides that nothing allows it, too': {
    break: world => {
      logging(world, { Sid: 'No', Effect: 'Deny', Action: 's3:Put*', Resource: '*' })
      simulate(world, SCP)
    },
    finds: [],
  },
  'a request of its own kind of session is told apart': {
    break: world => {
      const wanted = { role: 'db', action: 'kms:Decrypt' }
      simulate(world, { decision: 'explicitDeny' }, wanted)
      simulate(world, { decision: 'explicitDeny' }, { ...wanted, variant: 'aws:ssm:RandomChallenge' })
    },
    finds: [
      { subject: 'db', message: /kms:Decrypt on \S+ the policy/ },
      { subject: 'db', message: /kms:Decrypt on \S+ \(aws:ssm:RandomChallenge\) the policy/ },
    ],
  },
  'the same answer is no difference, whatever the resource policy says': {
    break: world => {
      const document = { Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }] }
      world.records.bucketPolicies[BUCKET] = { bucket: BUCKET, document: JSON.stringify(document) }
      simulate(world, { decision: 'allowed' })
      simulate(world, { decision: 'allowed' }, { role: 'hybrid-node', action: 'kms:Decrypt' })
    },
    finds: [],
  },
  'an answer that is open agrees with every other': {
    break: world => {
      logging(world, {
        Effect: 'Deny',
        Action: 's3:*',
        Resource: '*',
        Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d4e5f60001' } },
      })
      simulate(world, { decision: 'explicitDeny', missing: ['aws:SourceVpce'] })
    },
    finds: [],
  },
  'a role that no node uses any more': {
    break: world => {
      simulate(world, { decision: 'explicitDeny' })
      delete world.records.instances[WEB]
      delete world.records.managedNodes[WEB]
    },
    finds: [],
  },
})

const worldWith = (answer: Partial<Simulation>): World => {
  const world = healthyWorld()
  simulate(world, answer)
  return world
}

it('tells what the simulator says, what stood behind the other answer, and how to ask again', () => {
  const missing = ['aws:SourceVpc', 'aws:SourceVpce']
  const answer = { decision: 'implicitDeny', allowedByBoundary: false, missing } as const
  const [finding] = audit([worldWith(answer)], [check]).findings
  expect(finding?.evidence).toEqual([
    {
      label: 'simulator says',
      value:
        'allowed by nothing; not by the permissions boundary; without a value for aws:SourceVpc, aws:SourceVpce',
      source: 'iam:SimulatePrincipalPolicy',
    },
    { label: 'ssm-doctor says', value: 'allowed', source: 'policy session-logging, statement Archive' },
  ])
  expect(finding?.remediation.commands[0]).toMatch(
    /^aws iam simulate-principal-policy --policy-source-arn \S+:role\/web --action-names s3:PutObject --resource-arns \S+ --context-entries '\[\{.*"ContextKeyType":"boolean"/,
  )
})

it('never changes another verdict or an outcome', () => {
  const { simulations: _, ...records } = healthyWorld().records
  const without = audit([{ ...healthyWorld(), records }], [check])
  const asked = audit([worldWith(SCP)], [check])
  expect(asked.outcomes).toEqual(without.outcomes)
  expect(asked.summary).toMatchObject({ failed: 1, bySeverity: { info: 1, high: 0, critical: 0 } })
})

it('is skipped where the simulator was not asked, even where other reads failed', () => {
  const { simulations: _, ...records } = healthyWorld().records
  const gaps = [{ kind: 'roles', id: 'web', reason: 'AccessDenied: no', actions: ['iam:GetRole'] }] as const
  const report = audit([{ ...healthyWorld(), records, gaps }], [check])
  expect(report.checks).toEqual([
    { id: check.id, status: 'skipped', subjects: 0, reason: 'was not asked for' },
  ])
})

it('is unknown where the simulator refused to answer', () => {
  const { simulations: _, ...records } = healthyWorld().records
  const actions = ['iam:SimulatePrincipalPolicy']
  const gaps = [{ kind: 'simulations', reason: 'AccessDenied: no', actions }] as const
  const [result] = audit([{ ...healthyWorld(), records, gaps }], [check]).checks
  expect(result).toMatchObject({ status: 'unknown', reason: expect.stringContaining(actions[0] ?? '-') })
})
