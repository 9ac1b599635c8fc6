import type { Declared } from '../records.ts'
import type { Audit } from '../report.ts'
import type { World } from '../snapshot.ts'
import type { Fact, Remark } from './fact.ts'
import { fieldRepairs } from './field-repairs.ts'
import { logGroupKeyOf } from './log-group-key.ts'
import { instanceProfileOf, managedOf } from './nodes.ts'
import { idleOf, preferencesNow } from './preferences-now.ts'
import { retentionOf } from './retention.ts'

/** What holds in an account now, as a config would declare it. */
export interface Declaration {
  /** With `${region}` and `${account}` where values differ by these alone. */
  readonly expect: Declared
  readonly remarks: readonly Remark[]
}

/**
 * Declares of an account what holds in all its worlds. Under it, an audit of the same worlds finds what it finds without,
 * and repairs are the same: nothing drifts, and nothing is silenced, but for rules of buckets that keep what is now
 * promised.
 * @param audit what is found in these worlds while nothing is declared
 */
export const declarationOf = (worlds: readonly World[], audit: Audit): Declaration => {
  const preferences = preferencesNow(worlds, fieldRepairs(audit))
  const facts = {
    preferences,
    logRetentionDays: retentionOf(worlds),
    idleSessionTimeout: idleOf(worlds, preferences.value ?? {}),
    managed: managedOf(worlds),
    instanceProfile: instanceProfileOf(worlds),
    logGroupKey: logGroupKeyOf(worlds),
  } satisfies { readonly [K in keyof Declared]: Fact<NonNullable<Declared[K]>> }
  const known = Object.entries(facts).filter(([, { value }]) => value !== undefined)
  return {
    expect: Object.fromEntries(known.map(([key, { value }]) => [key, value])),
    remarks: Object.values(facts).flatMap(({ remarks }): readonly Remark[] => remarks),
  }
}
