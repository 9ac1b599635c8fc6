import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Change } from '../../src/core/changes/change.ts'
import { byPhase } from '../../src/core/changes/phase.ts'
import { changeSpecs, invertChange } from '../../src/core/changes/specs.ts'
import { FORWARD } from '../apply/changes.ts'
import { between, stored } from '../support/pages.ts'

const PAGE = 'docs/fixing.md'

/** One row for every change that a plan may hold, in the order in which they are made. */
const rows = (): readonly string[] => {
  const changes: readonly Change[] = Object.values(FORWARD).map(({ change }) => change)
  const byType = new Map(changes.toReversed().map(change => [change.type, change]))
  return [...byType.values()]
    .toSorted(
      (a, b) => byPhase(changeSpecs[a.type].phase, changeSpecs[b.type].phase) || (a.type < b.type ? -1 : 1),
    )
    .map(change => {
      const { phase, actions } = changeSpecs[change.type]
      const calls = actions.map(action => `\`${action}\``).join(', ')
      return `| ${phase} | \`${change.type}\` | \`${invertChange(change).type}\` | ${calls} |`
    })
}

describe('docs/fixing.md', () => {
  it('lists every change, its undoing and its calls', () => {
    const table = ['| phase | change | undone by | calls |', '|---|---|---|---|', ...rows()].join('\n')
    const fresh = between(readFileSync(PAGE, 'utf8'), 'changes', table)
    expect(fresh).toBe(stored(PAGE, fresh))
  })
})
