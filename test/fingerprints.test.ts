import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checks } from '../checks/index.ts'
import { readSnapshot } from '../src/config/snapshot-file.ts'
import { audit } from '../src/core/audit/audit.ts'
import type { AnyCheck, Problem, World } from '../src/core/index.ts'

const FILES = [
  'fixtures/healthy.json',
  ...readdirSync('fixtures/accounts').map(name => `fixtures/accounts/${name}`),
]

const printsOf = (worlds: readonly World[], own: readonly AnyCheck[] = checks): readonly string[] =>
  audit(worlds, own)
    .findings.map(({ fingerprint }) => fingerprint)
    .sort()

/** The same worlds, with every record and gap in the opposite order. */
const backwards = (worlds: readonly World[]): readonly World[] =>
  worlds.toReversed().map(world => ({
    ...world,
    records: Object.fromEntries(
      Object.entries(world.records).map(([kind, records]) => [
        kind,
        Object.fromEntries(Object.entries(records).toReversed()),
      ]),
    ),
    gaps: world.gaps.toReversed(),
  }))

const listOf = (found: Problem | readonly Problem[] | undefined): readonly Problem[] =>
  found === undefined ? [] : 'message' in found ? [found] : found

/** A check that says the same in other words. */
const reworded = (check: AnyCheck): AnyCheck => ({
  ...check,
  title: 'something else holds',
  why: 'For another reason.',
  run: (...given) =>
    listOf(check.run(...given)).map(problem => ({
      ...problem,
      message: `in other words: ${problem.message.length}`,
      evidence: [],
      remedy: { text: 'mend it' },
    })),
})

const LATER_MS = 37 * 24 * 3_600_000

/** The same worlds, all of them read 37 days later, when everything had happened 37 days later. */
const later = (worlds: readonly World[]): readonly World[] =>
  JSON.parse(
    JSON.stringify(worlds).replaceAll(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/g, time =>
      new Date(Date.parse(time) + LATER_MS).toISOString(),
    ),
  )

/** A world of the same account in a Region where nothing is. */
const besides = (world: World): World => ({
  ...world,
  scope: { ...world.scope, region: 'eu-west-3' },
  records: Object.fromEntries(Object.keys(world.records).map(kind => [kind, {}])),
  gaps: [],
})

describe.each(FILES)('the fingerprints of %s', file => {
  const { worlds } = readSnapshot(file)
  const prints = printsOf(worlds)

  it('are one for each finding', () => {
    expect(new Set(prints).size).toBe(prints.length)
  })

  it('are the same on every run, and on another day', () => {
    expect(printsOf(readSnapshot(file).worlds)).toEqual(prints)
    expect(printsOf(later(worlds))).toEqual(prints)
  })

  it('do not hang on the order of records and checks', () => {
    expect(printsOf(backwards(worlds), checks.toReversed())).toEqual(prints)
  })

  it('do not hang on the words of a check', () => {
    expect(printsOf(worlds, checks.map(reworded))).toEqual(prints)
  })

  it('do not hang on which other Regions are read', () => {
    const [first] = worlds
    if (!first) throw new Error('a fixture holds a world')
    const more = printsOf([besides(first), ...worlds])
    expect(more.filter(print => !print.includes('|eu-west-3|'))).toEqual(prints)
  })
})
