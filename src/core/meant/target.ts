import type { Nearness } from './near-name.ts'

/** In what a resource pattern differs from the resource that was meant. */
export type Difference =
  | 'partition'
  | 'Region'
  | 'account'
  | 'letter case'
  | 'slashes'
  | 'name'
  | 'bucket'
  | 'prefix'
  | 'leading slash'
  | 'bucket itself'
  | 'missing :*'
  | 'missing /*'
  | 'stream'
  | 'form'

/** How a pattern misses a resource that it was meant for. */
export interface Miss {
  readonly nearness: Nearness
  readonly differences: readonly Difference[]
}

/** What was to be allowed: tells of a pattern whether it covers that, comes near it, or is about something else. */
export interface MeantTarget {
  /** ARN of one such thing. */
  readonly resource: string
  /** `covers`; in what the pattern misses; or undefined where it is about something else. */
  missOf(pattern: string): 'covers' | Miss | undefined
  /** Whether a pattern is about the same kind of thing at all. */
  isOfKind(pattern: string): boolean
}

/** The five colon-separated parts of an ARN after `arn`, the last one whole; undefined for what is no ARN. */
export const arnParts = (
  text: string,
):
  | readonly [partition: string, service: string, region: string, account: string, rest: string]
  | undefined => {
  const [arn, partition, service, region, account, ...rest] = text.split(':')
  if (arn !== 'arn' || partition === undefined || service === undefined || account === undefined)
    return undefined
  return [partition, service, region ?? '', account, rest.join(':')]
}
