import { cpuUsage } from 'node:process'
import { readFileSync } from 'node:fs'
import { array, assert, constantFrom, lorem, oneof, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checks } from '../../../checks/index.ts'
import { KNOWN_ERRORS } from '../../../src/core/known-errors/known-errors.ts'
import { matchErrors } from '../../../src/core/known-errors/match-errors.ts'
import { nearestErrors } from '../../../src/core/known-errors/nearest-errors.ts'
import { FINAL_IDS } from './final-ids.ts'
import { FRAGMENTS } from './fragments.ts'

interface Told {
  readonly note: string
  readonly text: string
  readonly finds: string
}

const TOLD: readonly Told[] = JSON.parse(readFileSync('fixtures/errors/texts.json', 'utf8'))

const first = (text: string): string | undefined => matchErrors(text)[0]?.id

/** A text as a terminal of some width breaks it, in the middle of words too. */
const broken = (text: string, width: number): string =>
  text.replaceAll(new RegExp(`(.{${width}})`, 'g'), '$1\n')

describe('every known text', () => {
  it.each(KNOWN_ERRORS.map(error => [error.id, error] as const))(
    '%s is found first by its own words',
    (id, error) => {
      const text = error.text.split(' (and then nothing)')[0]?.replaceAll('…', 'x-0a1b2c3d4e5f60001') ?? ''
      expect(first(text)).toBe(id)
      expect(first(broken(text.toUpperCase(), 37))).toBe(id)
    },
  )

  it('has an id of its own, and a pattern that holds something', () => {
    const ids = KNOWN_ERRORS.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { id, patterns } of KNOWN_ERRORS)
      for (const pieces of patterns)
        expect(pieces.join('').replace(/[^A-Za-z0-9]/g, '').length, id).toBeGreaterThan(6)
  })

  it('says of each cause how it is confirmed, by checks of the catalogue where they can', () => {
    const known = new Set([...FINAL_IDS, ...checks.map(({ id }) => id)])
    for (const { id, causes } of KNOWN_ERRORS)
      for (const cause of causes) {
        const ways = [cause.checks, cause.preflight, cause.look].filter(way => way !== undefined)
        expect(ways.length, `${id}: ${cause.cause}`).toBeGreaterThan(0)
        for (const check of cause.checks ?? []) expect(known, `${id}: ${check}`).toContain(check)
      }
  })
})

describe('texts as people meet them', () => {
  it.each(TOLD.map(told => [told.finds, told.note, told.text] as const))('%s: %s', (id, _, text) => {
    expect(first(text)).toBe(id)
  })

  it.each(TOLD.map(told => [told.finds, told.note, told.text] as const))(
    '%s is found in UTF-16, in JSON and behind a log prefix too: %s',
    (id, _, text) => {
      const line = text.trimEnd()
      expect(first(Buffer.from(line, 'utf16le').toString('utf8'))).toBe(id)
      expect(first(JSON.stringify({ line }))).toBe(id)
      expect(first(`2026-11-20T09:12:44.123Z ${line.replaceAll("'", '&#39;')}`)).toBe(id)
      expect(first(line.replaceAll("'", '&#x27;').replaceAll(' ', '&nbsp;'))).toBe(id)
    },
  )
})

describe('each fragment that is known to mean something', () => {
  it.each(FRAGMENTS)('%s', (text, id) => {
    expect(matchErrors(text).map(error => error.id)).toContain(id)
  })
})

describe('several errors in one text', () => {
  it('come the most specific first, without those that are part of another', () => {
    const text = `${TOLD.find(({ finds }) => finds === 'decrypt-denied')?.text}\n${'x '.repeat(900)}\n(ThrottlingException)`
    expect(matchErrors(text).map(({ id }) => id)).toEqual(['decrypt-denied', 'start-session-throttled'])
  })

  it('are each told, what is general too, where they stand far apart', () => {
    const text = `Setting up data channel with id x failed: strange${' and so on'.repeat(200)} (ThrottlingException)`
    expect(
      matchErrors(text)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['data-channel-failed', 'start-session-throttled'])
  })

  it('are one where the general words go on with precise ones', () => {
    for (const { text, finds } of TOLD)
      expect([finds, matchErrors(text).map(({ id }) => id)]).toEqual([finds, [finds]])
  })

  it('are not made of words that stand far apart', () => {
    const text = `CreateControlChannel failed${' and so on'.repeat(500)} AccessDenied`
    expect(matchErrors(text)).toEqual([])
  })
})

describe('a text that is none', () => {
  it.each([
    '',
    ' ',
    'hello',
    'it does not work',
    'i-0a1b2c3d4e5f60001',
    'AccessDenied',
    'connected',
    '…',
    '----------ERROR-------',
  ])('%j finds nothing', text => {
    expect(matchErrors(text)).toEqual([])
  })

  it('has the nearest by its words', () => {
    const [nearest] = nearestErrors(
      'the encryption of the selected log group in CloudWatch could not be set up',
    )
    expect(nearest?.id).toBe('log-group-encryption')
    expect(nearestErrors('lorem ipsum dolor sit amet')).toEqual([])
  })
})

describe('any text', () => {
  it('is matched without an error, and twice the same', () => {
    const word = constantFrom(
      ...KNOWN_ERRORS.flatMap(({ patterns }) => patterns.flat()),
      '\u001B[',
      '\u001B]',
      '\\n',
    )
    const text = array(oneof(word, string({ unit: 'binary' })), { maxLength: 40 }).map(parts =>
      parts.join(''),
    )
    assert(
      property(text, value => {
        expect(matchErrors(value)).toEqual(matchErrors(value))
        expect(nearestErrors(value).length).toBeLessThan(4)
      }),
      { numRuns: 300 },
    )
  })

  it('stays found whatever stands around it', () => {
    assert(
      property(
        constantFrom(...TOLD.filter(({ finds }) => !SILENT.has(finds))),
        lorem(),
        lorem(),
        (told, before, after) => {
          expect(matchErrors(`${before}\n${told.text}\n${after}`).map(({ id }) => id)).toContain(told.finds)
        },
      ),
      { numRuns: 200 },
    )
  })

  it.each([
    'a',
    '\u001B[',
    '\u001B]',
    '&#',
    '\\',
    'ssm:StartSession ',
    'CreateControlChannel failed ',
    'Setting up data channel with id AccessDenie ',
    'GenerateDataKey ',
    'Session: timed out',
    'Starting session with SessionId: ',
  ])('of a megabyte of %j is matched like any other', part => {
    const text = part.repeat(Math.ceil(1_000_000 / part.length))
    const { user: begun } = cpuUsage()
    matchErrors(text)
    nearestErrors(text)
    expect((cpuUsage().user - begun) / 1000).toBeLessThan(5_000)
  })
})

const SILENT = new Set(['blank-screen', 'session-exits-at-once'])
