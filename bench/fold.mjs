// Folding the findings of many nodes that name each other by subject. Run this file after a build: the time of a
// finding stays the same however many there are.
import { performance } from 'node:perf_hooks'
import { fold } from '../dist/src/core/audit/fold.js'

const SERVICES = ['ssm', 'ssmmessages', 'logs', 's3', 'kms']

const raised = (check, subject, affects, because = [], after = []) => ({
  finding: {
    check,
    severity: 'high',
    verdict: 'fail',
    accountId: '123456789012',
    region: 'eu-west-1',
    subject,
    message: check,
    why: check,
    evidence: [],
    affects,
    remediation: { text: '', commands: [], fixable: false, risk: 'none' },
    docs: 'https://docs.aws.amazon.com/',
    fingerprint: `${check}|${subject.kind}/${subject.id}`,
  },
  because,
  after,
  fix: [],
})

/** Nodes that have lost Systems Manager, five closed ways of each, and one group that closes them all. */
const findings = count => {
  const ids = Array.from({ length: count }, (_, at) => `i-${at.toString(16).padStart(17, '0')}`)
  const on = id => ({ kind: 'instance', id })
  const group = raised('network/node-egress', { kind: 'securityGroup', id: 'sg-1' }, ids)
  const byGroup = [{ check: 'network/node-egress', subject: 'sg-1' }]
  const paths = ids.flatMap(id =>
    SERVICES.map(service => raised(`network/${service}-path`, on(id), [id], byGroup)),
  )
  const lost = ids.map(id =>
    raised(
      'node/agent-ping',
      on(id),
      [id],
      [{ check: 'network/ssm-path', subject: id }],
      ['node/registered'],
    ),
  )
  return [group, ...paths, ...lost]
}

for (const count of [1_000, 10_000, 20_000]) {
  const all = findings(count)
  const start = performance.now()
  const folded = fold(all).filter(finding => finding.causedBy !== undefined).length
  const took = performance.now() - start
  const each = ((took * 1000) / all.length).toFixed(1)
  console.log(
    `${count} nodes: ${all.length} findings, ${folded} folded, ${took.toFixed(0)} ms, ${each} µs each`,
  )
}
