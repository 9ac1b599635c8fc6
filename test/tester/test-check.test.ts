import { describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import { audit } from '../../src/core/audit/audit.ts'
import type { World } from '../../src/core/snapshot.ts'
import { healthyWorld, testCheck, type Case, type PluginCheck } from '../../src/tester/index.ts'
import { DB, healthyWorld as written, WEB } from '../support/healthy.ts'

const OWNER: PluginCheck = {
  id: 'acme/owner',
  title: 'each instance of the web has an owner',
  why: 'Nobody knows whom to ask.',
  docs: 'https://wiki.example.com/owners',
  severity: 'low',
  each: 'instances',
  needs: ['roles'],
  run({ id, tags }: { id: string; tags: Record<string, string> }, { roles }: { roles: object }) {
    if (Object.keys(roles).length === 0 || tags['Owner'] !== '') return undefined
    return { message: `instance ${id} has no owner`, about: 'Owner', remedy: { text: 'Tag it.' } }
  },
}

const CASES: Readonly<Record<string, Case>> = {
  'an empty tag': {
    break: ({ records }) => Object.assign(records.instances[WEB]?.tags ?? {}, { Owner: '' }),
    finds: [`${WEB}: instance ${WEB} has no owner`],
  },
  'another tag': {
    break: ({ records }) => Object.assign(records.instances[DB]?.tags ?? {}, { Owns: '' }),
    finds: [],
  },
}

/** The names of the tests that fail, with what is said. */
const failuresOf = (check: PluginCheck, cases = CASES): Readonly<Record<string, string>> => {
  const failed: [string, string][] = []
  const test = (name: string, run: () => void): void => {
    try {
      run()
    } catch (error) {
      failed.push([name, error instanceof Error ? error.message : String(error)])
    }
  }
  testCheck(test, check, cases)
  return Object.fromEntries(failed)
}

const found = (finds: Case['finds']) => ({
  ...CASES,
  'an empty tag': { ...CASES['an empty tag'], finds } as Case,
})

describe('the tester', () => {
  it('passes a sound check, under the names of its cases', () => {
    const names: string[] = []
    testCheck(name => names.push(name), OWNER, CASES)
    expect(names).toEqual([
      'acme/owner: is silent on the healthy world',
      'acme/owner: an empty tag',
      'acme/owner: another tag',
      'acme/owner: follows only checks that there are',
      'acme/owner: reads exactly what it declares',
      'acme/owner: asks for exactly the repairs that it declares',
      'acme/owner: has a failing case and a near miss',
      'acme/owner: offers only fixes that pass the proof',
    ])
    expect(failuresOf(OWNER)).toEqual({})
  })

  it('takes the parts of a finding that matter', () => {
    const finding = { subject: WEB, message: /has no owner/, severity: 'low', affects: [WEB] } as const
    expect(failuresOf(OWNER, found([finding]))).toEqual({})
    expect(
      failuresOf(OWNER, found([{ subject: WEB, fixable: false, risk: 'none', about: 'Owner' }])),
    ).toEqual({})
  })

  it.each<[string, Case['finds']]>([
    ['a finding too many', []],
    ['one that is not there', [WEB, DB].map(id => `${id}: instance ${id} has no owner`)],
    ['another message', [`${WEB}: instance ${WEB} has no name`]],
    ['another subject', [`${DB}: instance ${WEB} has no owner`]],
    ['a message that is not like it', [{ subject: WEB, message: /no name/ }]],
    ['another severity', [{ subject: WEB, severity: 'high' }]],
    ['another verdict', [{ subject: WEB, verdict: 'unknown' }]],
    ['another part', [{ subject: WEB, about: 'Name' }]],
    ['other nodes', [{ subject: WEB, affects: [WEB, DB] }]],
    ['a fix', [{ subject: WEB, fixable: true }]],
    ['a risk', [{ subject: WEB, risk: 'safe' }]],
  ])('fails the case for %s', (_what, finds) => {
    expect(Object.keys(failuresOf(OWNER, found(finds)))[0]).toBe('acme/owner: an empty tag')
  })

  const otherwise = (run: (...args: never[]) => unknown): PluginCheck => ({ ...OWNER, run }) as PluginCheck

  it('fails a check that speaks on the healthy world', () => {
    const loud = otherwise(() => ({ message: 'always', remedy: { text: 'None.' } }))
    expect(Object.keys(failuresOf(loud))).toContain('acme/owner: is silent on the healthy world')
  })

  it('fails a check that crashes, changes its input or gives what is no problem, and says why', () => {
    const crashed = failuresOf(otherwise((instance: { name: string }) => (instance.name = 'x')))
    expect(crashed['acme/owner: is silent on the healthy world']).toContain('read only')
    const wrong = failuresOf(otherwise(() => ({ about: 'm' })))
    expect(wrong['acme/owner: another tag']).toContain('the key "message" is missing')
  })

  it('fails a check that declares what it does not read', () => {
    expect(failuresOf({ ...OWNER, needs: ['roles', 'keys'] })).toEqual({
      'acme/owner: reads exactly what it declares': expect.stringContaining('keys') as string,
    })
  })

  it('fails a check that follows what there is not, and lets it follow ours and its own kin', () => {
    const follows = (id: string) => failuresOf({ ...OWNER, mayFollow: [id] })
    expect(Object.keys(follows('node/registred'))).toEqual(['acme/owner: follows only checks that there are'])
    expect([follows('node/registered'), follows('acme/other')]).toEqual([{}, {}])
  })

  it('fails a test without a failing case, or without a near miss', () => {
    const { 'another tag': nearMiss, 'an empty tag': failing } = CASES
    for (const cases of [{ nearMiss }, { failing }])
      expect(Object.keys(failuresOf(OWNER, cases as Readonly<Record<string, Case>>))).toEqual([
        'acme/owner: has a failing case and a near miss',
      ])
  })

  it('takes no check that the program would not load', () => {
    expect(() => failuresOf({ ...OWNER, fix: 'safe' })).toThrow('fix: expected "none", got "safe"')
  })
})

describe('the healthy world that ships', () => {
  it('is the one that our own checks are tested with', () => {
    const { bucketWebsites, simulations, documentVersions, ...records } = written().records
    expect(healthyWorld().records).toMatchObject(records)
    expect(Object.keys(healthyWorld().records).toSorted()).toEqual(Object.keys(written().records).toSorted())
    expect(audit([healthyWorld() as World], checks).findings).toEqual([])
    expect([bucketWebsites, simulations, documentVersions].map(kind => typeof kind)).not.toContain(
      'undefined',
    )
  })

  it('is a new one at each call', () => {
    const first = healthyWorld()
    delete first.records.instances[WEB]
    expect(healthyWorld().records.instances[WEB]?.name).toBe('web-1')
  })
})
