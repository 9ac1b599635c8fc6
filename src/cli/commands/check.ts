import { writeSnapshot } from '../../config/snapshot-file.ts'
import { audit } from '../../core/audit/audit.ts'
import type { AnyCheck } from '../../core/check.ts'
import type { World } from '../../core/snapshot.ts'
import { wantedKinds } from '../../core/audit/wanted.ts'
import { openAccount, type Account, type ReadRequest } from '../account.ts'
import { checkOptions, type CheckOptions } from '../check-options.ts'
import type { Run } from '../commands.ts'
import { catalogueOf, type Catalogue } from '../catalogue.ts'
import { assertWritable, emit, type EmitOptions } from '../report-output.ts'
import { EXIT, exitCodeOf } from '../exit-code.ts'
import { worldsFrom } from '../from-file.ts'
import { withHistory } from '../history.ts'
import type { Interrupt } from '../interrupt.ts'
import { missingNodes } from '../nodes.ts'
import { assertPlannedFor } from '../reviewed-plan.ts'
import { readSimulated, withSecondOpinion } from '../second-opinion.ts'
import { selectChecks } from '../select-checks.ts'
import { say, writeErr } from '../terminal.ts'

/** `check`, and with `--fix` what `fix` does. */
export const runCheck: Run = async (argv, interrupt) => {
  const startedAt = performance.now()
  const catalogue = await catalogueOf(argv)
  return checkWith(checkOptions(argv, catalogue), catalogue, { startedAt, interrupt })
}

interface Begun {
  /** By `performance.now()`. */
  readonly startedAt: number
  readonly interrupt: Interrupt
}

const checkWith = async (
  options: CheckOptions,
  { checks }: Catalogue,
  { startedAt, interrupt }: Begun,
): Promise<number> => {
  const chosen = selectChecks(checks, options.selection)
  const selected = options.simulate ? withSecondOpinion(chosen) : chosen
  for (const { file } of options.targets) if (file !== undefined) assertWritable(file)
  for (const file of [options.saveSnapshot, options.repair.planOut])
    if (file !== undefined) assertWritable(file)
  const account =
    options.from === undefined ? await openAccount(options.access, interrupt, options.terms) : undefined
  const { plan } = options.repair
  if (account && plan) assertPlannedFor(plan, account.session.identity.accountId)
  const kinds = wantedKinds(options.fix ? checks : selected)
  const worlds = await readWorlds({ ...options, kinds }, selected, account)
  const missing = missingNodes(worlds, options.nodes)
  const notes = [...missing, ...baselineNotes(options, worlds)]
  for (const note of notes) await writeErr(`ssm-doctor: ${note}`)
  const aside = options.repair.code !== undefined
  const emitting: EmitOptions = { ...options, startedAt, checks: selected, missing, aside }
  const before = audit(worlds, selected)
  if (options.fix && options.unloaded.length === 0) {
    const { planOnly, repair } = await import('../repair.ts')
    const run = { options, emitting, checks, selected, worlds, before, interrupt }
    return withMissing(await (account ? repair(run, account) : planOnly(run)), missing)
  }
  await emit(before, emitting)
  if (options.fix) await say('nothing was changed: no repair can be proven while a plugin is not loaded')
  return withMissing(exitCodeOf(before, options), missing)
}

/** A baseline of another account or Region accepts nothing, and tells of nothing that is gone. */
const baselineNotes = ({ baseline }: CheckOptions, worlds: readonly World[]): readonly string[] => {
  if (!baseline) return []
  const nameOf = ({ accountId, region }: { accountId: string; region: string }): string =>
    `${accountId} ${region}`
  const known = new Set(baseline.scopes.map(nameOf))
  const strange = worlds.map(({ scope }) => nameOf(scope)).filter(name => !known.has(name))
  return strange.length > 0
    ? [`the baseline did not look at ${strange.join(', ')}: all that is there is new`]
    : []
}

/** A node that was named and is not there was not looked at: a slip in its id must not pass for health. */
const withMissing = (code: number, missing: readonly string[]): number =>
  code === EXIT.healthy && missing.length > 0 ? EXIT.incomplete : code

const readWorlds = async (
  options: CheckOptions & Pick<ReadRequest, 'kinds'>,
  selected: readonly AnyCheck[],
  account: Account | undefined,
): Promise<readonly World[]> => {
  const { from, access, terms, nodes, saveSnapshot, kinds, simulate } = options
  const request = { kinds, nodes }
  const live = async (from: Account): Promise<readonly World[]> => {
    const worlds = await (simulate ? readSimulated(from, request) : from.read(request))
    return withHistory(from, worlds, selected)
  }
  const worlds = account ? await live(account) : worldsFrom(from ?? '', access.regions, nodes, terms)
  if (saveSnapshot !== undefined) writeSnapshot(saveSnapshot, { worlds })
  return worlds
}
