import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CODE_FORMS } from '../../../src/report/emit/forms.ts'
import { renderCode } from '../../../src/report/emit/render.ts'
import { CODE, toldOf } from '../../../src/report/emit/table.ts'
import { inputFor, stepFor } from './a-plan.ts'
import { checkShell, hasCheckers, lintTemplates } from './checkers.ts'
import { ALL_SAMPLES, SAMPLES } from './samples.ts'
import { formatted, hasTerraform } from './terraform-tool.ts'

const input = (changes: (typeof SAMPLES)[string]) => inputFor(changes.map(change => stepFor(change)))

describe('the table', () => {
  it('has a sample of each change that it tells', () => {
    const told = ALL_SAMPLES.map(({ type }) => type)
    expect([...new Set<string>(told)].toSorted()).toEqual(Object.keys(CODE).toSorted())
  })

  it('refuses what undoes a change: that is no step', () => {
    expect(() => toldOf({ type: 'disable-key', region: 'eu-north-1', keyArn: 'arn' })).toThrow('no step')
  })
})

describe.each(Object.entries(SAMPLES))('%s', (_name, changes) => {
  it.each(CODE_FORMS)('is told as %s: by a resource or a command, or by a note that says how', form => {
    const code = renderCode(form, input(changes))
    expect(code).toContain('# 1. ')
    expect(code).toMatch(/^(?:resource "aws_|  [A-Za-z0-9]+:$|aws |#    aws |#    the provider does this)/m)
    expect(code).not.toMatch(/undefined|\[object|NaN/)
    expect(code.endsWith('\n')).toBe(true)
  })

  it.runIf(hasTerraform)('is formatted as terraform fmt leaves it', () => {
    const code = renderCode('terraform', input(changes))
    expect(code).toBe(formatted(code))
  })

  it.runIf(hasCheckers)('is a script that shellcheck has nothing against', () => {
    expect(checkShell(renderCode('cli', input(changes)))).toBe('')
  })
})

describe('a plan of all changes', () => {
  it.runIf(hasTerraform)('is formatted as terraform fmt leaves it', () => {
    const code = renderCode('terraform', input(ALL_SAMPLES))
    expect(code).toBe(formatted(code))
  })

  it.runIf(hasCheckers)('is a script that shellcheck has nothing against', () => {
    expect(checkShell(renderCode('cli', input(ALL_SAMPLES)))).toBe('')
  })

  it.runIf(hasCheckers)('is a template that cfn-lint has nothing against', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'ssm-doctor-template-')), 'all.yaml')
    writeFileSync(file, renderCode('cloudformation', input(ALL_SAMPLES)))
    expect(lintTemplates([file])).toBe('')
  })
})
