import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'ssm-doctor-terraform-'))

const run = (args: readonly string[], input: string) =>
  spawnSync('terraform', args, {
    cwd: folder,
    input,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, CHECKPOINT_DISABLE: '1' },
  })

/** Whether the real Terraform is here; where it is not, the tests that ask it say so and the others stand alone. */
export const hasTerraform = ((): boolean => {
  const found = run(['version'], '').status === 0
  if (!found) process.stderr.write('terraform is not here: what is emitted is not held against it\n')
  return found
})()

/** Code as the real Terraform formats it. @throws Error where it is no such code */
export const formatted = (code: string): string => {
  const { status, stdout, stderr } = run(['fmt', '-no-color', '-'], code)
  if (status !== 0) throw new Error(stderr)
  return stdout
}

/** What the real Terraform makes of expressions that give strings. */
export const evaluated = (expressions: readonly string[]): readonly string[] => {
  const encoded = expressions.map(one => `    base64encode(${one}),\n`)
  writeFileSync(join(folder, 'main.tf'), `locals {\n  all = join(",", [\n${encoded.join('')}  ])\n}\n`)
  const { status, stdout, stderr } = run(['console', '-no-color'], 'local.all\n')
  if (status !== 0) throw new Error(stderr)
  const texts = stdout.trim().replaceAll('"', '').split(',')
  return texts.map(text => Buffer.from(text, 'base64').toString('utf8'))
}
