import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, inject, test } from 'vitest'
import { workflowsOf } from '../support/action-file.ts'
import { newHome } from '../support/moto/run-cli.ts'

const run = promisify(execFile)

/** What GitHub's schema says of a file; rejects where the file is not as it shall be. */
const checked = (schema: 'github-actions' | 'github-workflows', file: string) =>
  run(inject('motoPython'), ['-m', 'check_jsonschema', '--builtin-schema', `vendor.${schema}`, file])

test('action.yml is an action', async () => {
  expect((await checked('github-actions', 'action.yml')).stdout).toContain('ok')
})

test.each(Object.entries(workflowsOf('docs/ci.md')))('%s in docs/ci.md is a workflow', async (name, text) => {
  const file = join(newHome(), `${name}.yml`)
  writeFileSync(file, text)
  expect((await checked('github-workflows', file)).stdout).toContain('ok')
})

test('what is none is refused', async () => {
  const file = join(newHome(), 'none.yml')
  writeFileSync(file, 'name: x\nruns: { using: composite }\n')
  await expect(checked('github-actions', file)).rejects.toThrow('check_jsonschema')
})
