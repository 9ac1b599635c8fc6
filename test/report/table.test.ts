import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/core/report.ts'
import { renderTable, type TableOptions } from '../../src/report/table.ts'
import { aFinding, aGap, anOutcome, aReport } from './a-report.ts'

const render = (report: Report, options: Partial<TableOptions> = {}): string =>
  renderTable(report, {
    color: false,
    verbose: false,
    quiet: false,
    tool: { name: 'ssm-doctor', version: '7.8.9' },
    ...options,
  })

const linesOf = (text: string): string[] => text.split('\n')

describe('what is accepted', () => {
  const baseline = { accepted: 2, gone: [aFinding({ check: 'kms/key-usable' })], unseen: 3 }
  const known = ['web', 'db'].map(id => aFinding({ baselined: true, subject: { kind: 'role', id } }))

  it('by a baseline stands in a line per check, after what is new; what is gone and unseen is told', () => {
    const fresh = aFinding({ check: 's3/versioning', message: 'bucket a keeps nothing', severity: 'low' })
    const text = render(aReport({ findings: [...known, fresh], baseline }))
    expect(text).toMatch(
      /bucket a keeps nothing.*\n\nin the baseline, and fails nothing:\n {2}logs\/log-group-arn-match {2}role web, role db\n\ngone since the baseline:\n {2}kms\/key-usable {2}role web\n\n3 findings of the baseline could not be looked at again\n/s,
    )
    expect(text).not.toContain('may not write to log group')
    expect(text).toContain('3 causes (2 high, 1 low), 2 in the baseline;')
  })

  it('by a baseline is told in full where all is asked for', () => {
    const text = render(aReport({ findings: known, baseline }), { verbose: true })
    expect(text.match(/accepted {2}in the baseline/g)).toHaveLength(2)
    expect(text).toContain('2 causes (2 high), all in the baseline;')
  })

  it('by a waiver is told in full with the reason, after the rest, and apart from the same without one', () => {
    const waived = aFinding({
      waived: { reason: 'the move', until: '2027-01-31' },
      subject: { kind: 'role', id: 'batch' },
    })
    const text = render(aReport({ findings: [waived, aFinding({ severity: 'low' })] }))
    expect(text).toMatch(/LOW .*role web.*HIGH .*role batch.*accepted {2}waived until 2027-01-31: the move/s)
    expect(text).not.toContain('the same')
  })

  it('of no account is told as such in its line', () => {
    const info = aFinding({ severity: 'info', waived: { reason: 'meant', until: '2027-01-31' } })
    expect(render(aReport({ findings: [info] }))).toContain(' (waived until 2027-01-31: meant)')
  })
})

describe('outcomes', () => {
  it('say first what a session would do, with the silent channel named', () => {
    const [head, , first] = linesOf(render(aReport({ outcomes: [anOutcome()] })))
    expect(head).toBe(
      'ssm-doctor 7.8.9   account 210987654321   eu-north-1   as assumed-role/auditor/mia   2026-03-04 05:06 UTC',
    )
    expect(first).toBe(
      'i-0aaaaaaaaaaaaaaa1 web-1    can connect: yes    recorded: NO (CloudWatch silent, S3 yes)    encrypted: yes',
    )
  })

  it('name the text that the user meets where nobody can connect, and nothing that would follow', () => {
    const outcome = anOutcome({ canConnect: 'no', userSees: 'TargetNotConnected' })
    const text = render(aReport({ outcomes: [outcome] }))
    expect(text).toContain('can connect: NO    the user sees: TargetNotConnected')
    expect(text).not.toContain('recorded:')
  })

  it.each([
    ['off', 'off', 'recorded: off'],
    ['yes', 'off', 'recorded: yes (CloudWatch yes, S3 off)'],
    ['yes', 'unknown', 'recorded: unknown (CloudWatch yes, S3 unknown)'],
    ['no', 'unknown', 'recorded: NO (CloudWatch silent, S3 unknown)'],
  ] as const)('of CloudWatch %s and S3 %s read "%s"', (cloudwatch, s3, words) => {
    const text = render(aReport({ outcomes: [anOutcome({ recorded: { cloudwatch, s3 } })] }))
    expect(text).toContain(words)
  })

  it('stand worst first, and many equal ones on one line', () => {
    const equal = Array.from({ length: 40 }, (_, at) => {
      const { name: _name, ...outcome } = anOutcome({ node: `i-0bbbbbbbbbbbbbb${100 + at}` })
      return outcome
    })
    const down = anOutcome({ canConnect: 'no', userSees: 'TargetNotConnected' })
    const [, , first, second] = linesOf(render(aReport({ outcomes: [...equal, down] })))
    expect(first).toMatch(/^i-0aaaaaaaaaaaaaaa1 web-1 +can connect: NO/)
    expect(second).toMatch(
      /^40 nodes: i-0bbbbbbbbbbbbbb100, i-0bbbbbbbbbbbbbb101 and 38 more +can connect: yes/,
    )
  })

  it('stand together by their role, and what is left of several roles in one line', () => {
    const of = (role: string, count: number, from: number) =>
      Array.from({ length: count }, (_, at) => anOutcome({ node: `i-0bbbbbbbbbbbbbb${from + at}`, role }))
    const outcomes = [...of('web', 37, 100), ...of('db', 3, 200), ...of('queue', 2, 300)]
    const text = render(aReport({ outcomes }))
    expect(text).toMatch(/^37 nodes of role web: i-0bbbbbbbbbbbbbb100 web-1, .* and 35 more +can connect/m)
    expect(text).toMatch(/^5 nodes of 2 roles: i-0bbbbbbbbbbbbbb200 web-1, .* and 3 more +can connect/m)
    const few = render(aReport({ outcomes: [...of('web', 5, 100), ...of('db', 3, 200)] }))
    expect(few.match(/^i-0bbbbbbbbbbbbbb20\d web-1/gm)).toHaveLength(3)
  })

  it('are equal where only the node’s own id in the refusal differs', () => {
    const outcomes = Array.from({ length: 5 }, (_, at) => {
      const node = `i-0bbbbbbbbbbbbbbb${at}`
      return anOutcome({
        node,
        canConnect: 'no',
        userSees: `${node} is not connected`,
        causes: [`x|${node}`],
      })
    })
    expect(render(aReport({ outcomes }))).toMatch(
      /5 nodes: .* can connect: NO {4}the user sees: <the node> is not connected/,
    )
  })

  it('are all there is with --quiet, each node on a line of its own', () => {
    const outcomes = Array.from({ length: 6 }, (_, at) => anOutcome({ node: `i-0bbbbbbbbbbbbbbb${at}` }))
    const text = render(aReport({ outcomes, findings: [aFinding()], gaps: [aGap()] }), { quiet: true })
    expect(linesOf(text.trimEnd())).toHaveLength(6)
    expect(text).not.toContain('logs/log-group-arn-match')
  })

  it('fill a table that fits the terminal', () => {
    const outcomes = [anOutcome({ name: 'a-very-long-name-of-a-machine-in-the-cellar' }), anOutcome()]
    const long = anOutcome({ canConnect: 'no', userSees: 'the words of the refusal '.repeat(9).trim() })
    for (const width of [92, 120]) {
      const text = render(aReport({ outcomes: [...outcomes, long] }), { width })
      const table = linesOf(text).filter(line => /[│┌├└]/.test(line))
      expect(table.length).toBeGreaterThan(6)
      expect(Math.max(...table.map(line => line.length))).toBeLessThanOrEqual(width)
      expect(table[1]).toMatch(/node .* can connect .* recorded .* encrypted .* the user sees/)
    }
  })

  it('break words that no column has room for, and lose nothing of them', () => {
    const name = 'a-very-long-name-of-a-machine-in-the-cellar'
    const lines = linesOf(render(aReport({ outcomes: [anOutcome({ name })] }), { width: 90 }))
    const first = lines.flatMap(line => /^│([^│]*)│/.exec(line)?.[1]?.trim() ?? []).join('')
    expect(first).toBe(`nodei-0aaaaaaaaaaaaaaa1${name}`)
  })

  it.each([40, 60, 80, 90, 91])('are whole on a terminal of %i columns, ids and all', width => {
    const node = 'i-0aaaaaaaaaaaaaaa1'
    const outcomes = [
      anOutcome(),
      anOutcome({ node: 'i-0aaaaaaaaaaaaaaa2', canConnect: 'no', userSees: `(TargetNotConnected) ${node}` }),
    ]
    const lines = linesOf(render(aReport({ outcomes }), { width }))
    const text = lines.join(' ')
    for (const word of [node, 'i-0aaaaaaaaaaaaaaa2', '(TargetNotConnected)']) expect(text).toContain(word)
    expect(text).not.toContain('…')
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(width)
  })

  it('have a line each with --quiet, on a terminal too', () => {
    const outcomes = [1, 2, 3].map(at => anOutcome({ node: `i-0aaaaaaaaaaaaaaa${at}` }))
    const text = render(aReport({ outcomes }), { width: 120, quiet: true })
    expect(linesOf(text.trimEnd())).toHaveLength(3)
  })

  it('are said to be missing where no node is judged', () => {
    expect(render(aReport({}))).toContain('no node is judged in eu-north-1')
  })
})

describe('notes', () => {
  it('that hold everywhere are told once, the others with their Region', () => {
    const report = aReport({})
    const [here] = report.scopes
    if (!here) throw new Error('a scope')
    const there = { ...here, region: 'sa-east-1', notes: [...here.notes, 'skipped: me-south-1'] }
    const text = render({ ...report, scopes: [here, there] })
    expect(text.match(/service control policies were not read/g)).toHaveLength(1)
    expect(text).toContain(
      'note: service control policies were not read\nnote (sa-east-1): skipped: me-south-1',
    )
  })
})

describe('causes', () => {
  it('show two values that should be equal on adjacent lines, under each other, with their sources', () => {
    const lines = linesOf(render(aReport({ findings: [aFinding()] })))
    const at = lines.findIndex(line => line.includes('preferences say'))
    expect(lines.slice(at, at + 2)).toEqual([
      '    preferences say  /ops/sessions  (SSM-SessionManagerRunShell v4)',
      '    policy says      /ops/session  (policy node-logs, statement Write)',
    ])
  })

  it('say what is, the effect, the remedy with its command, and that --fix can do it', () => {
    const text = render(aReport({ findings: [aFinding()] }))
    expect(text).toContain('HIGH  logs/log-group-arn-match  role web  hurts 1 node: i-0aaaaaaaaaaaaaaa1')
    expect(text).toContain('  effect    Sessions open and leave no record.')
    expect(text).toContain(
      '  remedy    append the group to the statement\n            aws iam create-policy-version',
    )
    expect(text).toContain('  --fix     can do this (review: shows the change and asks first)')
  })

  it('come by severity, then by how many nodes they hurt; what could not be decided comes last', () => {
    const on = (id: string, fields: Partial<Parameters<typeof aFinding>[0]>) =>
      aFinding({ subject: { kind: 'bucket', id }, remediation: advice, ...fields })
    const findings = [
      on('undecided', { severity: 'critical', verdict: 'unknown' }),
      on('small', { affects: ['i-0aaaaaaaaaaaaaaa1'] }),
      on('large', { affects: ['i-0aaaaaaaaaaaaaaa1', 'i-0aaaaaaaaaaaaaaa2'] }),
      on('worst', { severity: 'critical', affects: [] }),
    ]
    const order = [...render(aReport({ findings })).matchAll(/ {2}bucket (\w+)/g)].map(match => match[1])
    expect(order).toEqual(['worst', 'large', 'small', 'undecided'])
  })

  it('carry their consequences in one line each, and those are counted apart', () => {
    const cause = aFinding()
    const consequence = aFinding({
      check: 'logs/write-permissions',
      message: 'role web lacks logs:PutLogEvents',
      causedBy: cause.fingerprint,
    })
    const text = render(aReport({ findings: [cause, consequence] }))
    expect(text).toContain('  so also   logs/write-permissions: role web lacks logs:PutLogEvents')
    expect(text).not.toContain('HIGH  logs/write-permissions')
    expect(text).toContain('1 cause (1 high), 1 consequence;')
  })

  it('tell equal consequences once, with their number', () => {
    const cause = aFinding()
    const consequences = [1, 2, 3].map(at =>
      aFinding({
        check: 'node/agent-ping',
        message: 'no heartbeat',
        causedBy: cause.fingerprint,
        fingerprint: `x${at}`,
      }),
    )
    const text = render(aReport({ findings: [cause, ...consequences] }))
    expect(text.match(/so also .*/g)).toEqual([
      'so also   node/agent-ping: no heartbeat (and alike on 2 more)',
    ])
  })

  it('of many nodes that have the same fault are told once; --verbose tells each', () => {
    const findings = Array.from({ length: 5 }, (_, at) => {
      const id = `i-0ccccccccccccccc${at}`
      return aFinding({ check: 'node/imds-enabled', subject: { kind: 'instance', id }, affects: [id] })
    })
    const short = render(aReport({ findings }))
    expect(short.match(/HIGH {2}node\/imds-enabled/g)).toHaveLength(1)
    expect(short).toContain('  the same  on 4 more instances: i-0ccccccccccccccc1')
    expect(render(aReport({ findings }), { verbose: true }).match(/HIGH {2}node/g)).toHaveLength(5)
  })

  it('of two roles that one command repairs are told once, both named', () => {
    const findings = ['web', 'batch'].map(id => aFinding({ subject: { kind: 'role', id } }))
    const text = render(aReport({ findings }))
    expect(text.match(/aws iam create-policy-version/g)).toHaveLength(1)
    expect(text).toContain('  the same  on 1 more role: batch (i-0aaaaaaaaaaaaaaa1)')
  })
})

const advice = { text: 'look at it', commands: [], fixable: false, risk: 'none' } as const

describe('what was not looked at', () => {
  it('is told with the missing action and how to grant it', () => {
    const checks = [
      { id: 'identity/role-trust', status: 'unknown', subjects: 1, reason: 'roles web: AccessDenied' },
      { id: 'node/registered', status: 'healthy', subjects: 3 },
      { id: 'kms/key-usable', status: 'crashed', subjects: 1, reason: 'alias/x: boom' },
      { id: 's3/bucket-exists', status: 'skipped', subjects: 0, reason: 'nothing to judge' },
    ] as const
    const text = render(aReport({ gaps: [aGap()], checks }))
    expect(text).toContain(
      'could not read:\n  roles web (eu-north-1): AccessDenied: not authorized; needs iam:GetRole',
    )
    expect(text).toContain('  unknown  identity/role-trust: roles web: AccessDenied')
    expect(text).toContain('  crashed  kms/key-usable: alias/x: boom')
    expect(text).toContain(
      'evaluated 1 of 4 checks (1 had nothing to judge, 1 unknown, 1 crashed): 1 healthy, 0 failed',
    )
    expect(text).toContain('ssm-doctor permissions prints the whole policy')
  })

  it('is not told twice where a finding says that it could not be decided', () => {
    const findings = [aFinding({ check: 'node/registered', verdict: 'unknown' })]
    const checks = [{ id: 'node/registered', status: 'unknown', subjects: 1 }] as const
    expect(render(aReport({ findings, checks }))).not.toContain('checks that could not answer')
  })

  it('tells what waits for the same failed read in one line', () => {
    const text = render(aReport({ gaps: [aGap(), aGap({ kind: 'policies', id: 'core' })] }))
    expect(text).toContain(
      '  roles web, policies core (eu-north-1): AccessDenied: not authorized; needs iam:GetRole\n',
    )
  })

  it('is no reason to grant anything where another account owns it', () => {
    const text = render(aReport({ gaps: [aGap({ kind: 'buckets', id: 'theirs', foreign: true })] }))
    expect(text).toContain('belongs to another account:\n  buckets theirs')
    expect(text).not.toContain('ssm-doctor permissions')
  })
})

describe('the terminal', () => {
  it('gets colour only where it is asked for, and the same words without', () => {
    const report = aReport({ findings: [aFinding()], outcomes: [anOutcome()] })
    const coloured = render(report, { color: true })
    expect(coloured).toContain('\u001B[31mHIGH\u001B[39m')
    expect(stripVTControlCharacters(coloured)).toBe(render(report))
  })

  it('is not steered by names from AWS', () => {
    const evil = 'web\u001B[2J\u001B]0;owned\u0007\r\n\u009B31m\u202Elive'
    const report = aReport({
      findings: [aFinding({ subject: { kind: 'role', id: evil }, message: `role ${evil} lacks it` })],
      outcomes: [anOutcome({ name: evil, canConnect: 'no', userSees: evil })],
      gaps: [aGap({ id: evil, reason: evil })],
    })
    for (const width of [undefined, 120]) {
      const text = render(report, { width })
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202E]/u)
      expect(text).toContain('live')
    }
  })

  it('gets no line that is wrapped inside a command', () => {
    const command = `aws iam put-role-policy ${'x'.repeat(200)}`
    const finding = aFinding({ remediation: { ...aFinding().remediation, commands: [command] } })
    expect(render(aReport({ findings: [finding] }), { width: 100 })).toContain(command)
  })
})
