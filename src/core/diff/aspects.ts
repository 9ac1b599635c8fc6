import { blockText, parseBlock } from '../net/cidr.ts'
import { behind, type Aspect, type Meaning } from './facet.ts'
import type { Value } from './types.ts'

/** Times, versions, and what another field says already: no matter of meaning. */
export const ignored: Aspect<unknown> = () => []

export const value: Aspect<Value> = one => [{ field: '', values: [one] }]

/** Values whose order says nothing; none at all is as no field. */
export const set: Aspect<readonly Value[]> = values => (values.length > 0 ? [{ field: '', values }] : [])

/** Members whose order says nothing, each as a text. */
export const setOf =
  <T>(text: (member: T) => string): Aspect<readonly T[]> =>
  (members, setting) =>
    set(members.map(text), setting)

/** A block of addresses, however it is written. */
export const blockOf = (cidr: string): string => {
  const block = parseBlock(cidr)
  return block ? blockText(block) : cidr
}

export const blocks = setOf(blockOf)

/** Values by name, such as tags. */
export const byName: Aspect<Readonly<Record<string, Value>>> = values =>
  Object.entries(values).map(([field, one]) => ({ field, values: [one] }))

/** Records within a record, each by its id. */
export const records =
  <R extends { readonly id: string }>(meaning: Meaning<R>): Aspect<readonly R[]> =>
  (members, setting) =>
    members.flatMap(member => behind(member.id, meaning(member, setting)))

export const policy: Aspect<string> = text => [{ field: '', policy: text }]

/** Policies by name. */
export const policies: Aspect<Readonly<Record<string, string>>> = texts =>
  Object.entries(texts).map(([field, text]) => ({ field, policy: text }))

/** A KMS key by any of its names. */
export const key: Aspect<string> = (ref, { keyArn }) => [{ field: '', values: [keyArn(ref)] }]
