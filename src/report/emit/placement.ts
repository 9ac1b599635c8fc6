import type { Phase } from '../../core/changes/phase.ts'
import { changeSpecs } from '../../core/changes/specs.ts'
import type { Step } from '../../core/plan/types.ts'
import { isNote, type Note } from './forms.ts'

/** What a step says: of something in a Region, or of something global. */
interface Part {
  readonly region?: string
}

/** A resource with all that the steps of a plan say of it. */
export interface Whole<R> {
  readonly resource: R
  /** Infrastructure code has it already: it belongs into that code. */
  readonly owned: boolean
  /** Addresses of what must be there first. */
  readonly after: readonly string[]
}

/** What a step brings. A resource stands under the first step that says something of it. */
export interface Placed<R> {
  readonly step: Step
  readonly number: number
  readonly wholes: readonly Whole<R>[]
  /** Addresses of the resources under steps before that it says something of. */
  readonly above: readonly string[]
  readonly notes: readonly Note[]
}

interface Rules<R> {
  readonly parts: (step: Step) => readonly (R | Note)[]
  readonly addressOf: (resource: R) => string
  /** Two of one address as one. */
  readonly merged: (one: R, other: R) => R
}

interface Mention<R> {
  readonly at: number
  readonly step: Step
  readonly address: string
  readonly resource: R
}

/** Puts what each step of a plan says under the steps, every resource whole and once. */
export const placed = <R extends Part>(steps: readonly Step[], rules: Rules<R>): readonly Placed<R>[] => {
  const told = steps.map((step, at) => ({ step, at, parts: rules.parts(step) }))
  const mentions = told.flatMap(({ step, at, parts }) =>
    parts.flatMap(part =>
      isNote(part) ? [] : [{ at, step, address: rules.addressOf(part), resource: part }],
    ),
  )
  const byAddress = gathered(mentions)
  const firsts = [...byAddress.values()].flatMap(([first]) => first ?? [])
  return told.map(({ step, at, parts }) => {
    const own = mentions.filter(mention => mention.at === at)
    const begun = firsts.filter(first => first.at === at)
    return {
      step,
      number: at + 1,
      wholes: begun.map(first => wholeOf(byAddress.get(first.address) ?? [], first, rules, firsts)),
      above: distinct(own).filter(address => !begun.some(first => first.address === address)),
      notes: parts.filter(part => isNote(part)),
    }
  })
}

const distinct = (mentions: readonly Mention<unknown>[]): readonly string[] => [
  ...new Set(mentions.map(({ address }) => address)),
]

const gathered = <R>(mentions: readonly Mention<R>[]): ReadonlyMap<string, readonly Mention<R>[]> => {
  const found = new Map<string, Mention<R>[]>()
  for (const mention of mentions) found.set(mention.address, [...(found.get(mention.address) ?? []), mention])
  return found
}

const wholeOf = <R extends Part>(
  mentions: readonly Mention<R>[],
  first: Mention<R>,
  { merged }: Rules<R>,
  firsts: readonly Mention<R>[],
): Whole<R> => ({
  resource: mentions.slice(1).reduce((whole, { resource }) => merged(whole, resource), first.resource),
  owned: mentions.some(isOwned),
  after: isOwned(first) ? [] : awaited(first, firsts),
})

const phaseOf = ({ step }: Mention<unknown>): Phase => changeSpecs[step.change.type].phase

const isOwned = ({ step }: Mention<unknown>): boolean => step.owner !== undefined

/** What rests on what: elsewhere the order of a plan does not matter, and code keeps none by itself. */
const WAITS: { readonly [P in Phase]?: readonly Phase[] } = {
  'log groups': ['keys'],
  'instance profiles': ['policies', 'trust policies'],
  'endpoint groups': ['group rules'],
  'VPC DNS': ['group rules', 'endpoint groups'],
  'private DNS': ['group rules', 'endpoint groups', 'VPC DNS'],
  preferences: ['policies', 'keys', 'log groups', 'buckets'],
}

/** Addresses of what a resource has to wait for, in its Region. */
const awaited = <R extends Part>(first: Mention<R>, firsts: readonly Mention<R>[]): readonly string[] => {
  const phases = WAITS[phaseOf(first)] ?? []
  if (phases.length === 0) return []
  const { region } = first.resource
  return firsts
    .filter(one => one.at < first.at && !isOwned(one) && phases.includes(phaseOf(one)))
    .filter(({ resource }) => resource.region === undefined || resource.region === region)
    .map(({ address }) => address)
}
