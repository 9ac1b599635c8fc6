import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import { readBaseline } from '../../src/config/baseline.ts'
import { audit } from '../../src/core/audit/audit.ts'
import { UsageError } from '../../src/core/errors.ts'
import { renderJson } from '../../src/report/json.ts'
import { mismatchWorld } from '../support/mismatch.ts'

const REPORT = audit([mismatchWorld()], checks)
const META = {
  tool: { name: 'ssm-doctor', version: '9.8.7' },
  generatedAt: '2026-11-20T09:15:00.000Z',
  durationMs: 12,
}
const TEXT = renderJson(REPORT, META)

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ssm-doctor-baseline-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const write = (text: string): string => {
  const path = join(folder, 'before.json')
  writeFileSync(path, text)
  return path
}

/** The report's file with something changed. */
const changed = (change: (file: Record<string, never>) => void): string => {
  const file: Record<string, never> = JSON.parse(TEXT)
  change(file)
  return write(JSON.stringify(file))
}

describe('a baseline', () => {
  it('knows at which line each of its findings stands', () => {
    const { lineOf } = readBaseline(write(TEXT))
    const lines = TEXT.split('\n')
    for (const { fingerprint, check } of REPORT.findings)
      expect(lines.slice(lineOf(fingerprint) - 1, lineOf(fingerprint) + 1).join('\n')).toContain(
        `{\n      "check": "${check}"`,
      )
    expect(lineOf('gone')).toBe(1)
  })

  it('is the findings of a report, by fingerprint', () => {
    const { findings, scopes } = readBaseline(write(TEXT))
    const [first] = REPORT.findings
    expect(Object.keys(findings).sort()).toEqual(REPORT.findings.map(one => one.fingerprint).sort())
    expect(findings[first?.fingerprint ?? '']).toMatchObject({
      check: first?.check,
      severity: first?.severity,
      message: first?.message,
      subject: first?.subject,
    })
    expect(scopes).toEqual([{ accountId: '123456789012', region: 'ap-southeast-1' }])
  })

  it('does not hold what a waiver covered', () => {
    const path = changed(file => {
      const [finding] = file['findings'] as unknown as Record<string, unknown>[]
      Object.assign(finding ?? {}, { waived: { reason: 'known', until: '2026-12-01' } })
    })
    expect(Object.keys(readBaseline(path).findings)).toHaveLength(REPORT.findings.length - 1)
  })

  it('may hold fields of a later release', () => {
    const path = changed(file => {
      Object.assign(file, { trend: 'up' })
      Object.assign(file['summary'] ?? {}, { fresh: 3 })
    })
    expect(Object.keys(readBaseline(path).findings)).toHaveLength(REPORT.findings.length)
  })

  it.each<[string, () => string, RegExp]>([
    ['that is not there', () => join(folder, 'none.json'), /none\.json: there is no such file/],
    ['that is empty', () => write(' '), /it is empty; make one with: ssm-doctor check --format json=FILE$/],
    ['that is torn', () => write(TEXT.slice(0, 900)), /it is not whole JSON/],
    ['that is a list', () => write('[]'), /it is no JSON report of ssm-doctor/],
    [
      'of another tool',
      () => changed(file => Object.assign(file, { tool: { name: 'x' } })),
      /it is no JSON report/,
    ],
    [
      'of a later version',
      () => changed(file => Object.assign(file, { schemaVersion: 2 })),
      /update ssm-doctor/,
    ],
    [
      'without its findings',
      () => changed(file => delete file['findings']),
      /it must have required property 'findings'/,
    ],
    [
      'with a finding that is none',
      () => changed(file => Object.assign(file, { findings: [{}] })),
      /\/findings\/0 must have required property/,
    ],
  ])('%s is refused in one line', (_what, path, says) => {
    const read = (): unknown => readBaseline(path())
    expect(read).toThrow(UsageError)
    expect(read).toThrow(says)
  })
})
