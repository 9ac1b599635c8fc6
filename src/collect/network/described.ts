import type { Filter } from '@aws-sdk/client-ec2'
import { ask, everyPage } from '../ask.ts'
import { readEach, withGaps, type Loaded } from '../loaded.ts'
import type { CollectedKind, CollectedRecords } from '../../core/records.ts'
import type { FoundGap } from '../loaded.ts'

/** aws: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Filter.html */
const VALUES_PER_FILTER = 200

/** One filter that holds these values, in as many pieces as its limit asks for; none for no values. */
export const filtersFor = (Name: string, values: Iterable<string>): readonly Filter[] => {
  const all = [...new Set(values)].toSorted()
  return Array.from({ length: Math.ceil(all.length / VALUES_PER_FILTER) }, (_, index) => ({
    Name,
    Values: all.slice(index * VALUES_PER_FILTER, (index + 1) * VALUES_PER_FILTER),
  }))
}

/** What a describe call finds for these values of a filter, however many calls that takes. */
export const describeBy = async <T>(
  name: string,
  values: Iterable<string>,
  describe: (filter: Filter) => Promise<readonly T[]>,
): Promise<readonly T[]> => (await Promise.all(filtersFor(name, values).map(describe))).flat()

/** What a page of a describe call is asked with. */
export interface PageInput {
  readonly MaxResults: number
  readonly NextToken?: string
}

/** The answer of a describe call that is paged. */
type Answer<M extends string, T> = { readonly [K in M]?: readonly T[] | undefined } & {
  readonly NextToken?: string | undefined
}

/**
 * Every page of a describe call.
 * @param action the IAM action that it needs
 * @param member the list that each page holds
 * @throws FailedRead
 */
export const describeAll = <M extends string, T>(
  action: string,
  member: M,
  send: (page: PageInput) => Promise<Answer<M, T>>,
  size = 1000,
): Promise<readonly T[]> =>
  everyPage(action, async token => {
    const answer = await ask(action, [member], () =>
      send({ MaxResults: size, ...(token && { NextToken: token }) }),
    )
    return { items: answer[member], next: answer.NextToken }
  })

/** What was described as records by id; one that is malformed is a gap of its own, or of the whole where it has no id. */
export const asRecords = async <K extends CollectedKind, T>(
  kind: K,
  action: string,
  found: readonly T[],
  idOf: (one: T) => string,
  record: (id: string, one: T) => CollectedRecords[K],
  gaps: readonly FoundGap[] = [],
): Promise<Loaded<K>> => {
  const byId = new Map(found.map(one => [idOf(one), one]))
  return withGaps(
    gaps,
    await readEach(kind, byId.keys(), [action], async id => record(id, byId.get(id) as T)),
  )
}
