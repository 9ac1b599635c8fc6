import type { Turn } from '../outcome/goodness.ts'
import type { CollectedKind } from '../records.ts'
import type { Finding, Outcome } from '../report.ts'
import type { Scope } from '../snapshot.ts'

/** The first of two snapshots, or the second. */
export type Which = 'before' | 'after'

export type Value = string | number | boolean

/** A field of which the two snapshots say something else: the members of it that one of them alone has. */
export interface FieldChange {
  /** With AWS's names; a part of a policy by its statement: `trustPolicy, statement Web, Action`. */
  readonly field: string
  readonly before: readonly Value[]
  readonly after: readonly Value[]
}

/** A record that one snapshot alone holds, or of which the two say something else. */
export interface RecordChange {
  readonly accountId: string
  /** `global` for what belongs to the account. */
  readonly region: string
  readonly kind: CollectedKind
  readonly id: string
  /** The name that people gave it. */
  readonly name?: string
  readonly in: Which | 'both'
  /** None where one snapshot alone holds the record. */
  readonly fields: readonly FieldChange[]
}

/** Something that could not be compared, since one of the snapshots, or both, do not know it. */
export interface NotCompared {
  readonly accountId: string
  readonly region: string
  readonly kind: CollectedKind
  /** Absent: the whole kind. */
  readonly id?: string
  /** Who does not know it. */
  readonly unknownIn: Which | 'both'
  readonly reason: string
  /** IAM actions of the read that failed. */
  readonly actions: readonly string[]
  /** It belongs to another account. */
  readonly foreign?: true
}

/** What a session would do on a node, in each of the snapshots; absent where the node is not judged. */
export interface OutcomeChange {
  readonly accountId: string
  readonly region: string
  readonly node: string
  readonly name?: string
  readonly before?: Outcome
  readonly after?: Outcome
  /** What turns; empty where one snapshot alone judges the node, or where the user only sees another text. */
  readonly turns: readonly Turn[]
}

/** A finding that one snapshot alone has. */
export interface FindingChange {
  readonly finding: Finding
  /** Why the other snapshot may have it too: what the check reads could not be read there. */
  readonly unsure?: string
}

/** A finding of both that is worse, milder or more certain in one of them. */
export interface ChangedFinding {
  readonly before: Finding
  readonly after: Finding
}

/** Two snapshots, compared in meaning. */
export interface SnapshotDiff {
  /** Accounts and Regions that both hold, as the second has them, with the time of the first. */
  readonly scopes: readonly { readonly scope: Scope; readonly takenBefore: string }[]
  /** Accounts and Regions that one alone holds. */
  readonly onlyIn: Readonly<Record<Which, readonly Scope[]>>
  readonly records: readonly RecordChange[]
  readonly outcomes: readonly OutcomeChange[]
  readonly findings: {
    readonly new: readonly FindingChange[]
    readonly gone: readonly FindingChange[]
    readonly changed: readonly ChangedFinding[]
  }
  readonly notCompared: readonly NotCompared[]
}
