import type { AnyCheck, Problem } from '../check.ts'
import type { Finding, Remediation } from '../report.ts'
import type { World } from '../snapshot.ts'
import { ruledOn, ruledSeverity } from './rulings.ts'
import { affectedBy, subjectOf } from './subject.ts'
import { WAIVERS } from './waivers.ts'

/** Makes a finding of a problem: whose, where, how bad, whom it hurts, and how it is ruled upon. */
export const findingOf = (
  world: World,
  check: AnyCheck,
  id: string,
  record: unknown,
  problem: Problem,
): Finding => {
  const finding = unruled(world, check, id, record, problem)
  return check.each === WAIVERS ? finding : ruledOn(world, finding)
}

const unruled = (world: World, check: AnyCheck, id: string, record: unknown, problem: Problem): Finding => {
  const { accountId, region } = world.scope
  const subject = subjectOf(world, check.each, id, record)
  const where = isOfAccount(check) ? 'global' : region
  return {
    check: check.id,
    severity: ruledSeverity(world, check, problem.severity ?? check.severity),
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

/** Findings on principals and on waivers are of the account, whatever the Region. */
const isOfAccount = ({ id, each }: AnyCheck): boolean =>
  each === WAIVERS || GLOBAL_AREAS.has(id.split('/', 1).join(''))

const GLOBAL_AREAS: ReadonlySet<string> = new Set(['access', 'jit'])

/** The parts joined by `|`, which is escaped within them: readable, and the same on every run. */
const fingerprint = (parts: readonly string[]): string =>
  parts.map(part => part.replaceAll('%', '%25').replaceAll('|', '%7C')).join('|')

const remediationOf = (check: AnyCheck, { remedy, fix, risk }: Problem): Remediation => {
  const fixable = fix !== undefined && fix.length > 0 && check.fix !== 'none'
  const { text, commands = [] } = remedy
  return { text, commands, fixable, risk: fixable ? (risk ?? check.fix) : 'none' }
}
