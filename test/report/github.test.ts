import { describe, expect, it } from 'vitest'
import type { Finding } from '../../src/core/report.ts'
import type { ReportContext } from '../../src/report/context.ts'
import { renderGithub, renderSummary, SUMMARY_BYTES } from '../../src/report/github.ts'
import { workflowCommands, type WorkflowCommand } from '../support/workflow-commands.ts'
import { aContext } from './a-context.ts'
import { aFinding, aGap, anOutcome, aReport } from './a-report.ts'

const commandsOf = (
  findings: readonly Finding[],
  context: Partial<ReportContext> = {},
): readonly WorkflowCommand[] => workflowCommands(renderGithub(aReport({ findings }), aContext(context)))

const manyOf = (count: number, fields: Partial<Finding>): readonly Finding[] =>
  Array.from({ length: count }, (_, at) => aFinding({ ...fields, fingerprint: `${fields.severity}${at}` }))

const countOf = (commands: readonly WorkflowCommand[], name: string): number =>
  commands.filter(command => command.name === name).length

describe('an annotation', () => {
  it('has a title, the message and the values that do not match, without long commands', () => {
    const [command] = commandsOf([aFinding()])
    expect(command).toEqual({
      name: 'error',
      properties: { title: 'logs/log-group-arn-match (high)' },
      message: [
        'role web may not write to log group /ops/sessions',
        'preferences say: /ops/sessions (SSM-SessionManagerRunShell v4)',
        'policy says: /ops/session (policy node-logs, statement Write)',
        'hurts 1 node: i-0aaaaaaaaaaaaaaa1',
        'remedy: append the group to the statement',
      ].join('\n'),
    })
  })

  it('stands at the line that it is about', () => {
    const [command] = commandsOf([aFinding()], { placeOf: () => ({ file: 'ops/a,b:c.json', line: 31 }) })
    expect(command?.properties).toMatchObject({ file: 'ops/a,b:c.json', line: '31' })
  })

  it.each([
    ['critical', 'error'],
    ['high', 'error'],
    ['medium', 'warning'],
    ['low', 'notice'],
    ['info', 'notice'],
  ] as const)('of a finding that is %s is one of the kind %s', (severity, name) => {
    expect(commandsOf([aFinding({ severity })])[0]?.name).toBe(name)
  })

  it('of what could not be decided is a notice, and says that it is not known', () => {
    const [command] = commandsOf([aFinding({ verdict: 'unknown', severity: 'critical' })])
    expect(command).toMatchObject({
      name: 'notice',
      properties: { title: 'logs/log-group-arn-match (not known)' },
    })
  })

  it('is not made of what was accepted, nor of what follows', () => {
    const cause = aFinding()
    const follower = aFinding({
      check: 'logs/write-permissions',
      causedBy: cause.fingerprint,
      fingerprint: 'f',
    })
    const accepted = aFinding({ waived: { reason: 'x', until: '2026-12-31' }, fingerprint: 'w' })
    expect(commandsOf([cause, follower, accepted])).toHaveLength(1)
  })

  it('is read back as it was, whatever stands in it', () => {
    const message = '100%25 of ::error:: %0A, a:b'
    expect(commandsOf([aFinding({ message })])[0]?.message).toContain(message)
  })
})

describe('the annotations', () => {
  it('are as many of each kind as GitHub shows, worst first, and the last tells of the others', () => {
    const commands = commandsOf([
      ...manyOf(13, { severity: 'high' }),
      ...manyOf(2, { severity: 'medium' }),
      ...manyOf(11, { severity: 'low' }),
      aFinding({ severity: 'critical', fingerprint: 'worst' }),
    ])
    expect(commands.map(({ name }) => name)).toEqual([
      ...Array.from({ length: 10 }, () => 'error'),
      ...Array.from({ length: 2 }, () => 'warning'),
      ...Array.from({ length: 10 }, () => 'notice'),
    ])
    expect(commands[0]?.properties['title']).toContain('(critical)')
    expect(commands.at(-1)?.properties['title']).toBe('6 more findings of ssm-doctor')
  })

  it('are all there where each kind has just as many as are shown', () => {
    const commands = commandsOf([...manyOf(10, { severity: 'high' }), ...manyOf(10, { severity: 'low' })])
    expect([countOf(commands, 'error'), countOf(commands, 'notice')]).toEqual([10, 10])
    expect(commands.at(-1)?.properties['title']).toContain('logs/')
  })

  it('begin the warnings with what was not looked at', () => {
    const report = aReport({
      findings: manyOf(10, { severity: 'medium' }),
      gaps: [aGap(), aGap({ id: 'x', foreign: true })],
      checks: [{ id: 'kms/key-usable', status: 'crashed', subjects: 1, reason: 'boom' }],
    })
    const commands = workflowCommands(renderGithub(report, aContext({ notes: ['i-0f was not found'] })))
    expect(countOf(commands, 'warning')).toBe(10)
    expect(commands[0]).toEqual({
      name: 'warning',
      properties: { title: 'not everything was looked at' },
      message: [
        'i-0f was not found',
        'could not read roles web (eu-north-1): AccessDenied: not authorized',
        'kms/key-usable crashed: boom',
      ].join('\n'),
    })
    expect(commands.at(-1)?.properties['title']).toBe('1 more finding of ssm-doctor')
  })

  it('end in a plain line that sums up', () => {
    const lines = renderGithub(aReport({ findings: [aFinding()] }), aContext()).split('\n')
    expect(lines.at(-2)).toMatch(/^ssm-doctor: 1 cause \(1 high\); evaluated/)
    expect(lines.at(-1)).toBe('')
  })
})

describe('the summary of a job', () => {
  const findings = Array.from({ length: 4_000 }, (_, at) =>
    aFinding({ subject: { kind: 'role', id: `röle-${at}` }, about: `${at}`, fingerprint: `f${at}` }),
  )
  const report = aReport({ findings, outcomes: [anOutcome()] })

  it('keeps within what a step may have, in bytes, and says how much has no room', () => {
    const text = renderSummary(report, aContext(), 0)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(SUMMARY_BYTES)
    expect(Buffer.byteLength(text)).toBeGreaterThan(SUMMARY_BYTES * 0.9)
    expect(text).toMatch(/… and \d+ more blocks like these, none graver/)
  })

  it('leaves room for what the step has written already', () => {
    const taken = SUMMARY_BYTES - 50_000
    expect(Buffer.byteLength(renderSummary(report, aContext(), taken))).toBeLessThanOrEqual(50_000)
  })
})
