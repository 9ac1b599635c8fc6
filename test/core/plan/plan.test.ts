import { describe, expect, it } from 'vitest'
import { audit } from '../../../src/core/audit/audit.ts'
import { policySize, type World } from '../../../src/core/index.ts'
import type { Plan } from '../../../src/core/plan/types.ts'
import { makePlan, policiesToEdit } from '../../../src/core/plan/plan.ts'
import { OWN_POLICY } from '../../../src/core/plan/policy-drafts.ts'
import { checks } from '../../../checks/index.ts'
import {
  ACCOUNT,
  GROUP,
  healthyWorld,
  LOGGING_POLICY,
  loggingStatements,
  policyDocument,
  REGION,
} from '../../support/healthy.ts'
import { mismatchWorld } from '../../support/mismatch.ts'
import type { BreakableWorld } from '../../support/mutable.ts'

const planOf = (...worlds: BreakableWorld[]): Plan => {
  const frozen = worlds as unknown as World[]
  return makePlan(frozen, checks, audit(frozen, checks))
}

/** Only the shared policy is wrong: the role db is healthy. */
const sharedMismatch = (): BreakableWorld => {
  const world = mismatchWorld()
  world.records.roles['db'] = healthyWorld().records.roles['db'] as never
  return world
}

const typesOf = (plan: Plan): string[] => plan.steps.map(step => step.change.type)
const rightArn = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:${GROUP}:*`
const filler = (length: number): string =>
  policyDocument([{ Sid: 'A'.repeat(length), Effect: 'Allow', Action: 'a:b', Resource: '*' }])

/** Fills a role's inline policies up to less than any statement needs. */
const fillInline = (world: BreakableWorld, role: string): void => {
  const record = world.records.roles[role]
  if (!record) return
  const used = Object.values(record.inline).reduce(
    (sum, text) => sum + policySize(text),
    policySize(filler(0)),
  )
  record.inline['filler'] = filler(10_240 - used - 10)
}

describe('makePlan', () => {
  it('edits a shared policy once, takes nothing away, and names every role that holds it', () => {
    const plan = planOf(sharedMismatch())
    expect(typesOf(plan)).toEqual(['put-policy-version'])
    const [step] = plan.steps
    expect(step?.sharedBy).toEqual([
      'role web (i-0a1b2c3d4e5f60001)',
      'role hybrid-node (mi-0a1b2c3d4e5f60003)',
    ])
    const before = JSON.parse(step?.diff?.before ?? '') as { Statement: { Resource: string[] }[] }
    const after = JSON.parse(step?.diff?.after ?? '') as typeof before
    expect(after.Statement[0]?.Resource).toEqual([...(before.Statement[0]?.Resource ?? []), rightArn])
    expect(after.Statement.slice(1)).toEqual(before.Statement.slice(1))
    expect(plan.fixes).toHaveLength(2)
    // One step, and every finding that it is for.
    expect(step?.reasons.map(({ fingerprint }) => fingerprint).toSorted()).toEqual(plan.fixes.toSorted())
    expect(step?.reasons[0]?.message).toContain('may not write to log group')
    expect(plan).toMatchObject({ breaks: [], leaves: [], refused: [] })
  })

  it('makes room first where five versions exist: the oldest goes, and is written back by the undo', () => {
    const world = sharedMismatch()
    const spare = ['v1', 'v2', 'v3', 'v4'].map(sid => filler(sid.length))
    world.records.policyVersions[LOGGING_POLICY] = { arn: LOGGING_POLICY, spare }
    const plan = planOf(world)
    expect(typesOf(plan)).toEqual(['delete-policy-version', 'put-policy-version'])
    expect(plan.steps[0]?.change).toMatchObject({ document: spare[0] })
    expect(plan.steps[0]?.undo).toMatchObject({ type: 'add-policy-version', document: spare[0] })
  })

  it('edits the inline policy that was meant', () => {
    const world = healthyWorld()
    const [write, ...others] = loggingStatements()
    const wrong = { ...write, Resource: `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:${GROUP}:*` }
    const db = world.records.roles['db']
    if (db) db.inline = { 'session-logging-inline': policyDocument([wrong, ...others]) }
    const plan = planOf(world)
    expect(plan.steps.map(step => step.change)).toMatchObject([
      { type: 'put-role-policy', role: 'db', policy: 'session-logging-inline' },
    ])
    expect(plan.steps[0]?.diff?.after).toContain(rightArn)
  })

  it('writes a statement beside the one that was meant, where that gives more than is needed', () => {
    const world = sharedMismatch()
    const policy = world.records.policies[LOGGING_POLICY]
    const document = JSON.parse(policy?.document ?? '') as { Statement: { Action: unknown }[] }
    if (document.Statement[0]) document.Statement[0].Action = 'logs:*'
    if (policy) policy.document = JSON.stringify(document)
    const plan = planOf(world)
    const after = JSON.parse(plan.steps[0]?.diff?.after ?? '') as { Statement: unknown[] }
    expect(after.Statement.slice(0, -1)).toEqual(document.Statement)
    expect(after.Statement.at(-1)).toEqual({
      Sid: 'SessionLogsWrite',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: rightArn,
    })
    expect(plan.fixes).toHaveLength(2)
  })

  it('adds one least policy of our own where no statement was meant', () => {
    const world = healthyWorld()
    const statements = loggingStatements().filter(
      one => one['Sid'] !== 'FindLogGroups' && one['Sid'] !== 'SessionKey',
    )
    const db = world.records.roles['db']
    if (db) db.inline = { 'session-logging-inline': policyDocument(statements) }
    const plan = planOf(world)
    expect(plan.steps.map(step => step.change)).toMatchObject([
      { type: 'put-role-policy', role: 'db', policy: OWN_POLICY },
    ])
    const { Statement } = JSON.parse(plan.steps[0]?.diff?.after ?? '') as { Statement: { Action: unknown }[] }
    expect(Statement.flatMap(one => one.Action).sort()).toEqual(['kms:Decrypt', 'logs:DescribeLogGroups'])
    expect(plan.fixes).toHaveLength(2)
  })

  it('takes the next way where the managed policy has no room for the edit', () => {
    const world = sharedMismatch()
    const policy = world.records.policies[LOGGING_POLICY]
    const document = JSON.parse(policy?.document ?? '') as { Statement: object[] }
    document.Statement.push({
      Sid: 'B'.repeat(6_144 - policySize(policy?.document ?? '') - 60),
      Effect: 'Allow',
      Action: 'a:b',
      Resource: '*',
    })
    if (policy) policy.document = JSON.stringify(document)
    const plan = planOf(world)
    expect(plan.steps.map(step => step.change)).toMatchObject([
      { type: 'put-role-policy', role: 'hybrid-node', policy: OWN_POLICY },
      { type: 'put-role-policy', role: 'web', policy: OWN_POLICY },
    ])
    expect(plan.fixes).toHaveLength(2)
  })

  it('creates and attaches a managed policy of our own where the inline quota is full', () => {
    const world = mismatchWorld()
    world.records.policies[LOGGING_POLICY] = healthyWorld().records.policies[LOGGING_POLICY] as never
    fillInline(world, 'db')
    const plan = planOf(world)
    expect(typesOf(plan)).toEqual(['create-policy', 'attach-role-policy'])
    expect(plan.fixes).toHaveLength(1)
  })

  it('refuses, and says why, where every quota is full', () => {
    const world = mismatchWorld()
    world.records.policies[LOGGING_POLICY] = healthyWorld().records.policies[LOGGING_POLICY] as never
    world.records.accountQuotas['account'] = {
      attachedPoliciesPerRole: 1,
      policySize: 6144,
      versionsPerPolicy: 5,
    }
    fillInline(world, 'db')
    const plan = planOf(world)
    expect(plan.steps).toEqual([])
    expect(plan.refused.map(one => one.reason)).toEqual([
      'role db has no room: its inline policies are full and 1 of 1 policies are attached',
    ])
  })

  it('does not edit a policy whose versions could not be read, and names the action', () => {
    const world = sharedMismatch()
    world.gaps.push({
      kind: 'policyVersions',
      id: LOGGING_POLICY,
      reason: 'AccessDenied',
      actions: ['iam:ListPolicyVersions'],
    })
    const plan = planOf(world)
    expect(plan.steps).toEqual([])
    expect(plan.refused.map(one => one.reason)).toContain(
      'the versions of policy session-logging could not be read: AccessDenied (needs iam:ListPolicyVersions)',
    )
  })

  it('repairs one policy once for two Regions', () => {
    const other = sharedMismatch()
    const json = JSON.stringify(other).replaceAll('ap-southeast-1', 'eu-west-1')
    const plan = planOf(sharedMismatch(), JSON.parse(json) as BreakableWorld)
    expect(plan.regions).toEqual(['ap-southeast-1', 'eu-west-1'])
    expect(typesOf(plan).filter(type => type === 'put-policy-version')).toHaveLength(1)
  })

  it('plans the same steps whatever the order of findings', () => {
    const world = mismatchWorld() as unknown as World
    const report = audit([world], checks)
    const turned = { ...report, findings: report.findings.toReversed() }
    expect(makePlan([world], checks, turned).digest).toBe(makePlan([world], checks, report).digest)
  })

  it('has nothing to do in a healthy account', () => {
    expect(planOf(healthyWorld())).toMatchObject({
      steps: [],
      fixes: [],
      leaves: [],
      breaks: [],
      refused: [],
    })
  })

  it('leaves its worlds alone', () => {
    const world = mismatchWorld()
    planOf(world)
    expect(world).toEqual(mismatchWorld())
  })
})

describe('policiesToEdit', () => {
  it('names the customer-managed policies whose versions and holders must be read first', () => {
    const world = mismatchWorld() as unknown as World
    expect(policiesToEdit(audit([world], checks))).toEqual([LOGGING_POLICY])
  })
})
