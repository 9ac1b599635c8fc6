import type { AnyCheck, Problem, Severity } from '../check.ts'
import type { AllRecords, Kind } from '../kinds.ts'
import type { Finding, Remediation, Subject } from '../report.ts'
import { hasNoNode } from './no-node.ts'
import type { World } from '../snapshot.ts'
import { viewOf } from '../views.ts'

/** Makes a finding of a problem: whose, where, how bad, whom it hurts. */
export const findingOf = (
  world: World,
  check: AnyCheck,
  id: string,
  record: unknown,
  problem: Problem,
): Finding => {
  const { accountId, region } = world.scope
  const subject = subjectOf(check.each, id, record)
  const where = GLOBAL_AREAS.has(check.id.split('/')[0] as string) ? 'global' : region
  return {
    check: check.id,
    severity: capped(world, check, problem.severity ?? check.severity),
    verdict: problem.verdict ?? 'fail',
    accountId,
    region: where,
    subject,
    ...(problem.about !== undefined && { about: problem.about }),
    message: problem.message,
    why: check.why,
    evidence: problem.evidence ?? [],
    ...(problem.explanation && { explanation: problem.explanation }),
    affects: problem.affects ?? affectedBy(world, check.each, id, record),
    remediation: remediationOf(check, problem),
    docs: check.docs,
    fingerprint: fingerprint([
      check.id,
      accountId,
      where,
      `${subject.kind}/${subject.id}`,
      problem.about ?? '',
    ]),
  }
}

/** Preferences that no node follows are at most a small matter. */
const capped = (world: World, { each }: AnyCheck, severity: Severity): Severity =>
  each === 'preferences' && severity !== 'info' && hasNoNode(world) ? 'low' : severity

/** Findings on principals are made once per account. */
const GLOBAL_AREAS: ReadonlySet<string> = new Set(['access', 'jit'])

/** The parts joined by `|`, which is escaped within them: readable, and the same on every run. */
const fingerprint = (parts: readonly string[]): string =>
  parts.map(part => part.replaceAll('%', '%25').replaceAll('|', '%7C')).join('|')

const remediationOf = (check: AnyCheck, { remedy, fix }: Problem): Remediation => {
  const fixable = fix !== undefined && fix.length > 0 && check.fix !== 'none'
  return { text: remedy.text, commands: remedy.commands ?? [], fixable, risk: fixable ? check.fix : 'none' }
}

const SUBJECT_KINDS: Partial<Record<Kind, Subject['kind']>> = {
  preferences: 'document',
  preferencesDocuments: 'document',
  sessionDocuments: 'document',
  managedNodes: 'managedNode',
  instances: 'instance',
  instanceProfiles: 'instanceProfile',
  roles: 'role',
  nodeRoles: 'role',
  policies: 'policy',
  logGroups: 'logGroup',
  logDestinations: 'logGroup',
  buckets: 'bucket',
  s3Destinations: 'bucket',
  keys: 'key',
  sessionKeys: 'key',
  regions: 'region',
  simulations: 'role',
}

const subjectOf = (each: Kind, id: string, record: unknown): Subject => {
  if (each === 'simulations') {
    const { role, roleArn } = record as AllRecords['simulations']
    return { kind: 'role', id: role, arn: roleArn }
  }
  const arn = (record as { arn?: string }).arn ?? (record as { bucketArn?: string }).bucketArn
  const kind = each === 'judgedNodes' ? nodeKind(id) : (SUBJECT_KINDS[each] ?? 'config')
  const name = each === 's3Destinations' ? (record as AllRecords['s3Destinations']).bucket : id
  return { kind, id: name, ...(arn !== undefined && { arn }) }
}

const nodeKind = (id: string): Subject['kind'] => (id.startsWith('mi-') ? 'managedNode' : 'instance')

/** The nodes that a subject's fault hurts unless the check says otherwise: its own, or every judged node. */
const affectedBy = (world: World, each: Kind, id: string, record: unknown): readonly string[] => {
  if (each === 'judgedNodes' || each === 'instances' || each === 'managedNodes') return [id]
  if (each === 'regions') return []
  if (each === 'nodeRoles') return (record as AllRecords['nodeRoles']).nodes.map(node => node.id)
  return Object.keys(viewOf(world, 'judgedNodes').records)
}
