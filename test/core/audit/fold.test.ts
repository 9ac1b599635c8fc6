import { describe, expect, it } from 'vitest'
import { fold, type Raised } from '../../../src/core/audit/fold.ts'
import type { Finding } from '../../../src/core/index.ts'

const raised = (
  check: string,
  subject: string,
  more: Partial<Finding> = {},
  links: Partial<Pick<Raised, 'after' | 'because' | 'stoppedBy'>> = {},
): Raised => ({
  finding: {
    check,
    severity: 'low',
    verdict: 'fail',
    accountId: '123456789012',
    region: 'eu-west-3',
    subject: { kind: 'role', id: subject },
    message: `${subject} is wrong`,
    why: 'It costs.',
    evidence: [],
    affects: ['i-1', 'i-2'],
    remediation: { text: 'mend it', commands: [], fixable: false, risk: 'none' },
    docs: 'https://docs.aws.amazon.com/',
    fingerprint: `${check}|${subject}|${more.about ?? ''}`,
    ...more,
  },
  after: [],
  because: [],
  fix: [],
  ...links,
})

const parentOf = (findings: readonly Finding[], check: string): string | undefined =>
  findings.find(finding => finding.check === check)?.causedBy

describe('fold', () => {
  it('gives every cause the severity of what follows from it, not only the one that is shown', () => {
    const findings = fold([
      raised('logs/a', 'web', { severity: 'high' }),
      raised('logs/b', 'web', { severity: 'medium' }),
      raised('node/c', 'web', { severity: 'critical' }, { after: ['logs/a', 'logs/b'] }),
    ])
    expect(parentOf(findings, 'node/c')).toBe('logs/a|web|')
    expect(findings.map(finding => finding.severity)).toEqual(['critical', 'critical', 'critical'])
  })

  it('folds a consequence under a failed check named by `after` on the same subject', () => {
    const findings = fold([raised('logs/a', 'web'), raised('logs/b', 'web', {}, { after: ['logs/a'] })])
    expect(parentOf(findings, 'logs/b')).toBe('logs/a|web|')
    expect(parentOf(findings, 'logs/a')).toBeUndefined()
  })

  it('does not fold by `after` where the subject is another', () => {
    const findings = fold([raised('logs/a', 'db'), raised('logs/b', 'web', {}, { after: ['logs/a'] })])
    expect(parentOf(findings, 'logs/b')).toBeUndefined()
  })

  it('folds by `because` on another subject, about the part that is named and no other', () => {
    const because = [{ check: 'kms/a', subject: 'key-7', about: 'state' }]
    const one = raised('logs/b', 'web', {}, { because })
    expect(parentOf(fold([raised('kms/a', 'key-7', { about: 'state' }), one]), 'logs/b')).toBe(
      'kms/a|key-7|state',
    )
    expect(parentOf(fold([raised('kms/a', 'key-7', { about: 'policy' }), one]), 'logs/b')).toBeUndefined()
    expect(parentOf(fold([raised('kms/a', 'key-8', { about: 'state' }), one]), 'logs/b')).toBeUndefined()
  })

  it('gives the cause the worst severity among what is folded under it', () => {
    const findings = fold([
      raised('logs/a', 'web', { severity: 'medium' }),
      raised('logs/b', 'web', { severity: 'critical' }, { after: ['logs/a'] }),
    ])
    expect(findings.find(finding => finding.check === 'logs/a')?.severity).toBe('critical')
  })

  it('points a consequence of a consequence at the root', () => {
    const findings = fold([
      raised('x/a', 'web'),
      raised('x/b', 'web', {}, { after: ['x/a'] }),
      raised('x/c', 'web', { severity: 'high' }, { after: ['x/b'] }),
    ])
    expect(parentOf(findings, 'x/c')).toBe('x/a|web|')
    expect(findings.find(finding => finding.check === 'x/a')?.severity).toBe('high')
  })

  it.each([
    ['unknown', { verdict: 'unknown' as const }],
    ['waived', { waived: { reason: 'known', until: '2027-01-31' } }],
  ])('folds nothing under a cause that is %s', (_name, more) => {
    const findings = fold([raised('logs/a', 'web', more), raised('logs/b', 'web', {}, { after: ['logs/a'] })])
    expect(parentOf(findings, 'logs/b')).toBeUndefined()
  })

  it('puts what the same thing stops on one subject under the worst of it', () => {
    const stop = { stoppedBy: 'boundary edge' }
    const findings = fold([
      raised('logs/a', 'web', { severity: 'high' }, stop),
      raised('kms/b', 'web', { severity: 'critical' }, stop),
      raised('s3/c', 'web', { severity: 'critical' }, { stoppedBy: 'boundary other' }),
      raised('s3/d', 'db', { severity: 'high' }, stop),
    ])
    expect(findings.map(finding => finding.causedBy)).toEqual(['kms/b|web|', undefined, undefined, undefined])
  })

  it.each([
    ['unknown', { verdict: 'unknown' as const }],
    ['waived', { waived: { reason: 'known', until: '2027-01-31' } }],
  ])('puts nothing under the worst of what one thing stops where that is %s', (_name, more) => {
    const stop = { stoppedBy: 'boundary edge' }
    const findings = fold([
      raised('kms/b', 'web', { severity: 'critical', ...more }, stop),
      raised('logs/a', 'web', { severity: 'high' }, stop),
    ])
    expect(findings.map(finding => finding.causedBy)).toEqual([undefined, undefined])
  })

  it('leaves out what follows from something else', () => {
    const stop = { stoppedBy: 'boundary edge' }
    const findings = fold([
      raised('kms/key', 'key-7', { severity: 'critical' }),
      raised('kms/b', 'web', { severity: 'critical' }, { ...stop, because: [{ check: 'kms/key' }] }),
      raised('logs/a', 'web', { severity: 'high' }, stop),
    ])
    expect(parentOf(findings, 'kms/b')).toBe('kms/key|key-7|')
    expect(parentOf(findings, 'logs/a')).toBeUndefined()
  })

  it('does not fold across Regions', () => {
    const findings = fold([
      raised('logs/a', 'web', { region: 'eu-west-1' }),
      raised('logs/b', 'web', {}, { after: ['logs/a'] }),
    ])
    expect(parentOf(findings, 'logs/b')).toBeUndefined()
  })

  it('keeps the nodes that no cause explains', () => {
    const because = [{ check: 'net/a' }]
    const findings = fold([
      raised('net/a', 'endpoint-1', { affects: ['i-1'] }),
      raised('node/b', 'web', { affects: ['i-1', 'i-2'] }, { because }),
    ])
    const left = findings.find(finding => finding.check === 'node/b')
    expect(left?.causedBy).toBeUndefined()
    expect(left?.affects).toEqual(['i-2'])
  })

  it('folds under several causes that together hurt every node, naming the worst', () => {
    const because = [{ check: 'net/a' }]
    const findings = fold([
      raised('net/a', 'endpoint-1', { affects: ['i-1'] }),
      raised('net/a', 'endpoint-2', { affects: ['i-2'], severity: 'high' }),
      raised('node/b', 'web', { affects: ['i-1', 'i-2'] }, { because }),
    ])
    expect(parentOf(findings, 'node/b')).toBe('net/a|endpoint-2|')
  })

  it('folds by `because` that names a part of any subject, and no other part', () => {
    const one = raised('logs/b', 'web', {}, { because: [{ check: 'preferences/a', about: 'kmsKeyId' }] })
    const cause = raised('preferences/a', 'document', { about: 'kmsKeyId' })
    const other = raised('preferences/a', 'document', { about: 's3KeyPrefix' })
    expect(parentOf(fold([other, cause, one]), 'logs/b')).toBe('preferences/a|document|kmsKeyId')
    expect(parentOf(fold([other, one]), 'logs/b')).toBeUndefined()
  })

  it('folds once under a cause that both `after` and `because` name', () => {
    const because = [{ check: 'logs/a', subject: 'web' }]
    const findings = fold([
      raised('logs/a', 'web'),
      raised('logs/b', 'web', {}, { after: ['logs/a'], because }),
    ])
    expect(parentOf(findings, 'logs/b')).toBe('logs/a|web|')
  })

  it('does not fold by `after` under a subject of another kind with the same id', () => {
    const findings = fold([
      raised('logs/a', 'web', { subject: { kind: 'user', id: 'web' } }),
      raised('logs/b', 'web', {}, { after: ['logs/a'] }),
    ])
    expect(parentOf(findings, 'logs/b')).toBeUndefined()
  })

  it('folds each of many nodes under its own cause and the one that hurts all', () => {
    const ids = Array.from({ length: 300 }, (_, at) => `i-0${at}`)
    const onNode = (id: string): Partial<Finding> => ({ subject: { kind: 'instance', id }, affects: [id] })
    const findings = fold([
      raised('net/group', 'sg-1', { affects: ids.slice(150), severity: 'medium' }),
      ...ids.map(id =>
        raised('net/path', id, onNode(id), { because: [{ check: 'net/group', subject: 'sg-1' }] }),
      ),
      ...ids.map(id =>
        raised(
          'node/lost',
          id,
          { ...onNode(id), severity: 'high' },
          { because: [{ check: 'net/path', subject: id }] },
        ),
      ),
    ])
    const lost = findings.filter(finding => finding.check === 'node/lost')
    expect(lost.map(finding => finding.causedBy)).toEqual(
      ids.map((id, at) => (at < 150 ? `net/path|${id}|` : 'net/group|sg-1|')),
    )
    expect(findings[0]?.severity).toBe('high')
  })

  describe('of what one thing stops', () => {
    const stop = { stoppedBy: 'permissions boundary team' }
    const critical = { severity: 'critical' as const }

    it('stands the worst finding of a role, and the others follow from it', () => {
      const findings = fold([
        raised('logs/a', 'web', { severity: 'high' }, stop),
        raised('kms/b', 'web', critical, stop),
        raised('s3/c', 'web', critical, stop),
      ])
      expect(parentOf(findings, 'kms/b')).toBeUndefined()
      expect(parentOf(findings, 'logs/a')).toBe('kms/b|web|')
      expect(parentOf(findings, 's3/c')).toBe('kms/b|web|')
    })

    it('nothing follows where it is another role, another thing, or not certain', () => {
      const findings = fold([
        raised('kms/b', 'web', critical, stop),
        raised('logs/a', 'db', {}, stop),
        raised('logs/c', 'web', {}, { stoppedBy: 'identity policy guard NoLogs' }),
        raised('logs/d', 'web', { verdict: 'unknown' }, stop),
        raised('logs/e', 'web'),
      ])
      expect(findings.filter(finding => finding.causedBy !== undefined)).toEqual([])
    })

    it('what another cause explains stays with that', () => {
      const findings = fold([
        raised('s3/bucket', 'archive', { subject: { kind: 'bucket', id: 'archive' } }),
        raised('s3/read', 'web', critical, { ...stop, because: [{ check: 's3/bucket' }] }),
        raised('logs/a', 'web', { severity: 'high' }, stop),
      ])
      expect(parentOf(findings, 's3/read')).toBe('s3/bucket|archive|')
      expect(parentOf(findings, 'logs/a')).toBeUndefined()
    })

    it('a waived finding stands for no other', () => {
      const waived = { reason: 'known', until: '2027-01-31' }
      const findings = fold([
        raised('kms/b', 'web', { ...critical, waived }, stop),
        raised('logs/a', 'web', { severity: 'high' }, stop),
        raised('logs/c', 'web', {}, stop),
      ])
      expect(parentOf(findings, 'logs/a')).toBeUndefined()
      expect(parentOf(findings, 'logs/c')).toBe('logs/a|web|')
    })

    it('only the nodes follow that the worst one hurts', () => {
      const findings = fold([
        raised('kms/b', 'web', { ...critical, affects: ['i-1'] }, stop),
        raised('logs/a', 'web', { affects: ['i-1', 'i-2'] }, stop),
      ])
      const left = findings.find(finding => finding.check === 'logs/a')
      expect([left?.causedBy, left?.affects]).toEqual([undefined, ['i-2']])
    })
  })
})
