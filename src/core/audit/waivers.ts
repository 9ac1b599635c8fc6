import type { WaiverStanding } from '../kinds.ts'
import type { CheckResult, Finding } from '../report.ts'
import type { Waiver } from '../rules.ts'
import type { World } from '../snapshot.ts'
import { NOT_ASKED } from './summary.ts'
import { covers, holds } from './rulings.ts'

/** Whether a check of the engine's own looks at how waivers fared; they are made last, once per account. */
export const WAIVERS = 'waivers'

/**
 * One world per account, with how each of its waivers fared in all Regions of the account: for the checks on waivers.
 * @param findings those of all other checks
 */
export const worldsOfWaivers = (
  worlds: readonly World[],
  findings: readonly Finding[],
  results: readonly CheckResult[],
): readonly World[] => {
  const accounts = [...new Set(worlds.map(({ scope }) => scope.accountId))]
  return accounts.flatMap(account => {
    const own = worlds.filter(({ scope }) => scope.accountId === account)
    const found = findings.filter(({ accountId }) => accountId === account)
    const [first] = own
    if (!first) return []
    const standings = (first.rules?.waivers ?? []).map((waiver, at) => ({
      ...waiver,
      standing: standingOf(own, at, found, results),
    }))
    return [{ ...first, standings }]
  })
}

/** A waiver stands in every world of an account, there with what its placeholders mean in that Region. */
const standingOf = (
  worlds: readonly World[],
  at: number,
  findings: readonly Finding[],
  results: readonly CheckResult[],
): WaiverStanding['standing'] => {
  const waivers = worlds.flatMap(world => world.rules?.waivers[at] ?? [])
  if (!worlds.some((world, index) => waivers[index] && holds(waivers[index], world))) return 'expired'
  if (findings.some(finding => waivers.some(waiver => covers(waiver, finding)))) return 'used'
  const couldMatch = waivers.some(waiver => isSought(waiver, worlds, results))
  return couldMatch ? 'unused' : 'not looked for'
}

/** Whether a finding that a waiver is about would have been met: all that it may be about was looked at. */
const isSought = (
  { check, subject }: Waiver,
  worlds: readonly World[],
  results: readonly CheckResult[],
): boolean => {
  const result = results.find(({ id }) => id === check)
  const isWhole = worlds.every(world => world.declared?.named === undefined && hasItsRegions(world, worlds))
  return isWhole && wasMade(result) && isHere(subject, worlds)
}

/** A check that met a failed read, or that crashed, may have missed what is there. */
export const wasMade = (result: CheckResult | undefined): boolean =>
  result !== undefined &&
  result.status !== 'crashed' &&
  (result.status === 'skipped' ? result.reason !== NOT_ASKED : result.reason === undefined)

const hasItsRegions = ({ rules }: World, worlds: readonly World[]): boolean => {
  const read = new Set(worlds.map(({ scope }) => scope.region))
  return (rules?.regions ?? []).every(region => region === 'all' || read.has(region))
}

/** The ARN of something in another account or Region is not sought here. */
const isHere = (subject: string, worlds: readonly World[]): boolean => {
  const [arn, , , region = '', account = ''] = subject.split(':')
  if (arn !== 'arn') return true
  const named = (part: string, own: (world: World) => string): boolean =>
    part === '' || part.includes('*') || worlds.some(world => own(world) === part)
  return named(region, ({ scope }) => scope.region) && named(account, ({ scope }) => scope.accountId)
}
