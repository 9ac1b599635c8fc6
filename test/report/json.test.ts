import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { checks } from '../../checks/index.ts'
import { audit } from '../../src/core/audit/audit.ts'
import type { Report } from '../../src/core/report.ts'
import { renderJson } from '../../src/report/json.ts'
import { healthyWorld, LOGGING_POLICY, policyDocument } from '../support/healthy.ts'
import { aFinding, aGap, anOutcome, aPath, aReport } from './a-report.ts'

const META = {
  tool: { name: 'ssm-doctor', version: '7.8.9' },
  generatedAt: '2026-03-04T05:07:00.000Z',
  durationMs: 1234.56,
}

const schema: object = JSON.parse(readFileSync('src/config/report.schema.json', 'utf8'))
const validate = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema)

interface Data extends Readonly<Record<string, unknown>> {
  readonly findings: readonly object[]
  readonly outcomes: readonly object[]
  readonly paths: readonly object[]
}

const dataOf = (report: Report): Data => {
  const data: Data = JSON.parse(renderJson(report, META))
  return data
}

const errorsOf = (report: Report): unknown => (validate(dataOf(report)) ? [] : validate.errors)

const brokenWorld = () => {
  const world = healthyWorld()
  const policy = world.records.policies[LOGGING_POLICY]
  if (policy) policy.document = policyDocument([])
  delete world.records.roles['db']
  world.gaps.push({ kind: 'roles', id: 'db', reason: 'AccessDenied', actions: ['iam:GetRole'] })
  return world
}

describe('the JSON report', () => {
  it.each([
    ['of a healthy account', audit([healthyWorld()], checks)],
    ['of a broken account with a gap', audit([brokenWorld()], checks)],
    ['with every optional field', full()],
  ])('%s follows the schema', (_, report) => {
    expect(errorsOf(report)).toEqual([])
  })

  it('keeps the order of its fields', () => {
    const data = dataOf(full())
    expect(Object.keys(data)).toEqual([
      'schemaVersion',
      'tool',
      'generatedAt',
      'durationMs',
      'scopes',
      'summary',
      'outcomes',
      'findings',
      'checks',
      'gaps',
      'paths',
      'baseline',
    ])
    const [finding] = data.findings
    expect(Object.keys(finding ?? {})).toEqual([
      'check',
      'severity',
      'verdict',
      'accountId',
      'region',
      'subject',
      'about',
      'message',
      'why',
      'evidence',
      'affects',
      'causedBy',
      'remediation',
      'docs',
      'fingerprint',
      'waived',
    ])
  })

  it('says null where the user sees no text, and leaves out what is absent', () => {
    const { name: _name, ...nameless } = anOutcome()
    const [outcome] = dataOf(aReport({ outcomes: [nameless] })).outcomes
    expect(outcome).toMatchObject({ userSees: null })
    expect(outcome).not.toHaveProperty('name')
    expect(renderJson(aReport({}), META)).not.toContain('undefined')
  })

  it('tells a path by its factors, without the address of a node and without what is absent', () => {
    const way = {
      kind: 'interface endpoint',
      endpointId: 'vpce-4',
      vpcId: 'vpc-5',
      sourceIp: '10.1.2.3',
    } as const
    const [first, second] = dataOf(aReport({ paths: [aPath({ way }), aPath()] })).paths
    expect(first).toMatchObject({ way: { kind: 'interface endpoint', endpointId: 'vpce-4', vpcId: 'vpc-5' } })
    expect(JSON.stringify(first)).not.toContain('10.1.2.3')
    expect(second).toEqual({ ...aPath() })
  })

  it('ends with one line break and rounds the duration', () => {
    const text = renderJson(aReport({}), META)
    expect(text.endsWith('}\n')).toBe(true)
    expect(text).toContain('"durationMs": 1235')
  })

  it('holds no character that steers a terminal, and loses none', () => {
    const evil = 'a\u001B[2Jb\u009B31mc\u202Ed'
    const text = renderJson(aReport({ findings: [aFinding({ message: evil })] }), META)
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202E]/u)
    const { findings }: { findings: { message: string }[] } = JSON.parse(text)
    expect(findings[0]?.message).toBe(evil)
  })
})

describe('the schema', () => {
  it('takes a report without paths, as earlier versions made it', () => {
    const { paths: _paths, ...earlier } = dataOf(full())
    expect(validate(earlier)).toBe(true)
  })

  it.each([
    ['a field that is not in it', { extra: 1 }],
    ['another version', { schemaVersion: 2 }],
    ['a duration below zero', { durationMs: -1 }],
    ['findings that are no list', { findings: {} }],
    ['a path to a service that no session needs', { paths: [{ ...aPath(), service: 'ec2messages' }] }],
    ['a path of no node', { paths: [aPath({ nodes: [] })] }],
    [
      'a factor without a verdict',
      { paths: [{ ...aPath(), factors: [{ kind: 'route', resource: 'rtb-3' }] }] },
    ],
  ])('refuses %s', (_, change) => {
    expect(validate({ ...dataOf(full()), ...change })).toBe(false)
  })
})

function full(): Report {
  const cause = aFinding({
    about: 'node-logs Write',
    causedBy: 'another',
    waived: { reason: 'known', until: '2027-01-31' },
  })
  return aReport({
    findings: [
      cause,
      aFinding({ check: 'logs/write-permissions', causedBy: cause.fingerprint, verdict: 'unknown' }),
      aFinding({ check: 'logs/retention-set', baselined: true }),
    ],
    baseline: { accepted: 1, gone: [aFinding({ about: 'kmsKeyId' })], unseen: 2 },
    outcomes: [anOutcome({ canConnect: 'no', userSees: 'TargetNotConnected', causes: [cause.fingerprint] })],
    checks: [{ id: 'logs/log-group-arn-match', status: 'crashed', subjects: 2, reason: 'web: boom' }],
    gaps: [aGap({ foreign: true }), aGap()],
    paths: [
      aPath(),
      aPath({
        service: 's3',
        serviceRegion: 'eu-south-2',
        nodes: ['i-0aaaaaaaaaaaaaaa1', 'i-0aaaaaaaaaaaaaaa2'],
        verdict: 'unknown',
        standing: 'doubtful',
        evidence: 'i-0aaaaaaaaaaaaaaa1 is Online, heard at 2026-03-04T05:05:00.000Z',
        way: { kind: 'internet', through: 'nat-6' },
        factors: [
          {
            kind: 'unseen',
            resource: 'tgw-7',
            resources: ['tgw-7', 'tgw-8'],
            verdict: 'unknown',
            rule: '0.0.0.0/0 → tgw-7',
            reason: '0.0.0.0/0 → tgw-7 leaves what AWS shows',
            look: 'the route tables of the transit gateway',
          },
        ],
        notes: ['the node has another interface too: the primary one decides'],
      }),
    ],
  })
}
