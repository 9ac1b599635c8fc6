import { describe, expect, it } from 'vitest'
import { checks } from '../../../checks/index.ts'
import { audit } from '../../../src/core/audit/audit.ts'
import type { Finding, World } from '../../../src/core/index.ts'
import { makePlan } from '../../../src/core/plan/plan.ts'
import type { Rules, Waiver } from '../../../src/core/rules.ts'
import { editInline } from '../../checks/policies.ts'
import { withoutNodes } from '../../checks/preferences/written.ts'
import { DB, healthyWorld, HYBRID, WEB } from '../../support/healthy.ts'
import { mismatchWorld } from '../../support/mismatch.ts'
import type { BreakableWorld } from '../../support/mutable.ts'

const NONE: Rules = { severity: {}, waivers: [], regions: [] }

/** A role whose policy lacks the write, a node that is lost for want of a profile. */
const broken = (): BreakableWorld => {
  const world = healthyWorld()
  editInline(world, 'WriteSessionLogs', () => undefined)
  delete world.records.instances[WEB]?.profileArn
  Object.assign(world.records.managedNodes[WEB] ?? {}, {
    pingStatus: 'ConnectionLost',
    lastPingAt: '2026-11-20T01:00:00.000Z',
  })
  Object.assign(world.records.connections[WEB] ?? {}, { status: 'notconnected' })
  return world
}

const judged = (rules: Partial<Rules>, world: World = broken()) =>
  audit([{ ...world, rules: { ...NONE, ...rules } }], checks)

const named = ({ findings }: { findings: readonly Finding[] }, check: string): readonly Finding[] =>
  findings.filter(finding => finding.check === check)

const waiver = (check: string, subject: string, more: Partial<Waiver> = {}): Waiver => ({
  check,
  subject,
  reason: 'until the move',
  until: '2026-12-24',
  ...more,
})

const WRITE = 'logs/write-permissions'
const PROFILE = 'identity/instance-profile-attached'
const PING = 'node/agent-ping'

describe('another severity', () => {
  it('is that of every finding of the check, and lifts the causes of it', () => {
    const [found] = named(judged({ severity: { [WRITE]: 'low' } }), WRITE)
    expect(found?.severity).toBe('low')
    const plain = judged({})
    expect(named(plain, PROFILE)[0]?.severity).toBe('critical')
    expect(named(plain, PING)[0]?.causedBy).toBe(named(plain, PROFILE)[0]?.fingerprint)
    expect(named(judged({ severity: { [PING]: 'info' } }), PROFILE)[0]?.severity).toBe('high')
  })

  it('does not make anything of preferences that no node follows', () => {
    const world = healthyWorld()
    withoutNodes(world)
    world.records.preferencesDocuments = {}
    const asked = judged({ severity: { 'preferences/document-exists': 'critical' } }, world)
    expect(named(asked, 'preferences/document-exists')[0]?.severity).toBe('info')
    expect(named(asked, 'report/empty-region')[0]?.severity).toBe('info')
  })
})

describe('a waived finding', () => {
  it('stays in the report with its reason and end, and counts as waived, not as failed', () => {
    const plain = judged({})
    const report = judged({ waivers: [waiver(WRITE, 'db')] })
    expect(named(report, WRITE)[0]).toMatchObject({
      subject: { id: 'db' },
      waived: { reason: 'until the move', until: '2026-12-24' },
    })
    expect(report.summary.failed).toBe(plain.summary.failed - 1)
    expect(report.summary.waived).toBe(1)
  })

  it.each([
    ['its id', 'db', true],
    ['its ARN', 'arn:aws:iam::123456789012:role/service/db', true],
    ['a pattern for its ARN', 'arn:aws:iam::*:role/*', true],
    ['a pattern for its id', 'd*', true],
    ['any text', '*', true],
    ['a part of its id', 'd', false],
    ['another case', 'DB', false],
    ['a question mark, which stands for itself', 'd?', false],
  ])('is named by %s', (_how, subject, matches) => {
    const [found] = named(judged({ waivers: [waiver(WRITE, subject)] }), WRITE)
    expect(found?.waived !== undefined).toBe(matches)
  })

  it('is not one of another check on the same subject', () => {
    const [found] = named(judged({ waivers: [waiver('logs/describe-log-groups', 'db')] }), WRITE)
    expect(found?.waived).toBeUndefined()
  })

  it('explains nothing: what followed from it stands for itself', () => {
    const report = judged({ waivers: [waiver(PROFILE, WEB)] })
    expect(named(report, PING)[0]?.causedBy).toBeUndefined()
    expect(named(report, PROFILE)[0]?.severity).toBe('high')
  })

  it('makes its cause no worse', () => {
    expect(named(judged({ waivers: [waiver(PING, WEB)] }), PROFILE)[0]?.severity).toBe('high')
  })

  it('is never repaired', () => {
    const world = { ...broken(), rules: { ...NONE, waivers: [waiver(WRITE, 'db')] } }
    const report = audit([world], checks)
    expect(named(report, WRITE)[0]?.remediation).toMatchObject({ fixable: false, risk: 'none' })
    expect(makePlan([world], checks, report).steps).toEqual([])
    expect(makePlan([broken()], checks, judged({})).steps).not.toEqual([])
  })

  it('hinders no repair of what shares its cause, after which its waiver covers nothing', () => {
    const world = {
      ...mismatchWorld(),
      rules: { ...NONE, waivers: [waiver('logs/log-group-arn-match', 'web')] },
    }
    const plan = makePlan([world], checks, audit([world], checks))
    expect(plan.breaks).toEqual([])
    expect(plan.fixes).toContainEqual(
      expect.stringContaining('logs/log-group-arn-match|123456789012|ap-southeast-1|role/hybrid-node'),
    )
  })

  it('leaves the outcome as it is: nothing is recorded for being waived', () => {
    const report = judged({ waivers: [waiver(WRITE, 'db')] })
    expect(report.outcomes.find(one => one.node === DB)?.recorded.cloudwatch).toBe('no')
  })
})

describe('the end of a waiver', () => {
  it.each([
    ['2026-11-19', false],
    ['2026-11-20', true],
  ])('%s is its last day', (until, covered) => {
    const [found] = named(judged({ waivers: [waiver(WRITE, 'db', { until })] }), WRITE)
    expect(found?.waived !== undefined).toBe(covered)
  })

  it('once passed is a finding, and what it covered counts again', () => {
    const report = judged({ waivers: [waiver(WRITE, 'db', { until: '2026-11-19' })] })
    expect(named(report, 'report/waiver-expired')).toMatchObject([
      {
        severity: 'medium',
        verdict: 'fail',
        region: 'global',
        subject: { kind: 'config', id: 'waivers' },
        about: `${WRITE} db`,
        message: `the waiver of ${WRITE} for db held until 2026-11-19`,
      },
    ])
    expect(named(report, 'report/waiver-unused')).toEqual([])
    expect(report.summary.failed).toBe(judged({}).summary.failed + 1)
  })
})

describe('a waiver that covers nothing', () => {
  const unused = (rules: Partial<Rules>, world?: World, own = checks): readonly Finding[] =>
    named(audit([{ ...(world ?? broken()), rules: { ...NONE, ...rules } }], own), 'report/waiver-unused')

  const idle = { waivers: [waiver(WRITE, 'web-role')] }

  it('is a small finding', () => {
    expect(unused(idle)).toMatchObject([
      {
        severity: 'low',
        about: `${WRITE} web-role`,
        message: `the waiver of ${WRITE} for web-role covers nothing`,
      },
    ])
  })

  it('is told though another one covers the same', () => {
    const both = { waivers: [waiver(WRITE, '*'), waiver(WRITE, 'db'), waiver(WRITE, 'web-role')] }
    expect(unused(both).map(one => one.about)).toEqual([`${WRITE} web-role`])
  })

  it('is told where there is nothing for the check to judge', () => {
    const world = broken()
    world.records.activations = {}
    expect(unused({ waivers: [waiver('hybrid/activation-expired', '*')] }, world)).toHaveLength(1)
  })

  it('is not told where the check was not made', () => {
    expect(
      unused(
        idle,
        undefined,
        checks.filter(check => check.id !== WRITE),
      ),
    ).toEqual([])
  })

  it('is not told where a read failed that the check rests on', () => {
    const world = broken()
    world.gaps.push({ kind: 'policies', reason: 'AccessDenied', actions: ['iam:GetPolicy'] })
    expect(unused(idle, world)).toEqual([])
  })

  it('is not told where only some nodes were looked at', () => {
    expect(unused(idle, { ...broken(), declared: { named: [DB, HYBRID] } })).toEqual([])
  })

  it('is not told where a Region of the config was not read, or its ARN is of another one', () => {
    expect(unused({ ...idle, regions: ['ap-southeast-1', 'eu-west-3'] })).toEqual([])
    expect(unused({ ...idle, regions: ['ap-southeast-1'] })).toHaveLength(1)
    const elsewhere = 'arn:aws:logs:eu-west-3:123456789012:log-group:x'
    expect(unused({ waivers: [waiver('logs/retention-set', elsewhere)] })).toEqual([])
    const here = 'arn:aws:logs:ap-southeast-1:123456789012:log-group:x'
    expect(unused({ waivers: [waiver('logs/retention-set', here)] })).toHaveLength(1)
  })

  it('is told once for all Regions of the account, and not where it covers something in one', () => {
    const there = { ...healthyWorld(), scope: { ...healthyWorld().scope, region: 'eu-west-3' } }
    const rules = { ...NONE, waivers: [waiver(WRITE, 'db'), waiver(WRITE, 'nobody')] }
    const report = audit(
      [
        { ...broken(), rules },
        { ...there, rules },
      ],
      checks,
    )
    expect(named(report, 'report/waiver-unused').map(one => one.about)).toEqual([`${WRITE} nobody`])
  })
})

describe('a baseline', () => {
  const before = judged({})
  const baseline = Object.fromEntries(before.findings.map(one => [one.fingerprint, one]))

  it('accepts what it knows: it fails nothing and is repaired by nobody', () => {
    const report = judged({ baseline })
    const roots = report.findings.filter(one => one.verdict === 'fail' && one.causedBy === undefined)
    expect(roots.map(one => one.baselined)).toEqual(roots.map(() => true))
    expect(roots.length).toBeGreaterThan(2)
    expect(report.findings.filter(one => one.remediation.fixable)).toEqual([])
    expect(report.baseline).toEqual({ accepted: report.findings.length, gone: [], unseen: 0 })
  })

  it('explains nothing: what is new under an accepted cause stands for itself', () => {
    const { [named(before, PING)[0]?.fingerprint ?? '']: _new, ...older } = baseline
    const [ping] = named(judged({ baseline: older }), PING)
    expect([ping?.causedBy, ping?.baselined]).toEqual([undefined, undefined])
  })

  it('does not accept what has become worse, or what nobody could decide then', () => {
    const print = named(before, WRITE)[0]?.fingerprint ?? ''
    const known = baseline[print]
    if (!known) throw new Error('it is known')
    const acceptedWith = (more: Partial<Finding>) =>
      named(judged({ baseline: { [print]: { ...known, ...more } } }), WRITE)[0]?.baselined
    expect(acceptedWith({})).toBe(true)
    expect(acceptedWith({ severity: 'medium' })).toBeUndefined()
    expect(acceptedWith({ verdict: 'unknown' })).toBeUndefined()
  })

  it('tells what is gone, if it was looked at', () => {
    const fixed = healthyWorld()
    const report = judged({ baseline }, fixed)
    expect(report.baseline?.gone.map(one => one.fingerprint).sort()).toEqual(Object.keys(baseline).sort())
    const blind = healthyWorld()
    blind.gaps.push({ kind: 'policies', reason: 'AccessDenied', actions: ['iam:GetPolicy'] })
    const half = judged({ baseline }, blind)
    expect(half.baseline?.gone.map(one => one.check)).not.toContain(WRITE)
    expect(half.baseline?.unseen).toBeGreaterThan(0)
    const some = judged({ baseline }, { ...fixed, declared: { named: [HYBRID] } })
    expect(some.baseline?.gone).toEqual([])
    const elsewhere = { ...fixed, scope: { ...fixed.scope, region: 'eu-west-3' } }
    expect(judged({ baseline }, elsewhere).baseline?.gone).toEqual([])
  })

  it('is no waiver for the checks on waivers', () => {
    const rules = { waivers: [waiver(WRITE, 'db', { until: '2026-11-01' })] }
    const [expired] = named(judged(rules), 'report/waiver-expired')
    if (!expired) throw new Error('it has expired')
    const again = judged({ ...rules, baseline: { [expired.fingerprint]: expired } })
    expect(named(again, 'report/waiver-expired')[0]?.baselined).toBeUndefined()
  })

  it('says nothing of what it does where there is none', () => {
    expect('baseline' in judged({})).toBe(false)
  })
})
