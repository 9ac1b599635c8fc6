import { describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import { FORMATS, type Format } from '../../src/report/format-names.ts'
import { workflowCommands } from '../support/workflow-commands.ts'
import { canonicalXml, elementsOf } from '../support/xml-document.ts'
import { aContext } from './a-context.ts'
import { aFinding, aReport } from './a-report.ts'
import { HOSTILE, hostileReport } from './hostile.ts'
import { COUNTERS, textOf, toldOf } from './told.ts'

const MACHINE = FORMATS.filter((format): format is Exclude<Format, 'table'> => format !== 'table')

describe.each(Object.entries(HOSTILE))('a role named %s', (_, text) => {
  const report = hostileReport(text)

  it.each(MACHINE)('leaves %s whole, and hides nothing', async format => {
    const printed = textOf(format, report, aContext())
    expect(printed.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\u202e]/u)
    if (format !== 'json') expect(printed).not.toMatch(/[\ufffe\uffff]|\\u[dD][89a-fA-F]/)
    const counted = await COUNTERS[format](printed)
    expect(toldOf(report)).toMatchObject(counted)
  })

  it('starts no line of the commands for GitHub', () => {
    const printed = textOf('github', report, aContext())
    const lines = printed.trimEnd().split('\n')
    expect(lines.slice(0, -1).every(line => /^::(?:error|warning|notice) title=/.test(line))).toBe(true)
    expect(lines.at(-1)).toMatch(/^ssm-doctor: 1 cause/)
    expect(workflowCommands(printed)).toHaveLength(lines.length - 1)
  })
})

describe('what a text says is told as it is', () => {
  const plain = ['cdata', 'script', 'command', 'percent', 'quotes', 'astral'] as const

  it.each(plain)('%s', async name => {
    const text = HOSTILE[name]
    const report = hostileReport(text)
    const first = workflowCommands(textOf('github', report, aContext())).find(({ name }) => name === 'error')
    expect(first?.message).toContain(text)
    const xml = await canonicalXml(textOf('junit', report, aContext()))
    expect(elementsOf(xml, 'failure')[0]?.attributes['message']).toBe(`role ${text} may not write`)
    for (const format of ['sarif', 'ocsf', 'asff'] as const)
      expect(JSON.stringify(JSON.parse(textOf(format, report, aContext())))).toContain(
        JSON.stringify(`role ${text} may not write`).slice(1, -1),
      )
  })
})

describe('ten thousand findings', () => {
  const findings = Array.from({ length: 10_000 }, (_, at) =>
    aFinding({
      subject: { kind: 'role', id: `role-${at}` },
      severity: at % 7 === 0 ? 'low' : 'high',
      about: `${at}`,
      fingerprint: `f${at}`,
    }),
  )
  const report = aReport({
    findings,
    checks: checks.map(({ id }) => ({
      id,
      status: id === 'logs/log-group-arn-match' ? ('failed' as const) : ('healthy' as const),
      subjects: 1,
    })),
  })

  it.each(MACHINE.filter(format => format !== 'markdown'))('are all counted in %s', async format => {
    const counted = await COUNTERS[format](textOf(format, report, aContext()))
    expect(toldOf(report)).toMatchObject(counted)
  })

  it('are counted in a comment, too', () => {
    const text = textOf('markdown', report, aContext())
    const shown = text.match(/^#### /gm)?.length ?? 0
    expect(text).toContain(`… and ${10_000 - shown} more blocks like these`)
  })
})
