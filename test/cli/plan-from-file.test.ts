import { expect, it } from 'vitest'
import { HYBRID, WEB } from '../support/healthy.ts'
import { runProgram, SAMPLE } from './run-program.ts'

it('a plan for one node of a file names the others that it reaches, by all that the file holds', async () => {
  const { stdout, stderr, code } = await runProgram(['fix', '--from', SAMPLE, '-i', WEB, '--no-color'])
  expect(stdout.slice(0, stdout.indexOf('Plan'))).not.toContain(HYBRID)
  expect(stdout.slice(stdout.indexOf('Plan'))).toContain(`role hybrid-node (${HYBRID})`)
  expect(stderr).toContain('nothing was changed')
  expect(code).toBe(1)
})
