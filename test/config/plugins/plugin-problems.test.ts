import { describe, expect, it } from 'vitest'
import { checks } from '../../../checks/index.ts'
import { pluginCheck } from '../../../src/config/plugins/plugin-check.ts'
import { audit } from '../../../src/core/audit/audit.ts'
import type { Report } from '../../../src/core/report.ts'
import { healthyWorld, WEB } from '../../support/healthy.ts'

const FACTS = {
  id: 'acme/owner',
  title: 'each instance has an owner',
  why: 'Nobody knows whom to ask.',
  docs: 'https://wiki.example.com/owners',
  severity: 'low',
  each: 'instances',
  needs: ['roles'],
  after: ['identity/profile-has-role'],
}

const REMEDY = { text: 'Tag it.' }
const PROBLEM = { message: 'no owner', remedy: REMEDY }

type Run = (subject: never, records: never, scope: never) => unknown

/** What an audit of the healthy world says of a check whose run is this one, ours beside it. */
const auditOf = (run: Run): Report => audit([healthyWorld()], [...checks, pluginCheck({ ...FACTS, run })])

const resultOf = (run: Run) => auditOf(run).checks.find(({ id }) => id === FACTS.id)

const onlyWeb =
  (given: unknown): Run =>
  ({ id }: { id: string }) =>
    id === WEB ? given : undefined

describe('what the check of a plugin gives', () => {
  it('becomes a finding, with all that a problem may say', () => {
    const given = {
      ...PROBLEM,
      about: 'Owner',
      severity: 'critical',
      verdict: 'unknown',
      because: [{ check: 'identity/profile-has-role', subject: WEB }],
      evidence: [{ label: 'tags', value: '', source: 'ec2:DescribeInstances' }],
      explanation: [
        {
          action: 'ec2:CreateTags',
          layers: [{ layer: 'identity policy', verdict: 'implicit-deny', statements: [], others: 3 }],
        },
      ],
      affects: [],
    }
    const [finding, ...others] = auditOf(onlyWeb(given)).findings.filter(({ check }) => check === FACTS.id)
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      severity: 'critical',
      verdict: 'unknown',
      about: 'Owner',
      message: 'no owner',
      evidence: given.evidence,
      explanation: given.explanation,
      affects: [],
      remediation: { text: 'Tag it.', commands: [], fixable: false, risk: 'none' },
      fingerprint: `acme/owner|123456789012|ap-southeast-1|instance/${WEB}|Owner`,
    })
  })

  it('is copied: what it says later is not heard', () => {
    let reads = 0
    const given = {
      remedy: REMEDY,
      get message() {
        return `message ${++reads}`
      },
    }
    const { findings } = auditOf(onlyWeb(given))
    expect(findings.find(({ check }) => check === FACTS.id)?.message).toBe('message 1')
    expect(reads).toBe(1)
  })

  it('may stop calls, but never stands for a finding of ours that the same thing stops', () => {
    const check = pluginCheck({ ...FACTS, run: () => ({ ...PROBLEM, stoppedBy: 'boundary' }) })
    expect(check.run({} as never, {} as never, {} as never)).toEqual([
      { ...PROBLEM, stoppedBy: 'acme: boundary' },
    ])
  })

  const wrong: readonly (readonly [unknown, string])[] = [
    [false, 'run gave a wrong problem: expected an object, got false'],
    [null, 'run gave a wrong problem: expected an object, got null'],
    ['no owner', 'run gave a wrong problem: expected an object, got "no owner"'],
    [{}, 'run gave a wrong problem: the key "message" is missing'],
    [{ remedy: REMEDY }, 'run gave a wrong problem: the key "message" is missing'],
    [{ ...PROBLEM, message: 17 }, 'message: expected one line of text'],
    [{ ...PROBLEM, message: 'a\nb' }, 'message: expected one line of text'],
    [{ ...PROBLEM, message: 'x'.repeat(2_001) }, 'message: expected one line of text'],
    [{ ...PROBLEM, remedy: 'Tag it.' }, 'remedy: expected an object, got "Tag it."'],
    [{ ...PROBLEM, remediation: REMEDY }, 'there is no key "remediation" here'],
    [{ ...PROBLEM, severity: 'hihg' }, 'severity: expected critical, high, medium, low or info, got "hihg"'],
    [{ ...PROBLEM, verdict: 'fail' }, 'verdict: expected "unknown", got "fail"'],
    [{ ...PROBLEM, affects: WEB }, 'affects: expected a list'],
    [{ ...PROBLEM, affects: [17] }, 'affects[0]: expected one line of text'],
    [{ ...PROBLEM, evidence: [{ label: 'a', value: 1, source: 'b' }] }, 'evidence[0].value: expected a text'],
    [{ ...PROBLEM, explanation: [{ action: 'a', layers: {} }] }, 'explanation[0].layers: expected a list'],
    [{ ...PROBLEM, because: ['node/registered'] }, 'because[0]: expected an object'],
    [{ ...PROBLEM, because: [{ check: 'node/registered' }] }, '"because" names node/registered; name it in'],
    [{ ...PROBLEM, fix: [] }, 'a problem carries "fix": a plugin may add checks, not changes'],
    [{ ...PROBLEM, risk: 'review' }, 'a problem carries "risk": a plugin may add checks, not changes'],
    [[PROBLEM, PROBLEM], 'two problems of one subject with the same "about" ("none")'],
    [
      [
        { ...PROBLEM, about: 'a' },
        { ...PROBLEM, about: 'a' },
      ],
      'with the same "about" ("a")',
    ],
    [[[PROBLEM]], 'expected an object, got a list'],
    [Array.from({ length: 1_001 }, () => PROBLEM), 'run gave 1001 problems of one subject; 1000 are taken'],
    [Object.assign([], { length: 2 ** 32 - 1 }), 'run gave 4294967295 problems of one subject; 1000'],
    [Promise.resolve(PROBLEM), 'run gave a promise: a check may not wait for anything'],
    [{ ...PROBLEM, about: 17n }, 'BigInt'],
    [new Map(), 'the key "message" is missing'],
  ]

  it.each(wrong.map(([given, says]) => ({ given, says })))(
    'crashes it where it is none: $says',
    ({ given, says }) => {
      const result = resultOf(onlyWeb(given))
      expect(result).toMatchObject({ status: 'crashed', subjects: 2 })
      expect(result?.reason).toMatch(new RegExp(`^${WEB}: `))
      expect(result?.reason).toContain(says)
      expect(result?.reason).not.toContain('\n')
    },
  )

  it('may be a promise that is refused later, which ends nothing', async () => {
    expect(resultOf(onlyWeb(Promise.reject(new Error('later'))))?.status).toBe('crashed')
    await new Promise(resolve => setImmediate(resolve))
  })

  it.each([
    new Error('boom\nand more'),
    undefined,
    Object.create(null),
    new Proxy(new Error('boom'), {
      getPrototypeOf() {
        throw new Error('trap')
      },
    }),
  ])('may be nothing but an error, whatever that is', thrown => {
    const result = resultOf(() => {
      throw thrown
    })
    expect(result?.status).toBe('crashed')
    expect(result?.reason).toMatch(/^i-\w+: \S[^\n]*$/)
  })
})

it('a problem without a remedy points to the page of its check', () => {
  const finding = auditOf(onlyWeb({ message: 'no owner' })).findings.find(({ check }) => check === FACTS.id)
  expect(finding?.remediation.text).toBe('see https://wiki.example.com/owners')
})

describe('what the check of a plugin is given', () => {
  it.each<[string, Run]>([
    ['its subject', (instance: { name: string }) => void (instance.name = 'x')],
    [
      'what is in its subject',
      (instance: { tags: Record<string, string> }) => void (instance.tags['a'] = 'b'),
    ],
    [
      'a record',
      (_, { roles }: { roles: Record<string, { name: string }> }) =>
        void ((roles['web'] ?? { name: '' }).name = 'x'),
    ],
    ['the records', (_, { roles }: { roles: Record<string, unknown> }) => void (roles['x'] = {})],
    [
      'what records there are',
      (_, { roles }: { roles: Record<string, unknown> }) => void delete roles['web'],
    ],
    ['the scope', (_subject, _records, scope: { region: string }) => void (scope.region = 'x')],
  ] as [string, Run][])('cannot be changed by it: %s', (_what, run) => {
    const world = healthyWorld()
    const before = structuredClone(world)
    const report = audit([world], [pluginCheck({ ...FACTS, run })])
    expect(report.checks[0]?.status).toBe('crashed')
    expect(world).toEqual(before)
  })

  it('is what it declares and nothing else', () => {
    const keys: string[][] = []
    const run: Run = (_, records) => void keys.push(Object.keys(records))
    expect(resultOf(run)?.status).toBe('healthy')
    expect(keys).toEqual([['roles'], ['roles']])
  })

  it('ends its subject as unknown where it reads what could not be read', () => {
    const world = healthyWorld()
    const gap = { kind: 'roles', id: 'web', reason: 'AccessDenied', actions: ['iam:GetRole'] } as const
    const run: Run = (_, { roles }: { roles: Record<string, unknown> }) => void roles['web']
    const { checks: results, findings } = audit([{ ...world, gaps: [gap] }], [pluginCheck({ ...FACTS, run })])
    expect([results[0]?.status, findings]).toEqual(['unknown', []])
    expect(results[0]?.reason).toContain('needs iam:GetRole')
  })
})

it('ours find what they find without it', () => {
  const [with_, without] = [auditOf(onlyWeb(PROBLEM)), audit([healthyWorld()], checks)]
  expect(with_.findings.filter(({ check }) => check !== FACTS.id)).toEqual(without.findings)
  expect(with_.outcomes).toEqual(without.outcomes)
})
