import type { NetworkInterface } from './network.ts'

/** What Systems Manager knows of a node: `i-…` (EC2) or `mi-…` (hybrid). */
export interface ManagedNode {
  readonly id: string
  readonly name?: string
  /** `Online`, `ConnectionLost` or `Inactive`: the heartbeat on the ssm endpoint alone. */
  readonly pingStatus: string
  readonly lastPingAt?: string
  readonly agentVersion?: string
  /** Meaningful for Linux only; absent where the read does not tell. */
  readonly isLatestVersion?: boolean
  readonly platformType?: string
  readonly platformName?: string
  readonly platformVersion?: string
  /** Role name of a hybrid node or of one served by Default Host Management; never an instance profile's. */
  readonly iamRole?: string
  readonly ipAddress?: string
  /** The host's own name, with its domain where it has one. */
  readonly computerName?: string
  readonly activationId?: string
  readonly registeredAt?: string
}

export interface Instance {
  readonly id: string
  readonly name?: string
  readonly state: string
  readonly launchedAt?: string
  readonly profileArn?: string
  /** Id of the instance profile as the instance holds it (`AIPA…`). */
  readonly profileId?: string
  readonly metadataEndpoint?: 'enabled' | 'disabled'
  readonly metadataTokens?: 'optional' | 'required'
  /** `windows`, or absent for the others. */
  readonly platform?: string
  /** A service runs this instance (EKS Auto Mode and the like): the customer cannot alter it. */
  readonly operatedByService?: boolean
  /** `spot`, `scheduled` or absent. */
  readonly lifecycle?: string
  readonly vpcId?: string
  readonly subnetId?: string
  /** Absent where the answer tells none. */
  readonly interfaces?: readonly NetworkInterface[]
  readonly tags: Readonly<Record<string, string>>
}

/** An instance of which EC2's status checks say that it is impaired. By instance id; the others have none. */
export interface ImpairedInstance {
  readonly id: string
  /** Of the host below it: `ok`, `impaired`, `initializing`, `insufficient-data`, `not-applicable`. */
  readonly system: string
  /** Of the instance itself. */
  readonly instance: string
}

/** Whether a node's control channel is up: `connected` or `notconnected`. Asked of a sample alone. By node id. */
export interface Connection {
  readonly id: string
  readonly status: string
}

/** A node that was named and that no Region of the run has: where it is, if anywhere. By id. */
export interface NodeElsewhere {
  readonly id: string
  readonly region?: string
  readonly state?: string
}

/** An activation of hybrid nodes. */
export interface Activation {
  readonly id: string
  readonly role?: string
  readonly expired: boolean
  readonly expiresAt?: string
  readonly limit: number
  readonly registrations: number
}

/** A State Manager association of the document that updates the agent. By association id. */
export interface AgentUpdate {
  readonly id: string
  readonly name?: string
  /** Its targets: `InstanceIds`, `tag:KEY`, `resource-groups:Name`, each with its values. */
  readonly targets: readonly { readonly key: string; readonly values: readonly string[] }[]
}

/** An SSM service setting, by its id; absent where the Region does not know it. */
export interface ServiceSetting {
  readonly id: string
  readonly value: string
  readonly status?: string
}
