import { stripVTControlCharacters, styleText } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/core/report.ts'
import { renderTable, type TableOptions } from '../../src/report/table.ts'
import { aPath, aReport } from './a-report.ts'

const render = (report: Report, options: Partial<TableOptions> = {}): string =>
  renderTable(report, {
    color: false,
    verbose: true,
    quiet: false,
    tool: { name: 'ssm-doctor', version: '7.8.9' },
    ...options,
  })

const sectionOf = (text: string): string[] => {
  const lines = text.split('\n')
  const start = lines.findIndex(line => line.startsWith('paths'))
  return start === -1 ? [] : lines.slice(start, lines.indexOf('', start))
}

const BLOCKED =
  '  ssmmessages  i-0aaaaaaaaaaaaaaa1 → sg-1 ✓ → acl-2 ✓ → rtb-3 ✗ no 0.0.0.0/0, no endpoint ssmmessages'

describe('paths', () => {
  it('are lines of hops that end at what blocks', () => {
    expect(sectionOf(render(aReport({ paths: [aPath()] })))).toEqual(['paths:', BLOCKED])
  })

  it('end at the service where nothing blocks', () => {
    const { factors } = aPath()
    const open = aPath({ service: 'kms', verdict: 'open', factors: factors.slice(0, 2) })
    expect(sectionOf(render(aReport({ paths: [open] })))).toEqual([
      'paths:',
      '  kms          i-0aaaaaaaaaaaaaaa1 → sg-1 ✓ → acl-2 ✓ → kms',
    ])
  })

  it('of many nodes that meet the same are one line', () => {
    const nodes = Array.from({ length: 37 }, (_, at) => `i-0bbbbbbbbbbbbbb${100 + at}`)
    const [, line] = sectionOf(render(aReport({ paths: [aPath({ nodes })] })))
    expect(line).toMatch(/^ {2}ssmmessages {2}i-0bbbbbbbbbbbbbb100 \(and 36 more\) → sg-1 ✓/)
  })

  it('say under them what was heard, what else is to know, and what to look at', () => {
    const path = aPath({
      verdict: 'unknown',
      standing: 'likely',
      evidence: 'i-0aaaaaaaaaaaaaaa1 is Online, heard at 2026-03-04T05:05:00.000Z',
      notes: ['overrides the way through nat-9'],
      factors: [
        {
          kind: 'unseen',
          resource: 'tgw-7',
          verdict: 'unknown',
          reason: 'leaves what AWS shows',
          look: 'tgw-7',
        },
      ],
    })
    expect(sectionOf(render(aReport({ paths: [path] })))).toEqual([
      'paths:',
      '  ssmmessages  i-0aaaaaaaaaaaaaaa1 → tgw-7 ? leaves what AWS shows → ssmmessages',
      '               i-0aaaaaaaaaaaaaaa1 is Online, heard at 2026-03-04T05:05:00.000Z',
      '               overrides the way through nat-9',
      '               look at: tgw-7',
    ])
  })

  it('are coloured at their marks, and the same words without', () => {
    const text = render(aReport({ paths: [aPath()] }), { color: true })
    expect(text).toContain(`rtb-3 ${styleText('red', '✗', { validateStream: false })} no 0.0.0.0/0`)
    expect(text).toContain(`sg-1 ${styleText('green', '✓', { validateStream: false })} →`)
    expect(sectionOf(stripVTControlCharacters(text))).toEqual(['paths:', BLOCKED])
  })

  it('fit a narrow terminal, the rest under the beginning', () => {
    const lines = sectionOf(render(aReport({ paths: [aPath()] }), { width: 60 }))
    expect(lines.length).toBeGreaterThan(2)
    for (const line of lines.slice(2)) expect(line).toMatch(/^ {15}\S/)
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(60)
  })

  it('stand under their Region where there are several', () => {
    const report = aReport({ paths: [aPath(), aPath({ region: 'eu-south-2', service: 'ssm' })] })
    const [scope] = report.scopes
    if (!scope) throw new Error('no scope')
    const scopes = [{ ...scope, region: 'eu-south-2' }, scope]
    const heads = render({ ...report, scopes })
      .split('\n')
      .filter(line => line.startsWith('paths'))
    expect(heads).toEqual(['paths (eu-south-2):', 'paths (eu-north-1):'])
  })

  it.each([
    ['without --verbose', { verbose: false }],
    ['with --quiet', { quiet: true }],
  ])('are not shown %s', (_, options) => {
    expect(sectionOf(render(aReport({ paths: [aPath()] }), options))).toEqual([])
  })

  it('cannot steer a terminal', () => {
    const path = aPath({ notes: ['a\u001B[2Jb'] })
    expect(render(aReport({ paths: [path] }))).toContain('ab')
  })
})
