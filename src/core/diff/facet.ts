import { recordsOf, type Scope, type World } from '../snapshot.ts'
import type { Value } from './types.ts'

/** What a record says under one name, ready to be compared. */
export type Facet = ValueFacet | PolicyFacet

/** Values without order. */
export interface ValueFacet {
  readonly field: string
  readonly values: readonly Value[]
  /** Facets with equal keys say the same, whatever their values. */
  readonly key?: string
}

/** The text of a policy. */
export interface PolicyFacet {
  readonly field: string
  readonly policy: string
}

/** What one needs to know to compare a record with another. */
export interface Setting {
  readonly scope: Scope
  /** The ARN of a KMS key by any of its names, or the name where nobody looked it up. */
  readonly keyArn: (ref: string) => string
}

/** The facets of a record. */
export type Meaning<R> = (record: R, setting: Setting) => readonly Facet[]

/** The facets of a field's value; their names stand behind the field's. */
export type Aspect<T> = (value: T, setting: Setting) => readonly Facet[]

/** What each field means: one that a record gets does not compile until somebody says so. */
export type Fields<R> = { readonly [F in keyof Required<R>]: Aspect<NonNullable<R[F]>> }

/** A record's facets by what its fields mean; a field that is absent has none. */
export const byField =
  <R extends object>(fields: Fields<R>): Meaning<R> =>
  (record, setting) =>
    (Object.keys(fields) as (keyof R & string)[]).flatMap(name => {
      const value = record[name]
      if (value === undefined || value === null) return []
      return behind(name, fields[name](value, setting))
    })

/** Facets of a part, named behind the whole. */
export const behind = (name: string, facets: readonly Facet[]): readonly Facet[] =>
  facets.map(facet => ({ ...facet, field: facet.field === '' ? name : `${name} ${facet.field}` }))

/** @param worlds whose keys are known: those of the snapshot itself first */
export const settingOf = (scope: Scope, worlds: readonly World[]): Setting => {
  const arns = new Map<string, string>()
  for (const world of worlds.toReversed())
    for (const { ref, arn } of Object.values(recordsOf(world, 'keys'))) arns.set(ref, arn)
  return { scope, keyArn: ref => arns.get(ref) ?? arnOfId(ref, scope) }
}

/** aws: https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-id */
const KEY_ID = /^(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

const arnOfId = (ref: string, { partition, region, accountId }: Scope): string =>
  KEY_ID.test(ref) ? `arn:${partition}:kms:${region}:${accountId}:key/${ref}` : ref
