import { describe, expect, it } from 'vitest'
import type { Change } from '../../src/core/changes/change.ts'
import { describeChange } from '../../src/core/changes/specs.ts'
import { renderPlanDifference } from '../../src/report/plan-difference.ts'

const step = (change: Change) => ({ describe: describeChange(change), change })
const keyArn = 'arn:aws:kms:eu-north-1:210987654321:key/5e55'
const enable = step({ type: 'enable-key', region: 'eu-north-1', keyArn })
const write = (to: string) =>
  step({ type: 'put-role-policy', role: 'web', policy: 'logs', from: '{"Id":"a"}', to })

describe('the difference between two plans', () => {
  it('is nothing where both have the same steps', () => {
    expect(renderPlanDifference([enable], [enable], { color: false })).toBe('')
  })

  it('names what is gone, what is new, and the text that differs', () => {
    const text = renderPlanDifference(
      [enable, write('{"Id":"b"}')],
      [write('{"Id":"c"}'), step({ type: 'attach-role-policy', role: 'web', policyArn: 'arn:p', name: 'p' })],
      { color: false },
    )
    expect(text).toContain(`  - enable key ${keyArn}: planned, and no longer what the account needs`)
    expect(text).toContain('  + attach policy arn:p to role web: needed now, and not planned')
    expect(text).toContain('  ~ replace inline policy logs of role web: another text than planned')
    expect(text).toContain('-  "Id": "b"')
    expect(text).toContain('+  "Id": "c"')
  })
})
