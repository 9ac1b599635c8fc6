import { PREFERENCES_DOCUMENT } from '../derive/destinations.ts'
import type { Audit } from '../report.ts'

/** What the repair of a finding would write into a field of the preferences. */
export interface FieldRepair {
  readonly accountId: string
  readonly region: string
  readonly field: string
  readonly value: string | boolean | undefined
  /** What the finding says. */
  readonly message: string
}

/** All that repairs would write into the preferences. */
export const fieldRepairs = ({ findings, fixes }: Audit): readonly FieldRepair[] =>
  findings
    .filter(({ verdict }) => verdict === 'fail')
    .flatMap(({ fingerprint, accountId, region, message }) => {
      const edits = (fixes.get(fingerprint) ?? []).flatMap(fix =>
        fix.type === 'set-preferences' && fix.name === PREFERENCES_DOCUMENT ? fix.edits : [],
      )
      return edits.map(({ path: [, ...path], value }) => ({
        accountId,
        region,
        field: path.join('.'),
        value,
        message,
      }))
    })
