import { describe, expect, it } from 'vitest'
import { EXIT, exitCodeOf } from '../../src/cli/exit-code.ts'
import * as destinations from '../support/set-ups/destinations.ts'
import * as fleets from '../support/set-ups/fleets.ts'
import { DEFAULT_HOST_MANAGEMENT } from '../support/set-ups/hosted.ts'
import { CENTRAL_ENDPOINTS } from '../support/set-ups/networks.ts'
import * as regions from '../support/set-ups/regions.ts'
import type { Row } from '../support/set-ups/set-up.ts'
import { judge, outcomesIn, rootsIn } from './judge.ts'

/** Set-ups that are healthy and at which a careless check barks. */
const SET_UPS: Readonly<Record<string, Row>> = {
  'an account with Default Host Management': DEFAULT_HOST_MANAGEMENT,
  'endpoints in a central VPC': CENTRAL_ENDPOINTS,
  'a log archive in another account': destinations.LOG_ARCHIVE,
  'records in S3 alone': destinations.S3_ALONE,
  'records in CloudWatch Logs alone': destinations.CLOUDWATCH_ALONE,
  'a group with default encryption, the flag off': destinations.DEFAULT_ENCRYPTION,
  'a hybrid fleet': fleets.HYBRID_FLEET,
  'workers of containers': fleets.CONTAINER_WORKERS,
  'a Windows fleet': fleets.WINDOWS_FLEET,
  'instances that Auto Scaling has just launched': fleets.JUST_LAUNCHED,
  'stopped instances': fleets.STOPPED,
  'Spot instances': fleets.SPOT,
  'instances that are meant to be unmanaged': fleets.UNMANAGED,
  GovCloud: regions.GOVCLOUD,
  China: regions.CHINA,
  'Regions without instances': regions.EMPTY_REGIONS,
  'no right to look at Organizations': regions.NO_ORGANIZATIONS,
  'a service control policy that closes Regions': regions.CLOSED_REGIONS,
}

const GATE = { failOn: 'medium', strict: false } as const
const GRAVE = new Set(['critical', 'high', 'medium'])

describe.each(Object.entries(SET_UPS))('%s', (_name, row) => {
  it.each(Object.entries(row))('%s', (_variant, { worlds, tells = [], unsure = [], outcomes }) => {
    const report = judge(...worlds())
    const grave = report.findings.filter(one => GRAVE.has(one.severity) && one.verdict === 'fail')
    expect(grave.map(one => `${one.check} ${one.subject.id}: ${one.message}`)).toEqual([])
    expect(rootsIn(report)).toEqual([...tells, ...unsure].sort())
    expect(outcomesIn(report)).toEqual(outcomes)
    expect(exitCodeOf(report, GATE)).toBe(EXIT.healthy)
  })
})
