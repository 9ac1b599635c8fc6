import { stripVTControlCharacters } from 'node:util'
import { checks } from '../../checks/index.ts'
import type { ReadConfig } from '../config/read-config.ts'
import { termsOf } from '../config/terms.ts'
import { audit } from '../core/audit/audit.ts'
import { wantedKinds } from '../core/audit/wanted.ts'
import type { AnyCheck } from '../core/check.ts'
import { UsageError } from '../core/errors.ts'
import { causeHere, type Looked } from '../core/known-errors/cause-here.ts'
import type { KnownError } from '../core/known-errors/known-error.ts'
import { matchErrors } from '../core/known-errors/match-errors.ts'
import { nearestErrors } from '../core/known-errors/nearest-errors.ts'
import type { Report } from '../core/report.ts'
import type { World } from '../core/snapshot.ts'
import { knownErrorsData, renderKnownErrors, type ToldError } from '../report/known-errors.ts'
import { paintFor } from '../report/paint.ts'
import { printableData } from '../report/printable.ts'
import { openAccount } from './account.ts'
import { choice, flag, text as option, type Argv } from './arguments.ts'
import { failOnOf, nodesOf, readAccess } from './check-options.ts'
import { configOf } from './config.ts'
import { EXIT, exitCodeOf } from './exit-code.ts'
import { FORMATS_OF } from './formats.ts'
import { worldsFrom } from './from-file.ts'
import { readWithHistory } from './history.ts'
import type { Interrupt } from './interrupt.ts'
import { choosesNodes, missingNodes, type NodeChoice } from './nodes.ts'
import { wantsColor, widthOf, writeErr, writeOut } from './terminal.ts'
import { TOOL, toolVersion } from './version.ts'

/**
 * Explains an error text; where an account or a snapshot is named, says which of its causes it is there.
 * @throws UsageError where no known error is like it
 */
export const explainError = async (text: string, argv: Argv, interrupt: Interrupt): Promise<number> => {
  const errors = matchErrors(text)
  const json = choice(argv, 'format', FORMATS_OF.explain, 'table') === 'json'
  if (errors.length === 0) return unknownError(text, json)
  const how = wantsToLook(argv) ? { argv, config: configOf(argv), interrupt } : undefined
  const looked = how && (await look(errors, text, how))
  const told = errors.map(error => toldError(error, looked))
  await writeOut(json ? asJson(told, []) : renderKnownErrors(told, screen(argv)))
  return how && looked ? exitCode(looked, how) : EXIT.healthy
}

const toldError = (error: KnownError, looked: Looked | undefined): ToldError =>
  looked ? { error, here: error.causes.map(cause => causeHere(cause, looked)) } : { error }

const screen = (argv: Argv) => ({
  paint: paintFor(wantsColor(process.stdout.isTTY, flag(argv, 'no-color'), process.env)),
  width: widthOf(process.stdout),
})

const asJson = (errors: readonly ToldError[], nearest: readonly KnownError[]): string => {
  const data = {
    schemaVersion: 1,
    tool: { name: TOOL, version: toolVersion() },
    errors: knownErrorsData(errors),
    nearest: nearest.map(({ id, text }) => ({ id, text })),
  }
  return `${JSON.stringify(printableData(data), null, 2)}\n`
}

const unknownError = async (text: string, json: boolean): Promise<never> => {
  const nearest = nearestErrors(text)
  if (json) await writeOut(asJson([], nearest))
  const hint =
    nearest.length > 0
      ? `the nearest that are known: ${nearest.map(error => JSON.stringify(error.text)).join(', ')}`
      : 'none that is known is near; ssm-doctor check looks at the account itself'
  throw new UsageError(`explaining: no known error is in that text; ${hint}`)
}

const LOOKS = ['region', 'instance', 'tag', 'from', 'profile', 'role-arn', 'endpoint-url'] as const

const wantsToLook = (argv: Argv): boolean => LOOKS.some(name => argv[name] !== undefined)

/** Across the line breaks of a terminal too; instances of the first years have 8 digits. */
const NODE_ID = /\b(?:m?i-[0-9a-f](?:(?:\r?\n[ \t]*)?[0-9a-f]){16}|i-[0-9a-f]{8})\b/g

/** The nodes that options name, else those that the text names. */
const nodesIn = (text: string, argv: Argv): NodeChoice => {
  const nodes = nodesOf(argv)
  if (choosesNodes(nodes)) return nodes
  const ids = stripVTControlCharacters(text).match(NODE_ID) ?? []
  return { ...nodes, instances: [...new Set(ids.map(id => id.replace(/\s+/g, '')))] }
}

/** How an account or a snapshot is looked at. */
interface Look {
  readonly argv: Argv
  readonly config: ReadConfig
  readonly interrupt: Interrupt
}

const look = async (errors: readonly KnownError[], text: string, how: Look): Promise<Looked> => {
  const ids = new Set(errors.flatMap(({ causes }) => causes.flatMap(cause => cause.checks ?? [])))
  const selected = checks.filter(check => ids.has(check.id))
  const nodes = nodesIn(text, how.argv)
  const worlds = selected.length > 0 ? await read(selected, nodes, how) : []
  const missing = worlds.length > 0 ? missingNodes(worlds, nodes) : []
  const left = choosesNodes(nodes) ? [] : leftOut(worlds, selected)
  for (const note of [...missing, ...left]) await writeErr(`ssm-doctor: ${note}`)
  return { report: audit(worlds, [...selected, ...rootsFor(selected)]), checks: selected, missing }
}

/** The checks whose findings may explain those of others, as far as they need no more to be read. */
const rootsFor = (selected: readonly AnyCheck[]): readonly AnyCheck[] => {
  const read = wantedKinds(selected)
  const named = new Set(selected.flatMap(({ after = [], mayFollow = [] }) => [...after, ...mayFollow]))
  return checks.filter(
    check =>
      named.has(check.id) &&
      !selected.includes(check) &&
      [...wantedKinds([check])].every(kind => read.has(kind)),
  )
}

/** Instances that are not judged have no cause to be told; one of them may be the one that the text is about. */
const leftOut = (worlds: readonly World[], selected: readonly AnyCheck[]): readonly string[] => {
  const read = wantedKinds(selected)
  const unmanaged = checks.filter(({ id }) => id === 'report/not-managed')
  if ([...wantedKinds(unmanaged)].some(kind => !read.has(kind))) return []
  return audit(worlds, unmanaged).findings.map(
    ({ message }) => `${message} and was not looked at; name yours with -i`,
  )
}

const read = async (
  selected: readonly AnyCheck[],
  nodes: NodeChoice,
  { argv, config, interrupt }: Look,
): Promise<readonly World[]> => {
  const from = option(argv, 'from')
  const access = readAccess(argv, config)
  // Which cause it is hangs on how bad a finding is by itself, not on how bad somebody calls it.
  const terms = termsOf({ ...config.config, severity: {} })
  if (from !== undefined) return worldsFrom(from, access.regions, nodes, terms)
  const account = await openAccount(access, interrupt, terms)
  return readWithHistory(account, { kinds: wantedKinds(selected), nodes }, selected)
}

/** As of `check`. */
const exitCode = ({ report, checks: selected, missing }: Looked, { argv, config }: Look): number => {
  const only = selected.map(({ id }) => id)
  const code = exitCodeOf(about(report, only), {
    failOn: failOnOf(argv, config),
    strict: flag(argv, 'strict'),
    // Only our checks know the causes of errors: none is loaded.
    unloaded: [],
    selection: { only, skip: [] },
  })
  return code === EXIT.healthy && missing.length > 0 ? EXIT.incomplete : code
}

/** A report without what other checks found that explains nothing here. */
const about = (report: Report, ids: readonly string[]): Report => {
  const own = report.findings.filter(({ check }) => ids.includes(check))
  const roots = new Set(own.map(({ causedBy }) => causedBy))
  return {
    ...report,
    findings: report.findings.filter(one => own.includes(one) || roots.has(one.fingerprint)),
    checks: report.checks.filter(({ id }) => ids.includes(id)),
  }
}
