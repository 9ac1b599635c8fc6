import { describe, expect, it } from 'vitest'
import { placesIn } from '../../src/cli/places.ts'
import { readConfig } from '../../src/config/read-config.ts'
import type { Finding } from '../../src/core/report.ts'

const KNOWN = {
  checks: ['logs/log-group-arn-match', 'logs/describe-log-groups'],
  always: [],
  regions: [],
  isRegion: () => true,
}

const places = (name: string) => placesIn(readConfig('.', `fixtures/config/${name}`, KNOWN))

const finding = (fields: Partial<Finding>): Finding => fields as Finding

describe('the place of a finding', () => {
  it('is the line of the field that is declared', () => {
    const placeOf = places('drift.json')
    const drift = (about: string) => placeOf(finding({ check: 'preferences/as-declared', about }))
    expect(drift('cloudWatchStreamingEnabled')).toEqual({ file: 'fixtures/config/drift.json', line: 5 })
    expect(drift('idleSessionTimeout')?.line).toBe(7)
  })

  it('is the line of the waiver that covers it, or that it tells of', () => {
    const placeOf = places('waivers.json')
    const waived = { reason: 'moves to the shared policy', until: '2026-10-31' }
    expect(placeOf(finding({ check: 'logs/describe-log-groups', waived }))?.line).toBe(9)
    const about = 'logs/log-group-arn-match arn:aws:iam::*:role/*'
    expect(placeOf(finding({ check: 'report/waiver-unused', about }))?.line).toBe(3)
  })

  it('is where the config begins, for all that it says nothing of', () => {
    expect(places('drift.json')(finding({ check: 'node/agent-ping' }))?.line).toBe(1)
  })

  it('is the line of the baseline that accepts it, where the config says nothing of it', () => {
    const baseline = { file: 'before.json', lineOf: (fingerprint: string) => (fingerprint === 'f1' ? 41 : 1) }
    const accepted = finding({ check: 'node/agent-ping', fingerprint: 'f1', baselined: true })
    const place = { file: 'before.json', line: 41 }
    expect(placesIn({ config: {} }, baseline)(accepted)).toEqual(place)
    const config = readConfig('.', 'fixtures/config/drift.json', KNOWN)
    expect(placesIn(config, baseline)(accepted)).toEqual(place)
    const drift = { check: 'preferences/as-declared', about: 'cloudWatchStreamingEnabled', fingerprint: 'f1' }
    expect(placesIn(config, baseline)(finding({ ...drift, baselined: true }))?.line).toBe(5)
    const fresh = finding({ check: 'node/agent-ping', fingerprint: 'f2' })
    expect(placesIn({ config: {} }, baseline)(fresh)).toEqual({ file: 'before.json', line: 1 })
    expect(placesIn(config, baseline)(fresh)?.file).toBe('fixtures/config/drift.json')
  })

  it('is nowhere without a config', () => {
    expect(placesIn({ config: {} })(finding({ check: 'node/agent-ping' }))).toBeUndefined()
  })
})
