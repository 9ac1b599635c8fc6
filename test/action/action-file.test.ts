import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { CHECK_OPTIONS } from '../../src/cli/options.ts'
import { actionFile, workflowsOf } from '../support/action-file.ts'
import { between, stored } from '../support/pages.ts'

const { inputs, outputs, runs } = actionFile()

/** Flags of `check` that are no inputs, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  output: 'the action names the files of its reports',
  verbose: 'nobody reads a table',
  quiet: 'nobody reads a table',
  'no-color': 'nobody reads a table',
  fix: 'a gate repairs nothing',
  'dry-run': 'a gate repairs nothing',
  yes: 'a gate repairs nothing',
  'allow-review': 'a gate repairs nothing',
  'allow-managed': 'a gate repairs nothing',
  emit: 'a gate repairs nothing',
  'plan-out': 'a gate repairs nothing',
  wait: 'a gate repairs nothing',
  'journal-dir': 'a gate repairs nothing',
}

/** Inputs that are no flags. */
const OWN = ['version', 'upload-sarif', 'category']

/** An input that says something else than its flag. */
const OTHER_WORDS = new Set(['format'])

const flags = Object.keys(CHECK_OPTIONS).filter(name => !Object.hasOwn(LEFT_OUT, name))

describe('the inputs of the action', () => {
  it('are the flags of check, but for those of a repair and a terminal, and its own', () => {
    expect(Object.keys(inputs).toSorted()).toEqual([...flags, ...OWN].toSorted())
  })

  it('leave out no flag that is not there', () => {
    expect(Object.keys(LEFT_OUT).filter(name => !CHECK_OPTIONS[name])).toEqual([])
  })

  it.each(flags.filter(name => !OTHER_WORDS.has(name)))('%s says what the flag says', name => {
    expect(inputs[name]?.description).toMatch(startingWith(CHECK_OPTIONS[name]?.describe ?? '?'))
  })

  it('say which are lists, and which are true or false', () => {
    for (const name of flags) {
      const isFlag = CHECK_OPTIONS[name]?.type === 'boolean'
      expect(inputs[name]?.description.endsWith('(true or false)'), name).toBe(isFlag)
      expect(inputs[name]?.default, name).toBe(isFlag ? 'false' : undefined)
    }
  })
})

const startingWith = (text: string): RegExp =>
  new RegExp(`^${text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}`)

describe('the script of the action', () => {
  it('knows each flag, and whether it has a value', () => {
    const script = readFileSync('scripts/action.mjs', 'utf8')
    const namesIn = (list: string): readonly string[] => {
      const found = new RegExp(`^const ${list} = \\[(.*?)\\]`, 'ms').exec(script)?.[1] ?? ''
      return [...found.matchAll(/'([^']+)'/g)].map(match => match[1] ?? '')
    }
    const booleans = flags.filter(name => CHECK_OPTIONS[name]?.type === 'boolean')
    expect(namesIn('FLAGS').toSorted()).toEqual(booleans.toSorted())
    expect([...namesIn('LISTS'), ...namesIn('TEXTS'), ...namesIn('FLAGS')].toSorted()).toEqual(
      flags.toSorted(),
    )
  })
})

describe('the steps of the action', () => {
  const [check, upload, gate] = runs.steps

  it('hand every input on as a variable', () => {
    const handed = { ...check?.env, ...upload?.with }
    const expected = Object.keys(inputs).filter(name => name !== 'upload-sarif')
    for (const name of expected) expect(Object.values(handed), name).toContain(`\${{ inputs.${name} }}`)
    for (const [variable, value] of Object.entries(check?.env ?? {})) {
      const name = variable
        .replace(/^INPUT_/, '')
        .toLowerCase()
        .replaceAll('_', '-')
      expect(value).toBe(`\${{ inputs.${name} }}`)
    }
  })

  it('put nothing into a script', () => {
    expect(runs.using).toBe('composite')
    const scripts = runs.steps.flatMap(({ run }) => run ?? [])
    expect(scripts).toHaveLength(2)
    for (const script of scripts) expect(script).not.toContain('${{')
  })

  it('upload only what a whole run has found, and end as it ended', () => {
    expect(upload?.uses).toMatch(/^github\/codeql-action\/upload-sarif@v\d+$/)
    expect(upload?.if).toBe(
      `inputs.upload-sarif == 'true' && contains(fromJSON('["0", "1"]'), steps.check.outputs.exit-code)`,
    )
    expect(upload?.with?.['sarif_file']).toBe('${{ steps.check.outputs.sarif-file }}')
    expect([gate?.run, gate?.env]).toEqual([
      'exit "$EXIT_CODE"',
      { EXIT_CODE: '${{ steps.check.outputs.exit-code }}' },
    ])
  })

  it('name each output as the step that makes it does', () => {
    for (const [name, { value }] of Object.entries(outputs))
      expect(value).toBe(`\${{ steps.check.outputs.${name} }}`)
  })
})

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>
  readonly jobs: Readonly<
    Record<
      string,
      { readonly steps: readonly { uses?: string; run?: string; with?: Readonly<Record<string, string>> }[] }
    >
  >
}

const rows = (
  all: Readonly<Record<string, { readonly description: string; readonly default?: string }>>,
  hasDefault: boolean,
): string => {
  const heads = hasDefault
    ? ['| input | what it is | default |', '|---|---|---|']
    : ['| output | what it is |', '|---|---|']
  const lines = Object.entries(all).map(([name, { description, default: usual = '' }]) => {
    const cells = [`\`${name}\``, description.replaceAll('|', String.raw`\|`), ...(hasDefault ? [usual] : [])]
    return `| ${cells.join(' | ')} |`
  })
  return [...heads, ...lines].join('\n').replaceAll('|  |', '| |')
}

describe('docs/ci.md', () => {
  it('lists the inputs and outputs (UPDATE_FIXTURES=1 writes them anew)', () => {
    const page = readFileSync('docs/ci.md', 'utf8')
    const fresh = between(
      between(page, 'inputs', `\n${rows(inputs, true)}\n`),
      'outputs',
      `\n${rows(outputs, false)}\n`,
    )
    expect(fresh).toBe(stored('docs/ci.md', fresh))
  })

  const workflows = Object.entries(workflowsOf('docs/ci.md')).map(([name, text]) => {
    const workflow: Workflow = parse(text)
    return [name, workflow, text] as const
  })

  it('shows three workflows', () => {
    expect(workflows.map(([name]) => name)).toEqual(['init', 'action', 'diff'])
  })

  it.each(workflows)('%s signs in without a key, and puts nothing into a script', (_, workflow, text) => {
    expect(workflow.permissions['id-token']).toBe('write')
    const steps = Object.values(workflow.jobs).flatMap(job => job.steps)
    for (const { run = '' } of steps) expect(run).not.toContain('${{')
    expect(steps.map(({ uses }) => uses?.split('@')[0])).toContain('aws-actions/configure-aws-credentials')
    expect(text).not.toMatch(/aws-access-key|AWS_SECRET/i)
  })

  it.each(workflows)('%s gives the action inputs that it has', (_, workflow) => {
    const steps = Object.values(workflow.jobs).flatMap(job => job.steps)
    const given = steps.filter(({ uses }) => uses?.startsWith('OWNER/ssm-doctor@'))
    for (const name of given.flatMap(step => Object.keys(step.with ?? {})))
      expect(Object.keys(inputs)).toContain(name)
  })

  it('names the version of the package', () => {
    const { version }: { version: string } = JSON.parse(readFileSync('package.json', 'utf8'))
    const named = readFileSync('docs/ci.md', 'utf8').match(/ssm-doctor@v?[\d.]+\d/g) ?? []
    expect(new Set(named.map(one => one.replace(/^.*@v?/, '')))).toEqual(new Set([version]))
  })
})
