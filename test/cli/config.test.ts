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
    for (const args of [['list'], ['explain', 'kms/key-usable'], ['demo'], ['--help']])
      expect((await runProgram(args, { cwd })).code).toBe(0)
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
