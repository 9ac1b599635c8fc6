import { didYouMean } from '../core/words/did-you-mean.ts'
import type { JsonPath } from './commented-json.ts'
import { notAsExpected, type ConfigProblem } from './config-problem.ts'
import type { Config } from './config.ts'
import { expectProblems } from './expect-sense.ts'
import { PLACEHOLDERS, textsIn, unknownPlaceholder } from './placeholders.ts'
import { principalProblem } from './principal-sense.ts'

/** What the names in a config may stand for. */
export interface Known {
  /** Ids of all checks. */
  readonly checks: readonly string[]
  /** Ids of the checks that are always made. */
  readonly always: readonly string[]
  /** Whether a name may be that of a check or area of a plugin that was not loaded; asked only where there are plugins. */
  readonly mayBe?: (name: string) => boolean
  readonly regions: readonly string[]
  /** Whether a name is, or may be a new, Region. */
  isRegion(name: string): boolean
}

/** What is wrong with a config that a schema cannot see: the first such thing. */
export const senseProblem = (config: Config, { mayBe, ...rest }: Known): ConfigProblem | undefined => {
  const known: Known = mayBe && (config.plugins ?? []).length > 0 ? { ...rest, mayBe } : rest
  const rules = [
    () => regionProblems(config, known),
    () => placeholderProblems(config),
    () => expectProblems(config),
    () => principals(config),
    () => severityProblems(config, known),
    () => skipProblems(config, known),
    () => waiverProblems(config, known),
    () => pluginProblems(config),
  ]
  for (const rule of rules) {
    const [first] = rule()
    if (first) return first
  }
  return undefined
}

type Problems = readonly ConfigProblem[]

const regionProblems = ({ regions = [] }: Config, known: Known): Problems =>
  regions.flatMap((name, at) => {
    const path = ['regions', at]
    if (name === 'all' && regions.length > 1)
      return [{ path, problem: '"all" stands alone; leave the others away' }]
    if (name === 'all' || known.isRegion(name)) return []
    const hint = didYouMean(name, known.regions)
    return [notAsExpected(path, 'the name of a Region such as eu-central-1, or all', name, hint)]
  })

/** A shell has placeholders of its own. */
const isShell = (path: JsonPath): boolean => path.includes('shellProfile')

const placeholderProblems = ({ expect, operators, administrators, waivers }: Config): Problems =>
  textsIn({ expect, operators, administrators, waivers })
    .filter(([path]) => !isShell(path))
    .flatMap(([path, text]) => {
      const name = unknownPlaceholder(text)
      if (name === undefined) return []
      const hint = didYouMean(name, PLACEHOLDERS)
      return [notAsExpected(path, 'no placeholders but ${region} and ${account}', text, hint)]
    })

const principals = ({ operators = [], administrators = [] }: Config): Problems =>
  Object.entries({ operators, administrators }).flatMap(([key, patterns]) =>
    patterns.flatMap((pattern, at) => principalProblem([key, at], pattern) ?? []),
  )

const severityProblems = ({ severity = {} }: Config, known: Known): Problems =>
  Object.keys(severity)
    .filter(id => !isCheck(id, known))
    .map(id => ({ path: ['severity'], key: id, problem: unknownCheck(id, known.checks) }))

const isCheck = (id: string, { checks, mayBe }: Known): boolean => checks.includes(id) || mayBe?.(id) === true

const unknownCheck = (name: string, known: readonly string[]): string =>
  `there is no check ${JSON.stringify(name)}${didYouMean(name, known, 'ssm-doctor list names them all')}`

const areaOf = (id: string): string => id.split('/', 1).join('')

const skipProblems = ({ skip = [] }: Config, { checks, always, mayBe }: Known): Problems => {
  const names = [...new Set(checks.map(areaOf)), ...checks]
  return skip.flatMap((name, at) => {
    const path = ['skip', at]
    if (always.includes(name)) return [{ path, problem: `${name} cannot be skipped` }]
    return names.includes(name) || mayBe?.(name) ? [] : [{ path, problem: unknownCheck(name, names) }]
  })
}

type Waiver = NonNullable<Config['waivers']>[number]

const waiverProblems = ({ waivers = [] }: Config, known: Known): Problems => {
  const names = waivers.map(({ check, subject }) => JSON.stringify([check, subject]))
  return waivers.flatMap((waiver, at): Problems => {
    const path = ['waivers', at]
    const first = names.indexOf(names[at] ?? '')
    if (first < at) return [{ path, problem: `it waives what waivers[${first}] waives already` }]
    return waiverProblem(path, waiver, known)
  })
}

const waiverProblem = (path: JsonPath, { check, until }: Waiver, known: Known): Problems => {
  const { checks, always } = known
  if (always.includes(check)) return [{ path: [...path, 'check'], problem: `${check} cannot be waived` }]
  if (!isCheck(check, known)) return [{ path: [...path, 'check'], problem: unknownCheck(check, checks) }]
  return isDay(until) ? [] : [notAsExpected([...path, 'until'], 'a day that the calendar has', until)]
}

const isDay = (day: string): boolean => {
  const time = Date.parse(`${day}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day)
}

const pluginProblems = ({ plugins = [] }: Config): Problems =>
  plugins.flatMap((name, at) => {
    const first = plugins.indexOf(name)
    return first < at
      ? [{ path: ['plugins', at], problem: `it names what plugins[${first}] names already` }]
      : []
  })
