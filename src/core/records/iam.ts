export interface InstanceProfile {
  readonly arn: string
  readonly name: string
  readonly id: string
  readonly roleName?: string
}

export interface AttachedPolicy {
  readonly arn: string
  readonly name: string
}

export interface Role {
  readonly name: string
  readonly arn: string
  /** `AROA…` */
  readonly id: string
  readonly trustPolicy: string
  readonly boundaryArn?: string
  readonly attached: readonly AttachedPolicy[]
  /** Inline policies: name → document text. */
  readonly inline: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
}

/** A role or user who opens sessions. */
export interface IamPrincipal {
  readonly arn: string
  /** Without its path. */
  readonly name: string
  /** `AROA…` or `AIDA…` */
  readonly id: string
  readonly boundaryArn?: string
  readonly attached: readonly AttachedPolicy[]
  /** Inline policies: name → document text. */
  readonly inline: Readonly<Record<string, string>>
  readonly tags: Readonly<Record<string, string>>
  /** The groups of a user, with their policies. */
  readonly groups?: readonly IamGroup[]
}

export interface IamGroup {
  readonly name: string
  readonly attached: readonly AttachedPolicy[]
  readonly inline: Readonly<Record<string, string>>
}

/** A managed policy in its default version. */
export interface ManagedPolicy {
  readonly arn: string
  readonly name: string
  readonly document: string
}

/** The versions of a customer-managed policy that are not its default, oldest first. Read only where a plan would edit it. */
export interface PolicyVersions {
  readonly arn: string
  readonly spare: readonly string[]
}

/** Who else holds a customer-managed policy. Read only where a plan would edit it. */
export interface PolicyHolders {
  readonly arn: string
  readonly roles: readonly string[]
  readonly users: readonly string[]
  readonly groups: readonly string[]
  /** Principals that use it as their permissions boundary. */
  readonly boundaryOf: readonly string[]
}

/** The account's applied IAM quotas, from GetAccountSummary; the only id is `account`. */
export interface AccountQuotas {
  readonly attachedPoliciesPerRole: number
  readonly policySize: number
  readonly versionsPerPolicy: number
  /** Characters of a role's trust policy. */
  readonly trustPolicySize?: number
}
