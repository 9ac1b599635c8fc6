/** A new default version of a customer-managed policy. */
export interface PutPolicyVersion {
  readonly type: 'put-policy-version'
  readonly policyArn: string
  readonly from: string
  readonly to: string
}

/** Sets back what `put-policy-version` did: `to` becomes the default again, the version with the text `from` goes. */
export interface RestorePolicyVersion {
  readonly type: 'restore-policy-version'
  readonly policyArn: string
  readonly from: string
  readonly to: string
}

/** Deletes the oldest version that is not the default, to make room; its text is kept here. */
export interface DeletePolicyVersion {
  readonly type: 'delete-policy-version'
  readonly policyArn: string
  readonly document: string
}

/** Writes a version back that `delete-policy-version` removed; it does not become the default. */
export interface AddPolicyVersion {
  readonly type: 'add-policy-version'
  readonly policyArn: string
  readonly document: string
}

/** Writes an inline policy of a role: a new one where `from` is absent, else in place of that text. */
export interface PutRolePolicy {
  readonly type: 'put-role-policy'
  readonly role: string
  readonly policy: string
  readonly from?: string
  readonly to: string
}

/** Deletes an inline policy that this tool made, if its text is still the one it wrote. */
export interface DeleteRolePolicy {
  readonly type: 'delete-role-policy'
  readonly role: string
  readonly policy: string
  readonly document: string
}

/** Creates a customer-managed policy of our own, tagged with the plan's digest. */
export interface CreatePolicy {
  readonly type: 'create-policy'
  readonly policyArn: string
  readonly name: string
  readonly document: string
}

/** Deletes a managed policy that this tool made. */
export interface DeletePolicy {
  readonly type: 'delete-policy'
  readonly policyArn: string
  readonly name: string
  readonly document: string
}

export interface AttachRolePolicy {
  readonly type: 'attach-role-policy'
  readonly role: string
  readonly policyArn: string
  readonly name: string
}

export interface DetachRolePolicy {
  readonly type: 'detach-role-policy'
  readonly role: string
  readonly policyArn: string
  readonly name: string
}

/** What may be done to the policies of roles. */
export type PolicyChange =
  | PutPolicyVersion
  | RestorePolicyVersion
  | DeletePolicyVersion
  | AddPolicyVersion
  | PutRolePolicy
  | DeleteRolePolicy
  | CreatePolicy
  | DeletePolicy
  | AttachRolePolicy
  | DetachRolePolicy
