import { setTimeout } from 'node:timers/promises'
import { checks } from '../../checks/index.ts'
import { audit } from '../core/audit.ts'
import type { Plan } from '../core/plan-types.ts'
import type { World } from '../core/snapshot.ts'
import type { Account } from './account.ts'
import { readWhole } from './draft.ts'
import { progressOn } from './progress.ts'

/** The account after a repair, and which of the promised findings it still shows. */
export interface Settled {
  readonly worlds: readonly World[]
  readonly left: readonly string[]
}

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 16_000

/** Reads again until what the plan promised is so, at most `seconds`: IAM shows what was written only after a while. */
export const settle = async (account: Account, plan: Plan, seconds: number): Promise<Settled> => {
  const begun = performance.now()
  const progress = progressOn(process.stderr)
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const worlds = await readWhole(account)
    const found = new Set(audit(worlds, checks).findings.map(({ fingerprint }) => fingerprint))
    const left = plan.fixes.filter(print => found.has(print))
    const passed = performance.now() - begun
    const rest = seconds * 1_000 - passed
    if (left.length === 0 || rest <= 0) return { worlds, left }
    progress.tell(
      `waiting until AWS shows the repair, ${Math.round(passed / 1000)} of ${seconds} s: still there is ${left[0]?.split('|', 1).join('')}`,
    )
    await setTimeout(Math.min(pause, rest))
    progress.clear()
  }
}
