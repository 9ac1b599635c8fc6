import { describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import { explanation } from '../../src/cli/commands/explain.ts'
import { paintFor } from '../../src/report/paint.ts'

describe('the explanation', () => {
  it.each(checks.map(check => [check.id, check] as const))(
    'of %s tells its reason, kinds, repair and page',
    (_, check) => {
      const text = explanation(check, paintFor(false), undefined).join('\n')
      for (const part of [
        check.id,
        check.title,
        check.severity,
        check.why,
        check.each,
        ...check.needs,
        check.docs,
      ])
        expect(text).toContain(part)
      expect(text).toContain(check.fix === 'none' ? 'advice only' : '--fix can repair it')
    },
  )

  it('fits a terminal, the address of the page apart', () => {
    const lines = checks.flatMap(check => explanation(check, paintFor(false), 80))
    expect(lines.filter(line => line.length > 80 && !line.includes('https://'))).toEqual([])
  })
})
