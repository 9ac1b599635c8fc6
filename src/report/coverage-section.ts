import type { CheckResult, Finding, Report, ScopedGap } from '../core/report.ts'
import { NOT_ASKED } from '../core/audit/summary.ts'
import { labelled, plural, someOf } from './layout.ts'
import { inAnyRegion } from './across-regions.ts'
import { isAcceptedRoot } from './baseline-section.ts'
import type { BlockOptions } from './finding-block.ts'

/** What was not looked at, and why: reads that failed, checks that crashed or could not be decided. */
export const coverageSection = (report: Report, options: BlockOptions): readonly string[] => {
  const own = report.gaps.filter(gap => !gap.foreign)
  const foreign = report.gaps.filter(gap => gap.foreign)
  return [
    ...gapLines('could not read', own, options),
    ...gapLines('belongs to another account', foreign, options),
    ...checkLines(
      report.checks.filter(check => !isTold(check, report)),
      options,
    ),
  ]
}

/** A check that had its facts and could not decide has said so in a finding. */
const isTold = ({ id, status, reason }: CheckResult, { findings }: Report): boolean =>
  status === 'unknown' &&
  reason === undefined &&
  findings.some(({ check, verdict }) => check === id && verdict === 'unknown')

const gapLines = (
  title: string,
  gaps: readonly ScopedGap[],
  { paint, width, verbose }: BlockOptions,
): readonly string[] => {
  if (gaps.length === 0) return []
  const lines = inRegions(byRead(gaps).map(together => gapText(together, verbose)))
  return ['', paint('yellow', `${title}:`), ...lines.flatMap(line => labelled('', line, 2, width))]
}

/** What waits for the same failed read is told together. */
export const byRead = (gaps: readonly ScopedGap[]): readonly (readonly [ScopedGap, ...ScopedGap[]])[] => {
  const groups = new Map<string, [ScopedGap, ...ScopedGap[]]>()
  for (const gap of gaps) {
    const key = JSON.stringify([gap.region, gap.reason, gap.actions])
    const group = groups.get(key)
    if (group) group.push(gap)
    else groups.set(key, [gap])
  }
  return [...groups.values()]
}

interface GapText {
  readonly region: string
  readonly names: string
  readonly why: string
}

const gapText = (together: readonly [ScopedGap, ...ScopedGap[]], verbose: boolean): GapText => {
  const [{ region, reason, actions }] = together
  const needs = actions.length > 0 ? `; needs ${actions.join(', ')}` : ''
  const names = [...new Set(together.map(({ kind, id }) => (id === undefined ? kind : `${kind} ${id}`)))]
  return { region, names: someOf(names, verbose ? names.length : 6), why: `${reason}${needs}` }
}

/** What is the same in several Regions is told once. */
const inRegions = (texts: readonly GapText[]): readonly string[] => {
  const groups = new Map<string, { readonly first: GapText; readonly regions: string[] }>()
  for (const text of texts) {
    const key = inAnyRegion(`${text.names}: ${text.why}`, text.region)
    const group = groups.get(key)
    if (group) group.regions.push(text.region)
    else groups.set(key, { first: text, regions: [text.region] })
  }
  return [...groups.values()].map(
    ({ first, regions }) => `${first.names} (${regions.join(', ')}): ${first.why}`,
  )
}

const checkLines = (
  checks: readonly CheckResult[],
  { paint, width, verbose }: BlockOptions,
): readonly string[] => {
  const of = (status: CheckResult['status']) => checks.filter(check => check.status === status)
  const crashed = of('crashed').flatMap(({ id, reason }) =>
    labelled(`${paint('red', 'crashed')}  `, `${id}: ${reason ?? 'no reason given'}`, 2, width),
  )
  const skipped = verbose
    ? of('skipped')
        .filter(({ reason }) => reason !== NOT_ASKED)
        .map(({ id, reason }) => `  skipped  ${id}: ${reason ?? 'nothing to judge'}`)
    : []
  const lines = [...crashed, ...undecided(of('unknown'), width, verbose), ...skipped]
  return lines.length > 0 ? ['', 'checks that could not answer:', ...lines] : []
}

/** Checks that wait for the same thing are told together. */
const undecided = (
  checks: readonly CheckResult[],
  width: number | undefined,
  verbose: boolean,
): readonly string[] => {
  const byReason = new Map<string, string[]>()
  for (const { id, reason = 'could not be decided' } of checks)
    byReason.set(reason, [...(byReason.get(reason) ?? []), id])
  return [...byReason].flatMap(([reason, ids]) =>
    labelled('unknown  ', `${someOf(ids, verbose ? ids.length : 6)}: ${reason}`, 2, width),
  )
}

/** The last line: how much was found, and how much was looked at. */
export const summaryLine = ({ summary, findings, checks }: Report): string => {
  const consequences = findings.filter(({ causedBy }) => causedBy !== undefined).length
  const bad = Object.entries(summary.bySeverity).flatMap(([severity, count]) =>
    count > 0 ? [`${count} ${severity}`] : [],
  )
  const found =
    summary.failed === 0 ? 'no cause found' : `${plural(summary.failed, 'cause')} (${bad.join(', ')})`
  const parts = [
    found,
    ...inBaseline(findings, summary.failed),
    ...(consequences > 0 ? [plural(consequences, 'consequence')] : []),
    ...(summary.unknown > 0 ? [`${summary.unknown} undecided`] : []),
    ...(summary.waived > 0 ? [`${summary.waived} waived`] : []),
  ]
  return `${parts.join(', ')}; ${evaluated(checks)}`
}

const inBaseline = (findings: readonly Finding[], failed: number): readonly string[] => {
  const count = findings.filter(one => one.verdict === 'fail' && isAcceptedRoot(one)).length
  if (count === 0) return []
  return [`${count === failed ? 'all' : count} in the baseline`]
}

const evaluated = (all: readonly CheckResult[]): string => {
  const checks = all.filter(({ reason }) => reason !== NOT_ASKED)
  const count = (status: CheckResult['status']) => checks.filter(check => check.status === status).length
  const silent = [
    ...(count('skipped') > 0 ? [`${count('skipped')} had nothing to judge`] : []),
    ...(count('unknown') > 0 ? [`${count('unknown')} unknown`] : []),
    ...(count('crashed') > 0 ? [`${count('crashed')} crashed`] : []),
  ]
  const done = count('healthy') + count('failed')
  const rest = silent.length > 0 ? ` (${silent.join(', ')})` : ''
  return `evaluated ${done} of ${plural(checks.length, 'check')}${rest}: ${count('healthy')} healthy, ${count('failed')} failed`
}
