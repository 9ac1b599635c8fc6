import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { checks } from '../../checks/index.ts'
import { applyChange } from '../../src/core/changes/specs.ts'
import { audit } from '../../src/core/audit/audit.ts'
import { makePlan } from '../../src/core/plan/plan.ts'
import type { Plan, Step } from '../../src/core/plan/types.ts'
import type { Audit, Finding, Outcome } from '../../src/core/report.ts'
import type { World } from '../../src/core/snapshot.ts'
import { runs } from '../core/iam/law-support.ts'
import { BROKEN } from '../support/broken/all.ts'
import { healthyWorld } from '../support/healthy.ts'
import type { BreakableWorld } from '../support/mutable.ts'
import { judge } from './judge.ts'

/** All that a node's role is ever granted: the agent's own five, and what recording and encryption need. */
const NODE_ACTIONS = new Set([
  'kms:Decrypt',
  'kms:GenerateDataKey',
  'logs:CreateLogStream',
  'logs:DescribeLogGroups',
  'logs:DescribeLogStreams',
  'logs:PutLogEvents',
  's3:GetEncryptionConfiguration',
  's3:PutObject',
  's3:PutObjectAcl',
  'ssm:UpdateInstanceInformation',
  'ssmmessages:CreateControlChannel',
  'ssmmessages:CreateDataChannel',
  'ssmmessages:OpenControlChannel',
  'ssmmessages:OpenDataChannel',
])

/** The healthy account with one to five faults; one fault may take away what another would break. */
const account = fc.uniqueArray(fc.constantFrom(...Object.keys(BROKEN)), { minLength: 1, maxLength: 5 })

const accountWith = (faults: readonly string[]): BreakableWorld => {
  const world = healthyWorld()
  for (const name of faults) BROKEN[name]?.alter(world)
  return world
}

const breaks = (faults: readonly string[]): boolean => {
  try {
    return accountWith(faults) !== undefined
  } catch {
    return false
  }
}

const applied = (world: World, changes: readonly Step['change'][]): World =>
  changes.reduce(applyChange, world)

const GOOD = { yes: 2, off: 2, unknown: 1, no: 0 } as const

const goodness = ({ canConnect, recorded, encrypted }: Outcome): readonly number[] =>
  [canConnect, recorded.cloudwatch, recorded.s3, encrypted].map(one => GOOD[one])

/** No node is worse off in anything. */
const expectNoWorse = (before: Audit, after: Audit): void => {
  const now = new Map(after.outcomes.map(one => [one.node, goodness(one)]))
  for (const was of before.outcomes)
    for (const [at, good] of goodness(was).entries())
      expect(now.get(was.node)?.[at], `${was.node} ${at}`).toBeGreaterThanOrEqual(good)
}

const MAY_HIDE = new Map(checks.map(({ id, after = [], mayFollow = [] }) => [id, [...after, ...mayFollow]]))

/** A new fault was hidden by one that is gone: of its own check, or of one that its check comes after. A note is no fault. */
const expectNothingBroken = (before: Audit, after: Audit): void => {
  const known = new Set(before.findings.map(one => one.fingerprint))
  const left = new Set(after.findings.map(one => one.fingerprint))
  const gone = new Set(before.findings.filter(one => !left.has(one.fingerprint)).map(one => one.check))
  const isNew = (one: Finding): boolean =>
    one.verdict === 'fail' && one.severity !== 'info' && !known.has(one.fingerprint)
  for (const one of after.findings.filter(isNew))
    expect(
      [one.check, ...(MAY_HIDE.get(one.check) ?? [])].some(id => gone.has(id)),
      `${one.check}: ${one.message}`,
    ).toBe(true)
}

interface Statement {
  readonly Action?: string | readonly string[]
  readonly Effect?: string
}

const actionsIn = (text: string | undefined): readonly string[] => {
  const { Statement = [] }: { Statement?: Statement | readonly Statement[] } = JSON.parse(text || '{}')
  return [Statement].flat().flatMap(({ Action = [] }) => Action)
}

/** What role policies allow now by name and did not before. */
const grantedBy = ({ steps }: Plan): readonly string[] =>
  steps
    .filter(({ change }) => change.type === 'put-role-policy' || change.type === 'put-policy-version')
    .flatMap(({ diff }) => {
      const before = new Set(actionsIn(diff?.before))
      return actionsIn(diff?.after).filter(action => !before.has(action))
    })

// A thousand accounts take minutes.
const timeout = 1_800_000

test(
  'whatever is wrong with an account, its plan breaks nothing, grants the least and can be undone',
  { timeout },
  () => {
    fc.assert(
      fc.property(account.filter(breaks), faults => {
        const world = accountWith(faults)
        const before = judge(world)
        const plan = makePlan([world], checks, before)
        expect(plan.breaks).toEqual([])
        const mended = applied(
          world,
          plan.steps.map(({ change }) => change),
        )
        const after = audit([mended], checks)
        const left = new Set(after.findings.map(one => one.fingerprint))
        expect(plan.fixes.filter(print => left.has(print))).toEqual([])
        expectNoWorse(before, after)
        expectNothingBroken(before, after)
        expect(grantedBy(plan).filter(action => !NODE_ACTIONS.has(action))).toEqual([])
        const back = applied(
          mended,
          plan.steps.toReversed().map(({ undo }) => undo),
        )
        expect(audit([back], checks).findings).toEqual(audit([world], checks).findings)
      }),
      runs(100),
    )
  },
)
