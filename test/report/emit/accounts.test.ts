import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checks } from '../../../checks/index.ts'
import { draftOffline } from '../../../src/cli/draft.ts'
import { readSnapshot } from '../../../src/config/snapshot-file.ts'
import { audit } from '../../../src/core/audit/audit.ts'
import { counts } from '../../../src/core/audit/summary.ts'
import { CODE_FORMS, type CodeForm } from '../../../src/report/emit/forms.ts'
import { renderCode } from '../../../src/report/emit/render.ts'
import { checkShell, hasCheckers, lintTemplates } from './checkers.ts'
import { ranBy } from './shell.ts'
import { formatted, hasTerraform } from './terraform-tool.ts'

const FOLDER = 'fixtures/accounts'

const accounts = readdirSync(FOLDER).map(file => {
  const { worlds } = readSnapshot(join(FOLDER, file))
  const { draft } = draftOffline(worlds, { checks, selected: checks })
  const { findings } = audit(worlds, checks)
  const input = { plan: draft.plan, worlds: draft.worlds, findings, tool: 'ssm-doctor 0.0.1' }
  return { name: file, plan: draft.plan, findings, code: (form: CodeForm) => renderCode(form, input) }
})

describe.each(accounts)('$name', ({ plan, findings, code }) => {
  it.each(CODE_FORMS)('told as %s has every step, and the remedy of every finding that is left', form => {
    const text = code(form)
    for (const [at, step] of plan.steps.entries())
      expect(text).toContain(`# ${at + 1}. ${step.describe.slice(0, 20)}`)
    const left = findings.filter(one => counts(one) && !plan.fixes.includes(one.fingerprint))
    for (const { message, remediation } of left) {
      expect(text).toContain(`#    ${message}`)
      for (const command of remediation.commands) expect(text).toContain(`#    ${command}`)
    }
  })

  it.runIf(hasTerraform)('is formatted as terraform fmt leaves it', () => {
    expect(code('terraform')).toBe(formatted(code('terraform')))
  })

  it.runIf(hasCheckers)('is a script that shellcheck has nothing against', () => {
    expect(checkShell(code('cli'))).toBe('')
  })

  it('is a script that a shell carries out to its end', () => {
    const { calls, code: status, stderr } = ranBy(['sh'], code('cli'))
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    if (plan.steps.length === 0) expect(calls).toEqual([])
    else expect(calls.length).toBeGreaterThan(plan.steps.length)
  })
})

it.runIf(hasCheckers)('cfn-lint has nothing against any of the templates', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ssm-doctor-templates-'))
  const files = accounts.flatMap(({ name, code }) => {
    const template = code('cloudformation')
    // What no template can tell is comments alone.
    if (!template.includes('\nResources:\n')) return []
    const file = join(folder, name.replace('.json', '.yaml'))
    writeFileSync(file, template)
    return [file]
  })
  expect(files.length).toBeGreaterThan(5)
  expect(lintTemplates(files)).toBe('')
})
