import { counts } from '../audit/summary.ts'
import type { Change } from '../changes/change.ts'
import type { AnyCheck } from '../check.ts'
import type { Audit } from '../report.ts'
import type { World } from '../snapshot.ts'
import { keyOf, lowerWishes, mayComplete, mayHarm, type Wish } from './lowering.ts'
import { prove, type Proof } from './proof.ts'
import type { Plan } from './types.ts'

/** What a plan is made for: the worlds, the checks that prove it, and the audit that asks for it. */
interface Case {
  readonly worlds: readonly World[]
  readonly checks: readonly AnyCheck[]
  readonly before: Audit
  /** What was proven already, by changes: a proof looks at every node with every check. */
  readonly proofs: Map<string, Proof>
}

/** Changes that were carried out in memory, and the wishes that they do not fulfil. */
interface Draft {
  readonly changes: readonly Change[]
  readonly refused: Plan['refused']
  readonly proof: Proof
  /** The wishes that were drafted, and those by which they were completed. */
  readonly wishes: readonly Wish[]
}

/** What the findings of an audit ask for. */
export const wishesOf = ({ findings, fixes }: Pick<Audit, 'findings' | 'fixes'>): readonly Wish[] =>
  findings.filter(counts).flatMap(({ fingerprint, message, region }) => {
    const asked = fixes.get(fingerprint) ?? []
    return asked.length > 0 ? [{ fingerprint, message, region, fixes: asked }] : []
  })

/**
 * Drafts all wishes. One for the preferences, or for what a node gets its role and rights by, that would make something
 * worse is refused alone, since nothing else should wait for it; so is one of which a part is refused, or that the proof
 * does not see fulfilled. The rest is drafted again.
 */
export const settle = (of: Case, wishes: readonly Wish[]): Draft => {
  const { kept, refused, draft } = harmless(of, wishes)
  const left = kept.filter(wish => isIn(draft.refused, wish) || !draft.proof.fixes.includes(wish.fingerprint))
  const told = [...refused, ...draft.refused]
  if (left.length === 0) return { ...draft, refused: told }
  const unproven = left
    .filter(wish => !isIn(draft.refused, wish))
    .map(wish => ({ fingerprint: wish.fingerprint, reason: unprovenReason(wish) }))
  const fulfilled = kept.filter(wish => !left.includes(wish))
  if (fulfilled.length === 0 && draft.changes.length === 0)
    return { ...draft, refused: [...told, ...unproven] }
  const again = settle(of, fulfilled)
  return { ...again, refused: [...told, ...unproven, ...again.refused] }
}

const isIn = (refused: Plan['refused'], { fingerprint }: Wish): boolean =>
  refused.some(one => one.fingerprint === fingerprint)

const unprovenReason = ({ fixes }: Wish): string =>
  fixes.every(fix => fix.type === 'grant')
    ? 'what can be added to policies would not make it work'
    : 'what can be changed safely would not make it work'

/** Wishes whose draft makes nothing worse, and those that were left out for that. */
interface Admitted {
  readonly kept: readonly Wish[]
  readonly refused: Plan['refused']
  readonly draft: Draft
}

/** All wishes but those that make something worse and may be left out, where it is due to them that it gets worse. */
const harmless = (of: Case, wishes: readonly Wish[]): Admitted => {
  const draft = drafted(of, wishes)
  const all = { kept: wishes, refused: [], draft }
  if (draft.proof.breaks.length === 0) return all
  const apart = wishes.filter(mayHarm)
  const others = wishes.filter(wish => !apart.includes(wish))
  if (apart.length === 0) return all
  const base = drafted(of, others)
  if (base.proof.breaks.length > 0) return all
  return admit(of, { kept: others, refused: [], draft: base }, apart)
}

/** Adds wishes that may be left out to those that are kept, as many at once as make nothing worse. */
const admit = (of: Case, base: Admitted, more: readonly Wish[]): Admitted => {
  const [first, ...others] = more
  if (first === undefined) return base
  const kept = [...base.kept, ...more]
  const draft = whole(of, kept)
  const [worse] = draft.proof.breaks
  if (worse === undefined) return { ...base, kept, draft }
  if (others.length === 0) {
    const reason = `it would make this worse: ${worse}`
    return { ...base, refused: [...base.refused, { fingerprint: first.fingerprint, reason }] }
  }
  const half = Math.ceil(more.length / 2)
  return admit(of, admit(of, base, more.slice(0, half)), more.slice(half))
}

const ROUNDS = 3

/**
 * A draft with the repair of what it would make worse: preferences that name a log group ask of each role to write there.
 * Without that repair, where it does not make all well.
 */
const whole = (of: Case, wishes: readonly Wish[]): Draft => {
  const alone = drafted(of, wishes)
  const { refused, ...draft } = completed(of, wishes, alone, ROUNDS) ?? alone
  return { ...draft, refused: refused.filter(one => wishes.some(wish => isIn([one], wish))) }
}

const completed = (of: Case, wishes: readonly Wish[], draft: Draft, rounds: number): Draft | undefined => {
  const { breaks, worse, after } = draft.proof
  if (breaks.length === 0) return draft
  const roots = new Set(worse.map(({ fingerprint, causedBy }) => causedBy ?? fingerprint))
  const known = new Set(wishes.map(({ fingerprint }) => fingerprint))
  const more = wishesOf(after)
    .filter(({ fingerprint }) => roots.has(fingerprint) && !known.has(fingerprint))
    .filter(mayComplete(wishes))
  if (more.length === 0 || rounds === 0) return undefined
  const all = [...wishes, ...more]
  return completed(of, all, drafted(of, all), rounds - 1)
}

const drafted = (of: Case, wishes: readonly Wish[]): Draft => {
  const lowered = lowerWishes(of.worlds, wishes)
  const refused = lowered.refused.flatMap(({ fix: refusedFix, reason }) =>
    wishes
      .filter(one => one.fixes.some(fix => keyOf(fix) === keyOf(refusedFix)))
      .map(({ fingerprint }) => ({ fingerprint, reason })),
  )
  return { changes: lowered.changes, refused, proof: proofOf(of, lowered.changes), wishes }
}

const proofOf = ({ worlds, checks, before, proofs }: Case, changes: readonly Change[]): Proof => {
  const key = JSON.stringify(changes)
  const proof = proofs.get(key) ?? prove(worlds, changes, checks, before)
  proofs.set(key, proof)
  return proof
}
