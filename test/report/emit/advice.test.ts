import { describe, expect, it } from 'vitest'
import { CODE_FORMS } from '../../../src/report/emit/forms.ts'
import { renderCode } from '../../../src/report/emit/render.ts'
import { aFinding } from '../a-report.ts'
import { aPlan, inputFor } from './a-plan.ts'

const finding = aFinding({
  check: 'logs/retention-set',
  severity: 'low',
  fingerprint: 'f-1',
  message: 'log group /aws/ssm/sessions keeps its records for ever',
  remediation: {
    text: 'keep them for a year',
    commands: ["aws logs put-retention-policy --log-group-name '/aws/ssm/sessions' --retention-in-days 365"],
    fixable: false,
    risk: 'none',
  },
})

describe.each(CODE_FORMS)('%s', form => {
  const told = (fields: Parameters<typeof aPlan>[1], findings = [finding]): string =>
    renderCode(form, inputFor([], { plan: aPlan([], fields), findings }))

  it('tells what has no repair as comments, with the words and commands of the remedy', () => {
    const text = told({})
    expect(text).toContain(`# 1 finding that this does not repair, and what to do:
#
# low  logs/retention-set  `)
    expect(text).toContain(
      `#    ${finding.message}\n#    keep them for a year\n#    aws logs put-retention-policy `,
    )
  })

  it('says why a repair was refused', () => {
    const text = told({ refused: [{ fingerprint: 'f-1', reason: 'the policy has no room' }] })
    expect(text).toContain('#    not repaired: the policy has no room\n')
  })

  it('tells nothing of what is repaired, waived, undecided, or follows from something else', () => {
    expect(told({ fixes: ['f-1'] })).not.toContain('does not repair')
    const others = [
      { ...finding, waived: { reason: 'known', until: '2027-01-31' } },
      { ...finding, verdict: 'unknown' as const },
      { ...finding, causedBy: 'f-2' },
    ]
    expect(told({}, others)).not.toContain('does not repair')
  })

  it('tells what shows only once it is carried out', () => {
    expect(told({ uncovers: ['logs/x  role web  (eu-north-1)'] })).toContain(
      '# What this repairs hides these now; they show only then:\n#    logs/x  role web  (eu-north-1)\n',
    )
  })
})
