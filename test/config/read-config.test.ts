import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assert, property } from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import { readConfig, type ReadConfig } from '../../src/config/read-config.ts'
import { UsageError } from '../../src/core/errors.ts'
import { badConfig, fullConfig } from '../support/configs.ts'

const KNOWN = {
  checks: checks.map(check => check.id),
  always: ['report/waiver-expired'],
  regions: ['ap-southeast-1', 'eu-central-1', 'eu-central-2'],
  isRegion: (name: string) => KNOWN.regions.includes(name),
}

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ssm-doctor-config-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const write = (name: string, content: unknown): string => {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2))
  return path
}

const read = (named?: string): ReadConfig => readConfig(folder, named, KNOWN)

/** What was read, and where. */
const said = (named?: string): Pick<ReadConfig, 'config' | 'file'> => {
  const { config, file } = read(named)
  return { config, ...(file !== undefined && { file }) }
}

/** What is said of a config that is refused. */
const refusal = (content: unknown): string => {
  write('ssm-doctor.json', content)
  try {
    read()
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError)
    return error instanceof Error ? error.message : ''
  }
  throw new Error('it was taken')
}

describe('a config', () => {
  it('is none where the folder has none', () => {
    expect(said()).toEqual({ config: {} })
  })

  it('of the folder is found and read, every key of it', () => {
    write('ssm-doctor.json', fullConfig())
    expect(said()).toEqual({ config: fullConfig(), file: 'ssm-doctor.json' })
  })

  it('may hold comments, trailing commas and a byte order mark', () => {
    write('ssm-doctor.json', '\uFEFF// ours\n{ "failOn": /* not */ "low", "skip": ["hybrid",], }\n')
    expect(read().config).toEqual({ failOn: 'low', skip: ['hybrid'] })
  })

  it('may be a key of the package.json', () => {
    write('package.json', { name: 'infra', 'ssm-doctor': { failOn: 'critical' } })
    expect(said()).toEqual({ config: { failOn: 'critical' }, file: 'package.json' })
  })

  it('is not the dependency of a package.json', () => {
    write('package.json', { devDependencies: { 'ssm-doctor': '^1.0.0' } })
    expect(said()).toEqual({ config: {} })
  })

  it('that is named goes before those of the folder', () => {
    write('ssm-doctor.json', { failOn: 'low' })
    const other = write('audit.json', { failOn: 'info' })
    expect(said(other)).toEqual({ config: { failOn: 'info' }, file: other })
    const manifest = write('package.json', { 'ssm-doctor': { failOn: 'none' } })
    expect(read(manifest).config).toEqual({ failOn: 'none' })
  })

  it('stands in one place', () => {
    write('ssm-doctor.json', { failOn: 'low' })
    write('package.json', { 'ssm-doctor': {} })
    expect(() => read()).toThrow(
      'reading the config: there are two, ssm-doctor.json and the key "ssm-doctor" of package.json; keep one, or name one with --config',
    )
  })

  it('that is named and not there is no absence', () => {
    expect(() => read('nowhere.json')).toThrow('reading nowhere.json: there is no such file or folder')
    const manifest = write('package.json', { name: 'infra' })
    expect(() => read(manifest)).toThrow(`reading ${manifest}: it has no key "ssm-doctor" with a config`)
  })

  it('in a package.json is told of by its line there', () => {
    write('package.json', { name: 'infra', 'ssm-doctor': { failOn: 'low', skipp: [] } })
    expect(() => read()).toThrow(
      'reading package.json: line 5, ssm-doctor: there is no key "skipp" here; did you mean skip?',
    )
  })

  it('in a package.json that is torn is told of, if it is one of ours', () => {
    write('package.json', '{ "name": ')
    expect(said()).toEqual({ config: {} })
    write('package.json', '{\n "ssm-doctor": ')
    expect(() => read()).toThrow('reading package.json: line 2: a value is expected here')
  })
})

describe('the examples', () => {
  it.each(['ssm-doctor.json', 'drift.json', 'waivers.json'])('%s is a config', name => {
    const all = { ...KNOWN, isRegion: () => true }
    expect(readConfig(folder, `fixtures/config/${name}`, all).file).toContain(name)
  })
})

describe('what is wrong is said with its place, what is expected and what stands there:', () => {
  const waiver = { check: 'node/agent-ping', subject: 'i-0*', reason: 'moved', until: '2031-06-30' }

  it.each<[unknown, string]>([
    [{ failon: 'low' }, 'line 2: there is no key "failon" here; did you mean failOn?'],
    [
      { failOn: 'hihg' },
      'line 2, failOn: expected critical, high, medium, low, info or none, got "hihg"; did you mean high?',
    ],
    [
      { regions: 'eu-central-1' },
      'line 2, regions: expected a list with something in it, got "eu-central-1"',
    ],
    [{ regions: [] }, 'line 2, regions: expected a list with something in it, got an empty list'],
    [
      { regions: ['eu-centrall-1'] },
      'line 3, regions[0]: expected the name of a Region such as eu-central-1, or all, got "eu-centrall-1"; did you mean eu-central-1?',
    ],
    [{ regions: ['all', 'eu-central-1'] }, 'line 3, regions[0]: "all" stands alone; leave the others away'],
    [
      { expect: { preferences: { cloudWatchLogGroup: 'x' } } },
      'line 4, expect.preferences: there is no key "cloudWatchLogGroup" here; did you mean cloudWatchLogGroupName?',
    ],
    [
      { expect: { preferences: { runAsEnabled: 'yes' } } },
      'line 4, expect.preferences.runAsEnabled: expected true or false, got "yes"',
    ],
    [
      {
        expect: {
          preferences: { cloudWatchLogGroupName: 'arn:aws:logs:eu-west-3:123456789012:log-group:x' },
        },
      },
      'line 4, expect.preferences.cloudWatchLogGroupName: cloudWatchLogGroupName is an ARN ("arn:aws:logs:eu-west-3:123456789012:log-group:x"), not a log group\'s name',
    ],
    [
      { expect: { preferences: { idleSessionTimeout: '30' }, idleSessionTimeout: { atMost: 20 } } },
      'line 4, expect.preferences.idleSessionTimeout: expected at most 20, as expect.idleSessionTimeout says, got "30"',
    ],
    [
      { expect: { logRetentionDays: { atLeast: '365' } } },
      'line 4, expect.logRetentionDays.atLeast: expected a whole number from 1 to 3653, got "365"',
    ],
    [{ expect: { managed: true } }, 'line 3, expect.managed: expected "all", got true'],
    [
      { expect: { logGroupKey: 'arn:aws:kms:${regoin}:123456789012:key/1' } },
      'line 3, expect.logGroupKey: expected no placeholders but ${region} and ${account}, got "arn:aws:kms:${regoin}:123456789012:key/1"; did you mean region?',
    ],
    [
      { expect: { foreign: ['arn:aws:s3:::archive'] } },
      'line 4, expect.foreign[0]: expected an object, got "arn:aws:s3:::archive"',
    ],
    [
      {
        expect: {
          foreign: [{ arn: 'arn:aws:ec2:eu-west-3:210987654321:subnet/subnet-1', owner: '210987654320' }],
        },
      },
      'line 6, expect.foreign[0].owner: expected 210987654321, the account of its ARN, got "210987654320"',
    ],
    [
      { operators: ['arn:aws:sts::123456789012:assumed-role/Ops/amelia'] },
      'line 3, operators[0]: expected the ARN of a role or user such as arn:aws:iam::123456789012:role/Ops*, got "arn:aws:sts::123456789012:assumed-role/Ops/amelia"; its role is arn:aws:iam::123456789012:role/Ops',
    ],
    [
      { severity: { 'kms/rotation-enabld': 'low' } },
      'line 3, severity: there is no check "kms/rotation-enabld"; did you mean kms/rotation-enabled?',
    ],
    [{ skip: ['hybird'] }, 'line 3, skip[0]: there is no check "hybird"; did you mean hybrid?'],
    [{ skip: ['report/waiver-expired'] }, 'line 3, skip[0]: report/waiver-expired cannot be skipped'],
    [
      { waivers: [{ ...waiver, until: '2031-06-31' }] },
      'line 7, waivers[0].until: expected a day that the calendar has, got "2031-06-31"',
    ],
    [{ waivers: [{ ...waiver, until: undefined }] }, 'line 3, waivers[0]: the key "until" is missing'],
    [{ waivers: [waiver, waiver] }, 'line 9, waivers[1]: it waives what waivers[0] waives already'],
    [
      { waivers: [{ ...waiver, check: 'report/waiver-expired' }] },
      'line 4, waivers[0].check: report/waiver-expired cannot be waived',
    ],
    ['{ "skip": [],\n  "skip": [] }', 'line 2, skip: the key stands here twice'],
    ['{ "failOn": "low"\n  "skip": [] }', 'line 2: a comma is expected here'],
    ['', 'line 1: it is empty'],
    ['[]', 'line 1: expected an object, got an empty list'],
  ])('%j', (content, says) => {
    expect(refusal(content)).toBe(`reading ssm-doctor.json: ${says}`)
  })

  it('one line for whatever is wrong, with the word that helps', () => {
    assert(
      property(badConfig, ({ text, word }) => {
        const said = refusal(text)
        expect(said).toMatch(/^reading ssm-doctor\.json: line \d+/)
        expect(said).toContain(word)
        expect(said).not.toContain('\n')
        expect(said.length).toBeLessThan(600)
      }),
      { numRuns: 200, seed: 20 },
    )
  })
})
