import { describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import { readSnapshot } from '../../src/config/snapshot-file.ts'
import type { World } from '../../src/core/index.ts'
import { matchErrors } from '../../src/core/known-errors/match-errors.ts'
import type { Audit, Finding } from '../../src/core/report.ts'
import { WELL } from '../support/set-ups/set-up.ts'
import type { Cause } from '../support/zoo/cause.ts'
import { ZOO } from '../support/zoo/zoo.ts'
import { foldedIn, judge, outcomesIn } from './judge.ts'

const GRAVE = new Set(['critical', 'high', 'medium'])

/** The account as people open it: from its file, with what they say beside. */
const judged = (name: string, { asked }: Cause): Audit => {
  const { worlds } = readSnapshot(`fixtures/accounts/${name}.json`)
  return judge(...worlds.map((world): World => ({ ...world, ...(asked && { declared: asked }) })))
}

const rootsOf = ({ findings }: Audit): readonly Finding[] =>
  findings.filter(one => one.causedBy === undefined)

const nameOf = ({ check, subject }: Finding): string => `${check} ${subject.id}`

describe.each(Object.entries(ZOO))('%s', (name, cause) => {
  const report = judged(name, cause)

  it('is named first, and nothing else is', () => {
    const roots = rootsOf(report)
    expect(roots.slice(0, 1).map(nameOf)).toEqual(cause.names.slice(0, 1))
    const named = roots.filter(one => cause.names.includes(nameOf(one)))
    const grave = roots.filter(one => GRAVE.has(one.severity))
    expect([...new Set([...named, ...grave].map(nameOf))].sort()).toEqual([...cause.names].sort())
  })

  it('explains the rest', () => {
    expect(foldedIn(report)).toEqual([...(cause.folded ?? [])].sort())
  })

  it('is a cause of each outcome that is bad', () => {
    const named = report.findings.filter(one => cause.names.includes(nameOf(one)))
    const marks = new Set(named.map(one => one.fingerprint))
    const hurt = report.outcomes.filter(one => cause.hurt?.[one.node]?.includes('no ') === true)
    expect(hurt.filter(one => !one.causes.some(mark => marks.has(mark))).map(one => one.node)).toEqual([])
  })

  it('hurts whom it hurts, in the words that they meet', () => {
    const others = Object.keys(outcomesIn(report)).map(id => [id, WELL])
    expect(outcomesIn(report)).toEqual({ ...Object.fromEntries(others), ...cause.hurt })
    const met = report.outcomes.flatMap(({ node, userSees }) => (userSees === null ? [] : [[node, userSees]]))
    expect(Object.fromEntries(met)).toEqual(cause.sees ?? {})
  })
})

interface Later {
  readonly what: string
  /** The checks that will name it. */
  readonly checks: readonly string[]
}

/** Causes that lie with people and their sessions, of which nothing is read yet: by number. */
const NOT_YET: Readonly<Record<number, Later>> = {
  13: {
    what: 'sessions of kinds that are never recorded: ssh, tunnels, documents of one’s own',
    checks: ['access/document-restricted', 'recording/unrecorded-kind'],
  },
  23: {
    what: 'a person may not start sessions, or not by the document',
    checks: ['access/operator-can-start', 'access/tag-condition-on-document'],
  },
}

/** What a guide gets wrong beside the forty, and people alone show. */
const NOT_YET_OF_GUIDES: Readonly<Record<string, Later>> = {
  'node-policy-on-a-user': {
    what: 'AmazonSSMManagedInstanceCore is attached to a person',
    checks: ['access/node-policy-on-user'],
  },
}

interface Hidden {
  readonly what: string
  /** What people see of it, and the cause that is told of that. */
  readonly text: string
  readonly told: RegExp
}

/** Causes of which AWS's data show nothing, by number: told where somebody asks what a text means. */
const NOT_IN_DATA: Readonly<Record<number, Hidden>> = {
  7: {
    what: 'the plugin is not on the computer of the user',
    text: 'SessionManagerPlugin is not found',
    told: /plugin is not installed/,
  },
  14: {
    what: 'the client is not of AWS, and makes data keys in its own way',
    text: 'ValidationException: Invalid EncryptionContext',
    told: /client other than AWS's/,
  },
  22: {
    what: 'the root volume is full',
    text: 'Plugin with name Standard_Stream not found. Step name: Standard_Stream',
    told: /root volume .* full/,
  },
  26: {
    what: 'hybrid nodes on the standard tier: there are no tiers any more, and the setting tells nothing',
    text: 'Enable advanced-instances tier to use Session Manager with your on-premises instances',
    told: /./,
  },
  28: {
    what: 'the node has no memory or no file handles left',
    text: 'failed to create channel: too many open files',
    told: /file handles/,
  },
  33: {
    what: 'credentials on the node come before its role',
    text: 'CreateControlChannel failed with error: AccessDeniedException',
    told: /override its role/,
  },
  36: {
    what: 'the network of the user closes the websocket',
    text: 'Cannot perform start session: EOF',
    told: /proxy, firewall or VPN/,
  },
}

const numbersOf = (table: object): readonly number[] => Object.keys(table).map(Number)

describe('of the forty causes', () => {
  const revealed = [...new Set(Object.values(ZOO).flatMap(({ number }) => number ?? []))]

  it('each is revealed, or will be, or cannot be', () => {
    const all = [...revealed, ...numbersOf(NOT_YET), ...numbersOf(NOT_IN_DATA)]
    expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1))
  })

  it('those that will be revealed wait for a check', () => {
    const there = new Set(checks.map(check => check.id))
    const later = [...Object.values(NOT_YET), ...Object.values(NOT_YET_OF_GUIDES)]
    expect(later.flatMap(one => one.checks).filter(id => there.has(id))).toEqual([])
  })

  it.each(Object.entries(NOT_IN_DATA))('%s is told by the text that it is met with', (_number, hidden) => {
    const causes = matchErrors(hidden.text).flatMap(error => error.causes.map(one => one.cause))
    expect(causes.filter(one => hidden.told.test(one))).not.toEqual([])
  })
})
