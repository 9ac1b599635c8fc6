import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sample } from 'fast-check'
import pLimit from 'p-limit'
import { describe, expect, it } from 'vitest'
import { withRegionsOf } from '../../src/cli/access-options.ts'
import { badConfig } from '../support/configs.ts'
import { aFolder, runProgram, SAMPLE, type Ran } from './run-program.ts'

const CHECK = ['check', '--from', SAMPLE]

/** A folder with this config in it. */
const folderWith = (config: unknown): string => {
  const folder = aFolder()
  const text = typeof config === 'string' ? config : JSON.stringify(config, null, 2)
  writeFileSync(join(folder, 'ssm-doctor.json'), text)
  return folder
}

const checkIn = (config: unknown, ...flags: string[]): Promise<Ran> =>
  runProgram([...CHECK, ...flags], { cwd: folderWith(config) })

const idsOf = ({ stdout }: Ran): string[] => {
  const report: { checks: { id: string }[] } = JSON.parse(stdout)
  return report.checks.map(({ id }) => id)
}

describe('the config of the working folder', () => {
  it('chooses the severity that fails; the flag goes before it', async () => {
    expect((await checkIn({ failOn: 'none' })).code).toBe(0)
    expect((await checkIn({ failOn: 'none' }, '--fail-on', 'high')).code).toBe(1)
  })

  it('leaves checks out; --only and --skip go before it', async () => {
    const skip = { skip: ['logs', 'kms/node-can-decrypt'] }
    const left = idsOf(await checkIn(skip, '--format', 'json'))
    expect(left.filter(id => id.startsWith('logs/') || id === 'kms/node-can-decrypt')).toEqual([])
    expect(left).toContain('kms/key-usable')
    expect(idsOf(await checkIn(skip, '--format', 'json', '--skip', 's3'))).toContain('kms/node-can-decrypt')
    const only = idsOf(await checkIn(skip, '--format', 'json', '--only', 'logs/retention-set'))
    expect(only).toContain('logs/retention-set')
  })

  it('is another one where --config names it', async () => {
    const other = join(folderWith({ failOn: 'none' }), 'ssm-doctor.json')
    expect((await checkIn('no config at all', '--config', other)).code).toBe(0)
  })

  it('does not choose among the Regions of a snapshot', async () => {
    expect((await checkIn({ regions: ['eu-central-1'], failOn: 'none' })).code).toBe(0)
  })

  it('is not read by a command that does not go by it', async () => {
    const cwd = folderWith('{')
    for (const args of [['explain', 'kms/key-usable'], ['demo'], ['--help']])
      expect((await runProgram(args, { cwd })).code).toBe(0)
  })
})

interface Printed {
  readonly findings: readonly { readonly check: string; readonly severity: string }[]
  readonly baseline?: { readonly accepted: number; readonly gone: readonly object[] }
}

const reportOf = ({ stdout }: Ran): Printed => {
  const report: Printed = JSON.parse(stdout)
  return report
}

describe('findings', () => {
  const match = { check: 'logs/log-group-arn-match', subject: '*', reason: 'known', until: '2026-12-31' }
  const groups = { ...match, check: 'logs/describe-log-groups', subject: 'db' }

  it('get the severity that the config asks for', async () => {
    const asked = { severity: { 'logs/log-group-arn-match': 'info', 'logs/describe-log-groups': 'low' } }
    const ran = await checkIn(asked, '--format', 'json')
    expect(ran.code).toBe(0)
    expect(new Set(reportOf(ran).findings.map(one => one.severity))).toEqual(new Set(['info', 'low']))
  })

  it('that are waived fail nothing and are told with the reason', async () => {
    const ran = await checkIn({ waivers: [match, groups] })
    expect(ran.code).toBe(0)
    expect(ran.stdout).toContain('waived until 2026-12-31: known')
    expect(ran.stdout).toMatch(/no cause found, 3 waived/)
  })

  it('whose waiver has passed fail again, and that is told whatever was chosen', async () => {
    const past = { waivers: [match, { ...groups, until: '2026-11-01' }] }
    const ran = await checkIn(past, '--only', 'logs/retention-set', '--format', 'json')
    expect(reportOf(ran).findings.map(one => one.check)).toEqual(['report/waiver-expired'])
    expect(ran.code).toBe(1)
    expect((await checkIn(past, '--skip', 'report')).stdout).toContain('held until 2026-11-01')
    const refused = await checkIn(past, '--skip', 'report/waiver-expired')
    expect([refused.code, refused.stderr]).toEqual([
      2,
      'ssm-doctor: reading --skip: report/waiver-expired cannot be skipped\n',
    ])
  })

  it('of a baseline fail nothing and are not repaired', async () => {
    const cwd = folderWith({ failOn: 'low' })
    await runProgram([...CHECK, '--format', 'json=before.json'], { cwd })
    const again = await runProgram([...CHECK, '--baseline', 'before.json', '--format', 'json'], { cwd })
    expect(again.code).toBe(0)
    expect(reportOf(again).baseline).toMatchObject({ accepted: 3, gone: [] })
    const plan = await runProgram(['fix', '--from', SAMPLE, '--baseline', 'before.json'], { cwd })
    expect(plan.stdout).not.toMatch(/Plan [0-9a-f]{16}: [1-9]/)
  })

  it('of a baseline that is none are refused', async () => {
    const ran = await runProgram([...CHECK, '--baseline', SAMPLE])
    expect(ran.code).toBe(2)
    expect(ran.stderr).toMatch(/^ssm-doctor: reading baseline .*it is no JSON report of ssm-doctor; make one/)
  })
})

describe('the Regions that are read', () => {
  const access = { regions: [], concurrency: 8 }
  const read = { config: { regions: ['eu-central-1', 'eu-west-3'] }, file: 'ssm-doctor.json' }

  it('are those of the config where neither a flag nor the environment names any', () => {
    expect(withRegionsOf(access, read, {}).regions).toEqual(['eu-central-1', 'eu-west-3'])
    expect(withRegionsOf({ ...access, regions: ['us-east-2'] }, read, {}).regions).toEqual(['us-east-2'])
  })

  it('are all of the config where the environment names one of them', () => {
    const chosen = withRegionsOf(access, read, { AWS_REGION: 'eu-west-3' })
    expect(chosen).toEqual({ ...access, regions: ['eu-central-1', 'eu-west-3'] })
    const all = { config: { regions: ['all'] } }
    expect(withRegionsOf(access, all, { AWS_REGION: 'us-east-1' }).regions).toEqual(['all'])
  })

  it('are the one of the environment where the config does not have it, and that is told', () => {
    expect(withRegionsOf(access, read, { AWS_REGION: 'us-east-1' })).toEqual({
      ...access,
      notice:
        'AWS_REGION=us-east-1 goes before the Regions of ssm-doctor.json (eu-central-1, eu-west-3), which are not looked at; --region chooses',
    })
  })
})

describe('a config that is wrong', () => {
  it('is one clear line and exit 2, a hundred times over', async () => {
    const configs = sample(badConfig, { numRuns: 100, seed: 4711 })
    const limit = pLimit(3)
    const runs = configs.map(({ text, word }) => limit(async () => ({ word, ran: await checkIn(text) })))
    for (const { word, ran } of await Promise.all(runs)) {
      expect([ran.code, ran.stdout]).toEqual([2, ''])
      expect(ran.stderr).toMatch(/^ssm-doctor: reading ssm-doctor\.json: line \d+.*\n$/)
      expect(ran.stderr).toContain(word)
      expect(ran.stderr).not.toContain('    at ')
    }
  }, 180_000)
})
