import { setTimeout } from 'node:timers/promises'
import { audit } from '../core/audit/audit.ts'
import type { Plan } from '../core/plan/types.ts'
import { recordsOf, type Gap, type World } from '../core/snapshot.ts'
import type { Readable } from './account.ts'
import { readWhole, type Draft } from './draft.ts'
import { progressOn } from './progress.ts'

/** The account after a repair. */
export interface Settled {
  readonly worlds: readonly World[]
  /** The promised findings that it still shows. */
  readonly left: readonly string[]
  /** What could be read before and cannot now: a finding that is not seen for that is not gone. */
  readonly unread: readonly Gap[]
  /** The endpoints that the repair changed and that AWS is still busy with, in words. */
  readonly busy: readonly string[]
}

/** How long a repair is waited for, and why so long where that is not plain. */
interface Wait {
  readonly seconds: number
  readonly why?: string
}

const USUAL_SECONDS = 60

/** aws: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_AssociateKmsKey.html */
const KEY_WAIT: Wait = { seconds: 300, why: 'the key of a log group takes up to 5 minutes' }

/** How long a repair is waited for: so long as was asked for, else as long as its changes take at most. */
export const waitFor = ({ steps }: Pick<Plan, 'steps'>, asked: number | undefined): Wait => {
  const setsKey = steps.some(({ change }) => change.type === 'set-log-group-key')
  if (asked !== undefined) return setsKey ? { ...KEY_WAIT, seconds: asked } : { seconds: asked }
  return setsKey ? KEY_WAIT : { seconds: USUAL_SECONDS }
}

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 16_000

/**
 * Reads again until what the plan promised is so, at most as long as the wait is: IAM shows what was written only after a while, and
 * an endpoint serves under its names only once it is available again.
 * @param made the worlds that the plan was made on, and every check that there is
 */
export const settle = async (
  account: Readable,
  plan: Plan,
  { worlds: before, checks }: Pick<Draft, 'worlds' | 'checks'>,
  { seconds, why }: Wait,
): Promise<Settled> => {
  const begun = performance.now()
  const progress = progressOn(process.stderr)
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const worlds = await readWhole(account, checks)
    const found = new Set(audit(worlds, checks).findings.map(({ fingerprint }) => fingerprint))
    const left = plan.fixes.filter(print => found.has(print))
    const unread = newGaps(before, worlds)
    const busy = busyEndpoints(plan, worlds)
    const passed = performance.now() - begun
    const rest = seconds * 1_000 - passed
    if (left.length + unread.length + busy.length === 0 || rest <= 0) return { worlds, left, unread, busy }
    progress.tell(
      `waiting until AWS shows the repair, ${Math.round(passed / 1000)} of ${seconds} s${why === undefined ? '' : ` (${why})`}: ${reasonOf({ left, unread, busy })}`,
    )
    await setTimeout(Math.min(pause, rest))
    progress.clear()
  }
}

const newGaps = (before: readonly World[], after: readonly World[]): readonly Gap[] => {
  const nameOf = ({ kind, id }: Gap): string => JSON.stringify([kind, id])
  const known = new Set(before.flatMap(({ gaps }) => gaps.map(nameOf)))
  return after.flatMap(({ gaps }) => gaps).filter(gap => !known.has(nameOf(gap)))
}

const busyEndpoints = ({ steps }: Plan, worlds: readonly World[]): readonly string[] => {
  const ids = new Set(steps.flatMap(({ change }) => ('endpointId' in change ? [change.endpointId] : [])))
  const endpoints = worlds.flatMap(world => Object.values(recordsOf(world, 'vpcEndpoints')))
  return endpoints
    .filter(({ id, state }) => ids.has(id) && state.toLowerCase() !== 'available')
    .map(({ id, state }) => `endpoint ${id} is ${state}`)
}

/** Why the wait goes on, in a few words. */
export const reasonOf = ({ left, unread, busy }: Omit<Settled, 'worlds'>): string => {
  const [print] = left
  if (print !== undefined) return `still there is ${print.split('|', 1).join('')}`
  const [gap] = unread
  return gap ? `${gap.kind} could not be read again` : (busy[0] ?? 'nothing is left')
}
