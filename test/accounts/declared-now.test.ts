import * as fc from 'fast-check'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import { PARTITIONS } from '../../src/collect/region-names.ts'
import { partitionOf } from '../../src/collect/regions.ts'
import { newConfigText } from '../../src/config/new-config.ts'
import { readConfig, type ReadConfig } from '../../src/config/read-config.ts'
import { readSnapshot } from '../../src/config/snapshot-file.ts'
import { onTerms, termsOf } from '../../src/config/terms.ts'
import { declarationOf } from '../../src/core/declaration/declaration.ts'
import { makePlan } from '../../src/core/plan/plan.ts'
import type { Audit } from '../../src/core/report.ts'
import type { World } from '../../src/core/snapshot.ts'
import { runs } from '../core/iam/law-support.ts'
import { BROKEN } from '../support/broken/all.ts'
import { ACCOUNT, BUCKET, GROUP, GROUP_KEY, healthyWorld, SESSION_KEY } from '../support/healthy.ts'
import type { BreakableWorld } from '../support/mutable.ts'
import { SET_UPS } from '../support/set-ups/all.ts'
import { judge, outcomesIn } from './judge.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'declared-now-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const KNOWN = {
  checks: [],
  always: [],
  regions: PARTITIONS.flatMap(({ regions }) => regions),
  isRegion: (name: string) => partitionOf(name) !== undefined,
}

/** The config that declares what these worlds have, as it is read from its file. */
const configOf = (worlds: readonly World[], before: Audit): ReadConfig => {
  const regions = [...new Set(worlds.map(({ scope }) => scope.region))]
  const file = join(folder, 'ssm-doctor.json')
  writeFileSync(file, newConfigText({ schema: './a.json', regions }, declarationOf(worlds, before).expect))
  return readConfig(folder, file, KNOWN)
}

/** All that is found, in a form in which two audits can be compared. */
const foundIn = ({ findings }: Audit): readonly string[] =>
  findings
    .map(({ verdict, severity, fingerprint, check, message }) =>
      [check, verdict, severity, fingerprint, message].join(' '),
    )
    .toSorted()

/** A rule that keeps what is promised is no longer worth a word. */
const KEEPS = /^s3\/lifecycle-keeps (?:fail|unknown) info /
/** Where all shall be managed, an activation that can register no more is worth one. */
const EXPIRED = /^hybrid\/activation-expired fail info /

/** What is found otherwise once an account is declared as it is. */
const changesIn = (given: readonly World[]) => {
  const worlds = given.map(world => ({ ...world, declared: {} }))
  const before = judge(...worlds)
  const terms = termsOf(configOf(worlds, before).config)
  const declared = worlds.map(world => onTerms(world, terms))
  const after = judge(...declared)
  const [was, is] = [foundIn(before), foundIn(after)]
  const outcomes = outcomesIn(before)
  return {
    more: is.filter(one => !was.includes(one) && !EXPIRED.test(one)),
    fewer: was.filter(one => !is.includes(one) && !KEEPS.test(one)),
    outcomes: Object.entries(outcomesIn(after)).filter(([node, outcome]) => outcomes[node] !== outcome),
  }
}

/** What a repair would do, before and after an account is declared as it is. */
const repairsOf = (given: readonly World[]) => {
  const worlds = given.map(world => ({ ...world, declared: {} }))
  const before = judge(...worlds)
  const terms = termsOf(configOf(worlds, before).config)
  const declared = worlds.map(world => onTerms(world, terms))
  return [stepsOf(worlds, before), stepsOf(declared, judge(...declared))] as const
}

const stepsOf = (worlds: readonly World[], before: Audit): readonly unknown[] =>
  makePlan(worlds, checks, before).steps.map(({ change }) => change)

const NONE = { more: [], fewer: [], outcomes: [] }

const FILES = [
  'fixtures/healthy.json',
  ...readdirSync('fixtures/accounts').map(name => `fixtures/accounts/${name}`),
]

const brokenWorld = (alter: (world: BreakableWorld) => void): World => {
  const world = healthyWorld()
  alter(world)
  return world
}

describe('what an account has now, declared of it, changes no repair', () => {
  it.each(FILES)('%s', file => {
    const [before, after] = repairsOf(readSnapshot(file).worlds)
    expect(after).toEqual(before)
  })

  it.each(Object.entries(BROKEN))('%s', (_, { alter }) => {
    const [before, after] = repairsOf([brokenWorld(alter)])
    expect(after).toEqual(before)
  })
})

describe('what an account has now, declared of it, changes no finding', () => {
  it.each(FILES)('%s', file => {
    expect(changesIn(readSnapshot(file).worlds)).toEqual(NONE)
  })

  const setUps = Object.entries(SET_UPS).flatMap(([name, row]) =>
    Object.entries(row).map(([detail, { worlds }]) => [`${name}: ${detail}`, worlds] as const),
  )

  it.each(setUps)('%s', (_, worlds) => {
    expect(changesIn(worlds())).toEqual(NONE)
  })

  it.each(Object.entries(BROKEN))('%s', (_, { alter }) => {
    expect(changesIn([brokenWorld(alter)])).toEqual(NONE)
  })

  it('any account with up to five faults', () => {
    const faults = fc.uniqueArray(fc.constantFrom(...Object.keys(BROKEN)), { minLength: 2, maxLength: 5 })
    fc.assert(
      fc.property(faults.filter(breaks), names => {
        expect(changesIn([accountWith(names)])).toEqual(NONE)
      }),
      runs(30),
    )
  })

  it('any preferences in up to three Regions', () => {
    fc.assert(
      fc.property(regionsWith, worlds => {
        expect(changesIn(worlds)).toEqual(NONE)
      }),
      runs(100),
    )
  }, 600_000)
})

const accountWith = (names: readonly string[]): World => {
  const world = healthyWorld()
  for (const name of names) BROKEN[name]?.alter(world)
  return world
}

/** One fault may take away what another would break. */
const breaks = (names: readonly string[]): boolean => {
  try {
    return accountWith(names) !== undefined
  } catch {
    return false
  }
}

/** Texts that are odd to a config: its own placeholders, the node's, a place, what JSON escapes. */
const text = fc.oneof(
  fc.constantFrom('', GROUP, BUCKET, SESSION_KEY, 'alias/sessions', '/shell/', 'ops', '15', '60', '1055'),
  fc.constantFrom('${region}', '${account}', '${USER}', '{{ user }}', 'a-ap-southeast-1-b', `x${ACCOUNT}`),
  fc.constantFrom('"\\\u2028', 'password=hunter22', 'eu-west-1', 'arn:aws:s3:::a', '{{ssm:a}}', '$&'),
  fc.string({ maxLength: 12, unit: 'binary' }),
)
const flag = fc.oneof(fc.boolean(), fc.constantFrom('true', 'False', '', 'yes', 1, null))
const odd = <T>(usual: fc.Arbitrary<T>) =>
  fc.oneof(
    { weight: 15, arbitrary: usual },
    { weight: 1, arbitrary: fc.constantFrom(null, 5, ['a'], { a: 'b' }) },
  )
const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })
/** What is there, more often than not. */
const like = (there: string) => odd(fc.oneof(fc.constant(there), text))
const inputs = fc.record(
  {
    s3BucketName: like(BUCKET),
    s3KeyPrefix: odd(text),
    s3EncryptionEnabled: flag,
    cloudWatchLogGroupName: like(GROUP),
    cloudWatchEncryptionEnabled: flag,
    cloudWatchStreamingEnabled: flag,
    kmsKeyId: like(SESSION_KEY),
    runAsEnabled: flag,
    runAsDefaultUser: odd(text),
    idleSessionTimeout: like('15'),
    maxSessionDuration: like('1055'),
    shellProfile: odd(fc.record({ linux: odd(text), windows: odd(text) }, { requiredKeys: [] })),
  },
  { requiredKeys: [] },
)

const contentOf = (given: unknown): string =>
  JSON.stringify({ schemaVersion: '1.0', sessionType: 'Standard_Stream', inputs: given })

const days = fc.constantFrom<number[]>(7, 90, 400, 3653)
const rule = fc.oneof(fc.record({ days }), fc.constant({ date: '2027-01-01T00:00:00.000Z' }))

/** A Region is as the others are, but for its name, or has preferences of its own; with one version or two, or without any. */
const region = fc.record({
  latest: seldom(inputs),
  own: seldom(inputs),
  has: fc.oneof(fc.constant(true), fc.boolean()),
  retention: seldom(days),
  isEndless: seldom(fc.constant(true)),
  hasNoKey: seldom(fc.constant(true)),
  rule: seldom(rule),
  prefix: fc.constantFrom('', 'sessions/', 'else/'),
})

type Drawn = typeof region extends fc.Arbitrary<infer T> ? T : never

const regionsWith = fc
  .array(region, { minLength: 1, maxLength: 3 })
  .chain(regions => inputs.map(shared => regions.map((drawn, at) => worldOf(drawn, shared, at))))

const NAMES = ['ap-southeast-1', 'eu-west-1', 'us-gov-west-1']

const worldOf = (drawn: Drawn, shared: object, at: number): World => {
  const { own, latest, has } = drawn
  const world = healthyWorld()
  const name = NAMES[at] ?? ''
  world.scope.region = name
  const content = contentOf(own ?? shared).replaceAll('ap-southeast-1', name)
  const document = {
    name: DOCUMENT,
    default: { version: '3', content },
    ...(latest && { latest: { version: '4', content: contentOf(latest) } }),
  }
  world.records.preferencesDocuments = has || at === 0 ? { [DOCUMENT]: document } : {}
  world.records.logGroups[GROUP] = groupOf(drawn, name)
  const expirations = drawn.rule ? [{ id: 'tidy', prefix: drawn.prefix, ...drawn.rule }] : []
  world.records.bucketLifecycle[BUCKET] = { bucket: BUCKET, expirations }
  return world
}

const DOCUMENT = 'SSM-SessionManagerRunShell'

const groupOf = ({ retention = 365, isEndless, hasNoKey }: Drawn, name: string) => ({
  name: GROUP,
  arn: `arn:aws:logs:${name}:${ACCOUNT}:log-group:${GROUP}`,
  class: 'STANDARD',
  createdAt: '2026-08-15T10:00:00.000Z',
  ...(!isEndless && { retentionInDays: retention }),
  ...(!hasNoKey && { kmsKeyId: GROUP_KEY.replace('ap-southeast-1', name) }),
})
