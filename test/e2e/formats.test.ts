import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { checks } from '../../checks/index.ts'
import { readSnapshot } from '../../src/config/snapshot-file.ts'
import { audit } from '../../src/core/audit/audit.ts'
import { NOT_ASKED } from '../../src/core/audit/summary.ts'
import type { Finding, Report } from '../../src/core/report.ts'
import { levelOf } from '../../src/report/levels.ts'
import { aContext } from '../report/a-context.ts'
import { aFinding, aReport } from '../report/a-report.ts'
import { HOSTILE, hostileReport } from '../report/hostile.ts'
import { textOf, toldOf } from '../report/told.ts'
import { consume, READ, type Consumed, type Read } from '../support/consumers/consume.ts'
import { projectRoot } from '../support/moto/environment.ts'
import { newHome, removeHomes, runCli } from '../support/moto/run-cli.ts'

const accounts = join(projectRoot, 'fixtures/accounts')
const FIXTURES = [
  join(projectRoot, 'fixtures/healthy.json'),
  ...readdirSync(accounts).map(name => join(accounts, name)),
]

const cases: Readonly<Record<string, Report>> = {
  ...Object.fromEntries(
    FIXTURES.map(file => [basename(file, '.json'), audit(readSnapshot(file).worlds, checks)]),
  ),
  ...Object.fromEntries(
    Object.entries(HOSTILE).map(([name, text]) => [`hostile ${name}`, hostileReport(text)]),
  ),
  many: aReport({
    findings: Array.from({ length: 2_500 }, (_, at) =>
      aFinding({ subject: { kind: 'role', id: `role-${at}` }, about: `${at}`, fingerprint: `f${at}` }),
    ),
    checks: [{ id: 'logs/log-group-arn-match', status: 'failed', subjects: 2_500 }],
  }),
}

const textsOf = (report: Report): Record<Read, string> =>
  Object.fromEntries(READ.map(format => [format, textOf(format, report, aContext())])) as Record<Read, string>

let read: Readonly<Record<string, Consumed>> = {}

const of = (name: string): Consumed => {
  const consumed = read[name]
  if (!consumed) throw new Error(`nothing was read of ${name}`)
  return consumed
}

beforeAll(async () => {
  const texts = Object.fromEntries(Object.entries(cases).map(([name, report]) => [name, textsOf(report)]))
  read = await consume(inject('motoPython'), texts)
  return removeHomes
}, 600_000)

/** What the page is made of. */
const TAGS: ReadonlySet<string> = new Set(
  'br code div h2 h3 h4 li p pre strong sub table tbody td th thead tr ul'.split(' '),
)

const rootsOf = ({ findings }: Report): readonly Finding[] =>
  findings.filter(({ causedBy }) => causedBy === undefined)

describe.each(Object.entries(cases))('%s', (name, report) => {
  const roots = rootsOf(report)
  const told = toldOf(report)
  const asked = report.checks.filter(({ reason }) => reason !== NOT_ASKED)
  const count = (verdict: Finding['verdict']): number => roots.filter(one => one.verdict === verdict).length

  test('sarif-tools finds each result at its level', () => {
    const { counts, rules } = of(name).sarif
    const expected = { error: 0, warning: 0, note: 0 }
    for (const finding of roots) expected[levelOf(finding)] += 1
    expect(counts).toEqual(expected)
    expect(rules).toEqual([...new Set(roots.map(({ check }) => check))].toSorted())
  })

  test('junitparser and the schema of Jenkins take the suites, and find each finding', () => {
    const { passed, failed, skipped, errors } = of(name).junit
    const grave = roots.filter(
      one => one.verdict === 'fail' && !one.waived && ['critical', 'high', 'medium'].includes(one.severity),
    )
    const having = (status: string): number => asked.filter(check => check.status === status).length
    const undecided = asked.filter(
      ({ id, status, reason }) =>
        status === 'unknown' &&
        !(reason === undefined && roots.some(one => one.check === id && one.verdict === 'unknown')),
    )
    expect({ passed, failed, skipped, errors }).toEqual({
      passed: told.healthy,
      failed: grave.length,
      skipped: report.findings.length - grave.length + having('skipped') + undecided.length,
      errors: having('crashed'),
    })
  })

  test('the schema of OCSF and its models take each event', () => {
    const { Fail = 0, Pass = 0, Warning = 0 } = of(name).ocsf.statuses
    const open = asked.filter(({ status }) => status === 'crashed').length
    expect({ Fail, Pass }).toEqual({ Fail: count('fail'), Pass: told.healthy })
    expect(Warning).toBeGreaterThanOrEqual(count('unknown') + open)
  })

  test('Security Hub imports each finding', () => {
    const { states, imported } = of(name).asff
    const sum = (word: RegExp): number =>
      Object.entries(states).reduce((total, [state, one]) => (word.test(state) ? total + one : total), 0)
    expect({
      failed: sum(/^FAILED/),
      undecided: sum(/^WARNING/),
      healthy: sum(/^PASSED ACTIVE/),
      imported,
    }).toEqual({
      failed: count('fail'),
      undecided: count('unknown'),
      healthy: told.healthy,
      imported: roots.length + asked.length,
    })
  })

  test('GitHub’s Markdown has a heading for each cause, and nothing that the report did not mean', () => {
    const { tags, headings } = of(name).markdown
    expect(tags.filter(tag => !TAGS.has(tag))).toEqual([])
    expect(
      headings.every(heading =>
        /^(?:critical|high|medium|low|info|not known, \w+ if so): [a-z0-9/-]+$/.test(heading),
      ),
    ).toBe(true)
    expect(headings.length > 0).toBe(told.open > 0)
  })
})

test.each(['cdata', 'script', 'entity', 'command', 'fence', 'table', 'link', 'astral', 'braces'] as const)(
  'a role named by a hostile text (%s) is shown in Markdown as it is',
  name => {
    const text = HOSTILE[name]
    const { rows, code, prose } = of(`hostile ${name}`).markdown
    const shown = prose.replaceAll('\u200B', '')
    expect(rows[1]?.map(cell => cell.replaceAll('\u200B', ''))).toEqual(['i-0a ' + text, 'NO', '', '', text])
    expect(shown).toContain(`role ${text} may not write`)
    expect(code).toContain(`aws x --name '${text}'\n${text}\n`)
  },
)

test('nobody is called and nothing is pointed to by a name', () => {
  expect(of('hostile mention').markdown.prose).not.toMatch(/@everyone|#1/)
})

test('the program writes what they read', async () => {
  const home = newHome()
  const sample = join(accounts, 'log-group-mismatch.json')
  const file = (format: Read): string => join(home, `report.${format}`)
  const args = READ.flatMap(format => ['--format', `${format}=${file(format)}`])
  const { code, stdout, stderr } = await runCli(['check', '--from', sample, '--format', 'github', ...args], {
    home,
  })
  expect([code, stderr]).toEqual([1, ''])
  expect(stdout).toMatch(/^::error title=logs\/describe-log-groups/)
  const texts = Object.fromEntries(READ.map(format => [format, readFileSync(file(format), 'utf8')]))
  const { program } = await consume(inject('motoPython'), { program: texts as Record<Read, string> })
  const { markdown: _page, ...own } = program ?? of('none')
  const { markdown: _same, ...expected } = of('log-group-mismatch')
  expect(own).toEqual(expected)
})
