import { audit } from '../core/audit/audit.ts'
import type { Fix } from '../core/changes/change.ts'
import type { AnyCheck } from '../core/check.ts'
import { makePlan, policiesToEdit } from '../core/plan/plan.ts'
import type { Plan, Step } from '../core/plan/types.ts'
import { digestOfChanges } from '../core/plan/digest.ts'
import { prove } from '../core/plan/proof.ts'
import type { Audit } from '../core/report.ts'
import type { World } from '../core/snapshot.ts'

/** What is to be repaired: the findings of some checks, on some nodes or on all. */
export interface Aim {
  /** Every check that there is: by them a plan is made and proven. */
  readonly checks: readonly AnyCheck[]
  readonly selected: readonly AnyCheck[]
  /** Ids of the chosen nodes; absent: all. */
  readonly nodes?: ReadonlySet<string>
  /** The tags that chose them, where nothing else did. */
  readonly tags?: Readonly<Record<string, string>>
}

/** The worlds' audit by all checks, with the repairs of what is aimed at alone. */
const aimed = (worlds: readonly World[], { checks, selected, nodes, tags }: Aim): Audit => {
  const before = audit(worlds, checks)
  const ids = new Set(selected.map(check => check.id))
  const wanted = before.findings.filter(
    ({ check, affects, subject }) =>
      ids.has(check) && (!nodes || nodes.has(subject.id) || affects.some(node => nodes.has(node))),
  )
  const prints = new Set(wanted.map(({ fingerprint }) => fingerprint))
  const fixes = [...before.fixes].filter(([print]) => prints.has(print))
  return {
    ...before,
    fixes: new Map(fixes.map(([print, own]) => [print, own.map(fix => chosenBy(fix, tags))])),
  }
}

/** Whoever chooses nodes by tags means those too that get the tags later. */
const chosenBy = (fix: Fix, tags: Aim['tags']): Fix =>
  tags && fix.type === 'update-agent' ? { ...fix, chosenBy: tags } : fix

/** The policies that the repair would edit: their versions and holders have to be read. */
export const policiesAimedAt = (worlds: readonly World[], aim: Aim): readonly string[] =>
  policiesToEdit(aimed(worlds, aim))

/** Plans the repair. `worlds` are of one account and hold what `policiesAimedAt` asks for. */
export const planRepair = (worlds: readonly World[], aim: Aim): Plan =>
  makePlan(worlds, aim.checks, aimed(worlds, aim))

/** A part of a plan, proven anew: what holds for the whole need not hold for the part. */
export const partOf = (
  plan: Plan,
  { worlds, checks }: { readonly worlds: readonly World[]; readonly checks: readonly AnyCheck[] },
  steps: readonly Step[],
): Plan => {
  const changes = steps.map(step => step.change)
  const { fixes, leaves, breaks } = prove(worlds, changes, checks, audit(worlds, checks))
  return { ...plan, steps, fixes, leaves, breaks, digest: digestOfChanges(changes) }
}
