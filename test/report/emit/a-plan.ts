import type { Change } from '../../../src/core/changes/change.ts'
import { changeSpecs, describeChange, diffOf, invertChange } from '../../../src/core/changes/specs.ts'
import type { Plan, Step } from '../../../src/core/plan/types.ts'
import type { World } from '../../../src/core/snapshot.ts'
import type { CodeInput } from '../../../src/report/emit/code-input.ts'
import { healthyWorld } from '../../support/healthy.ts'

const ACCOUNT = '123456789012'
const REGION = 'eu-north-1'

/** A step for a change, as a plan has it. */
export const stepFor = (change: Change, fields: Partial<Step> = {}): Step => {
  const diff = diffOf(change)
  return {
    change,
    undo: invertChange(change),
    risk: 'review',
    actions: changeSpecs[change.type].actions,
    describe: describeChange(change),
    reasons: [],
    sharedBy: [],
    ...(diff && { diff }),
    ...fields,
  }
}

/** A world in the Region of the samples. */
export const aWorld = (records: World['records'] = {}): World => {
  const { scope, gaps } = healthyWorld()
  return { scope: { ...scope, accountId: ACCOUNT, region: REGION }, gaps, records }
}

export const aPlan = (steps: readonly Step[], fields: Partial<Plan> = {}): Plan => ({
  accountId: ACCOUNT,
  regions: [REGION],
  steps,
  fixes: [],
  leaves: [],
  uncovers: [],
  breaks: [],
  refused: [],
  digest: 'c0ffee1234567890',
  ...fields,
})

/** What code is made of, for some steps alone. */
export const inputFor = (steps: readonly Step[], fields: Partial<CodeInput> = {}): CodeInput => ({
  plan: aPlan(steps),
  worlds: [aWorld()],
  findings: [],
  tool: 'ssm-doctor 0.0.1',
  ...fields,
})
