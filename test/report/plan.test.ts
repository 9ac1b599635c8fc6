import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Plan, Step } from '../../src/core/plan/types.ts'
import { renderPlan } from '../../src/report/plan.ts'
import { ACCOUNT, REGION } from './a-report.ts'

const POLICY = `arn:aws:iam::${ACCOUNT}:policy/node-logs`
const statement = (...resources: string[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: 'Write', Effect: 'Allow', Resource: resources }],
  })

const STEP: Step = {
  change: {
    type: 'put-policy-version',
    policyArn: POLICY,
    from: statement('old'),
    to: statement('old', 'new'),
  },
  undo: {
    type: 'restore-policy-version',
    policyArn: POLICY,
    from: statement('old', 'new'),
    to: statement('old'),
  },
  risk: 'review',
  actions: ['iam:CreatePolicyVersion'],
  describe: 'create a new default version of policy node-logs',
  reasons: [{ fingerprint: 'f-1', message: 'role web may not write to log group /ssm' }],
  diff: { title: 'node-logs', before: statement('old'), after: statement('old', 'new') },
  sharedBy: ['role web (i-0aaaaaaaaaaaaaaa1)', 'role batch'],
}

const aPlan = (fields: Partial<Plan> = {}): Plan => ({
  accountId: ACCOUNT,
  regions: [REGION],
  steps: [STEP],
  fixes: [`logs/log-group-arn-match|${ACCOUNT}|${REGION}|role/web|node-logs Write`],
  leaves: [],
  uncovers: [],
  breaks: [],
  refused: [],
  digest: '00ff00ff00ff00ff',
  ...fields,
})

const render = (plan: Plan, color = false): string => renderPlan(plan, { color })

describe('a plan', () => {
  it('shows the edit as a diff of the indented policy', () => {
    const text = render(aPlan())
    expect(text).toContain('   --- node-logs\n   +++ node-logs\n   @@ ')
    expect(text).toContain('\n   -        "old"\n   +        "old",\n   +        "new"\n')
  })

  it('promises no undo where it is told as code', () => {
    expect(render(aPlan())).toContain('Undo: ssm-doctor rollback')
    expect(renderPlan(aPlan(), { color: false, asCode: true })).not.toContain('rollback')
  })

  it('names everybody who uses what it edits, the risk, and how to undo it', () => {
    const text = render(aPlan())
    expect(text).toContain('used by 2:\n     - role web (i-0aaaaaaaaaaaaaaa1)\n     - role batch')
    expect(text).toContain('   why: role web may not write to log group /ssm\n')
    expect(text).toContain('risk: review')
    expect(text).toContain('Undo: ssm-doctor rollback')
  })

  it('tells what shows only once the repair is made', () => {
    const text = render(aPlan({ uncovers: ['logs/retention-set: /ssm keeps records for ever'] }))
    expect(text).toContain(
      'These show only then, for what is repaired hides them now:\n  - logs/retention-set: /ssm keeps records for ever\n',
    )
  })

  it('says which causes are gone after it, which stay and why', () => {
    const stays = `kms/key-usable|${ACCOUNT}|${REGION}|key/alias%7Cx|`
    const text = render(aPlan({ leaves: [stays], refused: [{ fingerprint: stays, reason: 'no room' }] }))
    expect(text).toContain(
      'After this plan 1 cause is gone:\n  - logs/log-group-arn-match  role web  node-logs Write  (eu-north-1)',
    )
    expect(text).toContain('These stay:\n  - kms/key-usable  key alias|x  (eu-north-1): no room')
  })

  it('that makes something worse says so and offers no undo', () => {
    const text = render(aPlan({ breaks: ['i-0aaaaaaaaaaaaaaa1: can connect turns from yes to no'] }))
    expect(text).toContain('so it is refused:\n  - i-0aaaaaaaaaaaaaaa1: can connect turns from yes to no')
    expect(text).not.toContain('Undo:')
  })

  it('without a step says that there is nothing to do', () => {
    const text = render(aPlan({ steps: [], fixes: [] }))
    expect(text).toBe(`Plan: nothing to do (account ${ACCOUNT}, ${REGION})\n`)
  })

  it('shows a document that is not JSON as it is', () => {
    const diff = { title: 'odd', before: 'not json\u001B[2J', after: '' }
    const text = render(aPlan({ steps: [{ ...STEP, diff }] }))
    expect(text).toContain('   -not json\n')
    expect(text).toContain('+++ /dev/null')
    expect(text).not.toContain('\u001B')
  })

  it('keeps its words without colour', () => {
    expect(stripVTControlCharacters(render(aPlan(), true))).toBe(render(aPlan()))
  })
})
