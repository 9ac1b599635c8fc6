import { globMatches } from '../iam/pattern.ts'
import { patternNearness } from './near-name.ts'
import { arnParts, type Difference, type MeantTarget, type Miss } from './target.ts'

/** The streams of one log group, as what a statement was meant to allow writing to. */
export const logTarget = (groupArn: string): MeantTarget => {
  const stream = `${groupArn}:log-stream:SESSION`
  const [partition, , region, account, group = ''] = arnParts(groupArn) ?? []
  const name = group.slice(LOG_GROUP.length)
  return {
    resource: stream,
    missOf(pattern) {
      if (globMatches(pattern, stream)) return 'covers'
      const written = parse(pattern)
      // What names any group, in another place, was meant for this one among others.
      const isAny = globMatches(written.rest, `${group}:log-stream:SESSION`)
      const nearness = patternNearness(written.name, name) ?? (isAny ? 2 : undefined)
      if (nearness === undefined) return undefined
      const place = [
        ['partition', written.partition, partition],
        ['Region', written.region, region],
        ['account', written.account, account],
      ] as const
      const differences: Difference[] = place
        .filter(([, pattern, value]) => !globMatches(pattern, value ?? ''))
        .map(([difference]) => difference)
      const named = isAny ? [] : nameDifferences(written, name)
      return { nearness, differences: [...differences, ...named] } satisfies Miss
    },
    isOfKind: pattern => arnParts(pattern)?.[1] === 'logs',
  }
}

const LOG_GROUP = 'log-group:'

interface WrittenGroup {
  readonly partition: string
  readonly region: string
  readonly account: string
  /** What follows the account: type, name and suffix. */
  readonly rest: string
  readonly name: string
  /** What follows the name: empty, `:*`, `:log-stream:…`. */
  readonly suffix: string
  /** Written in another form than an ARN of a log group has. */
  readonly malformed: boolean
}

const parse = (pattern: string): WrittenGroup => {
  const parts = arnParts(pattern)
  if (!parts)
    return {
      partition: '*',
      region: '*',
      account: '*',
      rest: '',
      name: pattern,
      suffix: '',
      malformed: true,
    }
  const [partition, service, region, account, rest] = parts
  const named = /^log[-_]?groups?[:/]?/i.exec(rest)?.[0] ?? ''
  const [name = '', ...suffix] = rest.slice(named.length).split(':')
  const malformed = service !== 'logs' || named !== LOG_GROUP
  return {
    partition,
    region,
    account,
    rest: service === 'logs' ? rest : '',
    name,
    suffix: suffix.map(part => `:${part}`).join(''),
    malformed,
  }
}

const nameDifferences = ({ name, suffix, malformed }: WrittenGroup, meant: string): Difference[] => {
  const form: Difference[] = malformed ? ['form'] : []
  if (globMatches(name, meant)) {
    if (malformed || globMatches(suffix, ':log-stream:SESSION')) return form
    return [suffix === '' ? 'missing :*' : 'stream']
  }
  const difference = howNamesDiffer(name, meant)
  // In `log-group/NAME` the form has already taken the slash.
  return malformed && difference === 'slashes' ? form : [...form, difference]
}

const howNamesDiffer = (name: string, meant: string): Difference => {
  if (name.toLowerCase() === meant.toLowerCase()) return 'letter case'
  const bare = (text: string): string =>
    text
      .toLowerCase()
      .replaceAll(/\/+/g, '/')
      .replaceAll(/^\/|\/$/g, '')
  return bare(name) === bare(meant) ? 'slashes' : 'name'
}
