import type { ResourceStatement } from '../iam/resource-statement.ts'
import type { AgentUpdate } from '../records.ts'

/** Who must be allowed to assume a role, by a statement of the role's trust policy. */
export interface AllowAssume {
  readonly type: 'allow-assume'
  readonly role: string
  readonly statement: ResourceStatement
}

/** Which instance profile, by name, an instance must hold. */
export interface HoldProfile {
  readonly type: 'hold-profile'
  readonly instanceId: string
  readonly profile: string
}

/** A node whose agent must be kept current. */
export interface UpdateAgent {
  readonly type: 'update-agent'
  readonly nodeId: string
  /** The tags by which the user chose the nodes: the ones that get them later are meant too. */
  readonly chosenBy?: Readonly<Record<string, string>>
}

/** Writes a role's trust policy in place of that text. */
export interface PutTrustPolicy {
  readonly type: 'put-trust-policy'
  readonly role: string
  readonly from: string
  readonly to: string
}

/** Puts a role into an instance profile that holds none. Both by name. */
export interface AddRoleToProfile {
  readonly type: 'add-role-to-profile'
  readonly profile: string
  readonly role: string
}

/** Takes a role out of an instance profile, which this tool put there. */
export interface RemoveRoleFromProfile extends Omit<AddRoleToProfile, 'type'> {
  readonly type: 'remove-role-from-profile'
}

/** Associates an instance profile with an instance that has none. */
export interface AssociateProfile {
  readonly type: 'associate-profile'
  readonly region: string
  readonly instanceId: string
  readonly profileArn: string
  readonly profileId: string
}

/** Ends the association of an instance profile, which this tool made. */
export interface DisassociateProfile extends Omit<AssociateProfile, 'type'> {
  readonly type: 'disassociate-profile'
}

/** An instance profile as an instance holds it: one that was deleted and made anew has the same ARN and another id. */
export interface HeldProfile {
  readonly arn: string
  readonly id?: string
  /** It is gone or holds no role: EC2 associates no such profile, so it cannot be put back. */
  readonly unusable?: true
}

/** Associates another instance profile in place of the one that an instance holds. */
export interface ReplaceProfile {
  readonly type: 'replace-profile'
  readonly region: string
  readonly instanceId: string
  readonly from: HeldProfile
  readonly to: HeldProfile
}

export interface MetadataOptions {
  readonly endpoint: 'enabled' | 'disabled'
  readonly tokens: 'optional' | 'required'
}

/** Sets both at once: whether the metadata endpoint of an instance is on, and whether it asks for tokens. */
export interface SetMetadataOptions {
  readonly type: 'set-metadata-options'
  readonly region: string
  readonly instanceId: string
  readonly from: MetadataOptions
  readonly to: MetadataOptions
}

/** Creates an association of State Manager that updates agents by a schedule, tagged with the plan's digest. */
export interface CreateAssociation {
  readonly type: 'create-association'
  readonly region: string
  readonly name: string
  readonly targets: AgentUpdate['targets']
  readonly schedule: string
  readonly maxConcurrency: string
  readonly maxErrors: string
}

/** Deletes an association that this tool created. */
export interface DeleteAssociation extends Omit<CreateAssociation, 'type'> {
  readonly type: 'delete-association'
}

/** The closed list of what the tool may do to what nodes get their credentials from, and to their agents. */
export type NodeChange =
  | PutTrustPolicy
  | AddRoleToProfile
  | RemoveRoleFromProfile
  | AssociateProfile
  | DisassociateProfile
  | ReplaceProfile
  | SetMetadataOptions
  | CreateAssociation
  | DeleteAssociation
