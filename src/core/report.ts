import type { Fix } from './changes/change.ts'
import type { Evidence, Severity } from './check.ts'
import type { Factor, Reach, Service, Standing, Way } from './net/types.ts'
import type { KnownFinding } from './rules.ts'
import type { Explanation } from './words/explanation.ts'
import type { Gap, Scope } from './snapshot.ts'

export type SubjectKind =
  | 'instance'
  | 'managedNode'
  | 'role'
  | 'user'
  | 'group'
  | 'instanceProfile'
  | 'policy'
  | 'document'
  | 'logGroup'
  | 'bucket'
  | 'key'
  | 'vpc'
  | 'subnet'
  | 'vpcEndpoint'
  | 'securityGroup'
  | 'networkAcl'
  | 'session'
  | 'activation'
  | 'region'
  | 'config'

export interface Subject {
  readonly kind: SubjectKind
  readonly id: string
  readonly arn?: string
}

/** What to do about a finding; `risk` is `none` where it is advice alone. */
export interface Remediation {
  readonly text: string
  readonly commands: readonly string[]
  readonly fixable: boolean
  readonly risk: 'safe' | 'review' | 'none'
}

export interface Finding {
  readonly check: string
  readonly severity: Severity
  readonly verdict: 'fail' | 'unknown'
  readonly accountId: string
  readonly region: string
  readonly subject: Subject
  readonly about?: string
  readonly message: string
  readonly why: string
  readonly evidence: readonly Evidence[]
  /** How the calls that it is about were decided; for people, and not in the JSON report. */
  readonly explanation?: readonly Explanation[]
  /** Ids of the nodes that it hurts. */
  readonly affects: readonly string[]
  /** Fingerprint of the finding that this one is a consequence of. */
  readonly causedBy?: string
  readonly remediation: Remediation
  readonly docs: string
  /** check, account, Region, subject and about: stable across wording and order. */
  readonly fingerprint: string
  readonly waived?: { readonly reason: string; readonly until: string }
  /** It was in the baseline, and no milder there. */
  readonly baselined?: true
}

export type CheckStatus = 'healthy' | 'failed' | 'unknown' | 'skipped' | 'crashed'

export interface CheckResult {
  readonly id: string
  readonly status: CheckStatus
  /** How many subjects were looked at. */
  readonly subjects: number
  readonly reason?: string
}

export type YesNo = 'yes' | 'no' | 'unknown'
export type YesNoOff = YesNo | 'off'

/** What happens when someone starts a session on a node now. */
export interface Outcome {
  readonly accountId: string
  readonly region: string
  readonly node: string
  readonly name?: string
  /** The role that it runs under, where that is known; for people, and not in the JSON report. */
  readonly role?: string
  readonly canConnect: YesNo
  readonly recorded: { readonly cloudwatch: YesNoOff; readonly s3: YesNoOff }
  readonly encrypted: YesNoOff
  /** The literal text that the user will meet, or null where there is none. */
  readonly userSees: string | null
  /** Fingerprints of the findings that explain it. */
  readonly causes: readonly string[]
}

/** A thing on the way; its resource is `node` where it is the node itself. */
export type ReportedFactor = Omit<Factor, 'gap'>

/** The way from nodes to a service that their sessions need. Nodes that meet the same on it share one. */
export interface ReportedPath {
  readonly accountId: string
  readonly region: string
  readonly service: Service
  /** The bucket's for s3: absent where it is not known. */
  readonly serviceRegion?: string
  readonly nodes: readonly string[]
  readonly verdict: Reach
  readonly standing?: Standing
  /** What speaks for or against the model's answer, of the first of the nodes. */
  readonly evidence?: string
  readonly way: Way
  /** In the order in which a call meets them. */
  readonly factors: readonly ReportedFactor[]
  readonly notes: readonly string[]
}

export interface ScopedGap extends Gap {
  readonly accountId: string
  readonly region: string
}

export interface Summary {
  readonly failed: number
  readonly unknown: number
  readonly healthy: number
  readonly skipped: number
  readonly waived: number
  readonly bySeverity: Readonly<Record<Severity, number>>
}

/** What has become of the findings of a baseline. */
export interface BaselineUse {
  /** How many of the findings it accepts. */
  readonly accepted: number
  /** What was found then and is not any more. */
  readonly gone: readonly KnownFinding[]
  /** How many were found then, and cannot be told now: what they are about was not looked at. */
  readonly unseen: number
}

/** What an audit says: the JSON report without the tool's own particulars. */
export interface Report {
  readonly scopes: readonly Scope[]
  readonly summary: Summary
  readonly outcomes: readonly Outcome[]
  readonly findings: readonly Finding[]
  readonly checks: readonly CheckResult[]
  readonly gaps: readonly ScopedGap[]
  /** None of a scope whose network was not looked at. */
  readonly paths: readonly ReportedPath[]
  /** Only where there is a baseline. */
  readonly baseline?: BaselineUse
}

/** A report with the repairs that its findings ask for, by fingerprint: what a plan is made of. */
export interface Audit extends Report {
  readonly fixes: ReadonlyMap<string, readonly Fix[]>
}
