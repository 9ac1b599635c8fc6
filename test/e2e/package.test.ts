import { spawnSync } from 'node:child_process'
import { readdirSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeAccount } from '../support/moto/account.ts'
import { projectRoot } from '../support/moto/environment.ts'
import { newHome, runCli } from '../support/moto/run-cli.ts'
import { OTHER_GROUP, STORY_GROUP, STORY_REGION } from '../support/moto/story.ts'
import { credentialsOf, useMoto } from '../support/moto/world.ts'

const moto = useMoto()

const run = (cwd: string, command: string, ...args: string[]): string => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
  return stdout
}

test('the package holds no tests, is light, and does the main job where it is unpacked', async () => {
  const place = newHome()
  // Without the scripts, which would build anew under the tests that run beside this one.
  run(projectRoot, 'npm', 'pack', '--ignore-scripts', '--silent', '--pack-destination', place)
  const [tarball = ''] = readdirSync(place)
  expect(statSync(join(place, tarball)).size).toBeLessThan(1_000_000)
  const files = run(place, 'tar', '-tzf', tarball).trim().split('\n')
  expect(files.filter(file => /(^|\/)(test|bench|fixtures\/aws)\/|\.test\./u.test(file))).toEqual([])
  run(place, 'tar', '-xzf', tarball)
  symlinkSync(join(projectRoot, 'node_modules'), join(place, 'node_modules'))
  const program = join(place, 'package/dist/src/cli/main.js')

  const demo = await runCli(['demo'], { program })
  expect(demo.stdout).toContain(STORY_GROUP)
  expect(demo.code).toBe(0)
  expect(demo.durationMs).toBeLessThan(10_000)

  const account = await makeAccount(moto.proxy, { policyLogGroup: OTHER_GROUP })
  const env = credentialsOf(moto.proxy, moto.proxy.session(account.accountId))
  const check = await runCli(['check', '--region', STORY_REGION], { program, env })
  expect(check.stdout).toContain(OTHER_GROUP)
  expect(check.code).toBe(1)
})
