import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { beforeAll, expect, test } from 'vitest'
import { makeAccount } from '../support/moto/account.ts'
import { projectRoot } from '../support/moto/environment.ts'
import { causes, reportOf } from '../support/moto/report.ts'
import { newHome, PROGRAM, runCli } from '../support/moto/run-cli.ts'
import { OTHER_GROUP, STORY_REGION } from '../support/moto/story.ts'
import { runAs, useMoto } from '../support/moto/world.ts'

const moto = useMoto()
const WITHOUT: ReadonlySet<string> = new Set(['@aws-sdk', '@smithy', '.bin'])

/** A copy of the program in a place that has its dependencies, the AWS SDK apart. */
const copyWithoutSdk = (): string => {
  const place = newHome()
  cpSync(join(projectRoot, 'dist'), join(place, 'dist'), { recursive: true })
  cpSync(join(projectRoot, 'package.json'), join(place, 'package.json'))
  const modules = join(projectRoot, 'node_modules')
  mkdirSync(join(place, 'node_modules'))
  for (const name of readdirSync(modules).filter(entry => !WITHOUT.has(entry))) {
    symlinkSync(join(modules, name), join(place, 'node_modules', name))
  }
  return join(place, 'dist/src/cli/main.js')
}

let program = ''
let snapshot = ''

beforeAll(async () => {
  program = copyWithoutSdk()
  const account = await makeAccount(moto.proxy, { policyLogGroup: OTHER_GROUP })
  snapshot = join(newHome(), 'broken.json')
  const session = moto.proxy.session(account.accountId)
  const taken = await runAs(moto, session, ['snapshot', '--region', STORY_REGION, '-o', snapshot])
  if (taken.code !== 0) throw new Error(`no snapshot: ${taken.stderr}`)
})

test('a snapshot is for its owner alone and holds no credentials', () => {
  expect(statSync(snapshot).mode & 0o777).toBe(0o600)
  expect(readFileSync(snapshot, 'utf8')).not.toContain('AKIA')
})

test.each([
  '--version',
  '--help',
  'check --help',
  'list',
  'demo',
  'explain logs/log-group-arn-match',
  'explain TargetNotConnected',
])('%s works without the AWS SDK', async words => {
  const result = await runCli(words.split(' '), { program })
  expect(result.stderr).toBe('')
  expect(result.code).toBe(0)
})

test('check --from works without the AWS SDK and without credentials, and says the same every time', async () => {
  const args = ['check', '--from', snapshot, '--format', 'json']
  const result = await runCli(args, { program })
  expect(causes(reportOf(result)).map(({ check }) => check)).toEqual(['logs/log-group-arn-match'])
  expect(result.code).toBe(1)
  const again = reportOf(await runCli(args, { program }))
  expect(again.findings).toEqual(reportOf(result).findings)
})

test.each([
  ['truncated', (text: string) => text.slice(0, text.length / 2)],
  ['newer', (text: string) => text.replace(/("(?:version|formatVersion|snapshotVersion)": ?)\d+/u, '$1999')],
  ['foreign', () => '{"hello":"world"}'],
  ['empty', () => ''],
  ['a list', () => '[1,2,3]'],
])('a snapshot that is %s is refused with 2 and its name', async (_, change) => {
  const path = join(newHome(), 'bad.json')
  writeFileSync(path, change(readFileSync(snapshot, 'utf8')))
  const result = await runCli(['check', '--from', path], { program })
  expect(result.stderr).toContain(path)
  expect(result.stderr).not.toContain('    at ')
  expect(result.stdout).toBe('')
  expect(result.code).toBe(2)
})

test('--version takes at most three times what an empty program takes', () => {
  const fastest = (...args: string[]): number =>
    Math.min(
      ...Array.from({ length: 7 }, () => {
        const begun = performance.now()
        expect(spawnSync(process.execPath, args).status).toBe(0)
        return performance.now() - begun
      }),
    )
  expect(fastest(PROGRAM, '--version')).toBeLessThan(3 * fastest('-e', '0'))
})
