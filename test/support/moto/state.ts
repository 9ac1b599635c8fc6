/** A managed node as Systems Manager tells it (DescribeInstanceProperties; DescribeInstanceInformation has a part of it). */
export interface NodeState {
  readonly InstanceId: string
  readonly Name?: string
  readonly PingStatus: string
  /** Minutes before the call at which it was heard last. */
  readonly heardMinutesAgo: number
  readonly AgentVersion: string
  readonly PlatformType: string
  readonly PlatformName: string
  readonly PlatformVersion: string
  readonly ResourceType: string
  readonly ComputerName: string
  readonly IPAddress: string
  readonly IamRole?: string
}

/** An instance that only the proxy knows: for accounts too large to be made in moto. */
export interface SyntheticInstance {
  readonly id: string
  readonly profileArn: string
  readonly profileId: string
  /** Where it runs, where it has a network. */
  readonly place?: { readonly vpcId: string; readonly subnetId: string; readonly groupId: string }
}

/** An association of State Manager, as the API has it, and its tags. */
export interface AssociationRecord {
  readonly association: {
    readonly AssociationId: string
    readonly Name: string
    readonly AssociationName?: string
    readonly Targets?: readonly { readonly Key: string; readonly Values: readonly string[] }[]
  }
  readonly tags: readonly { readonly Key: string; readonly Value: string }[]
}

/** What the proxy answers for one account in the place of moto, or corrects in moto's answers. */
export interface AccountState {
  /** Region → its managed nodes. */
  nodes: Record<string, NodeState[]>
  /** Region → instances told in the place of moto's. */
  syntheticInstances: Record<string, SyntheticInstance[]>
  /** Endpoint id → whether its private DNS is on, where that was changed since it was made. */
  privateDns: Record<string, boolean>
  /** Endpoint id → the state in which it is told, where that is not moto's. */
  endpointStates: Record<string, string>
  /** Setting id → value; every other id is unknown to the Region. */
  serviceSettings: Record<string, string>
  /** Instance profile ARN → its generated id. */
  profileIds: Record<string, string>
  /** Region → its associations of State Manager; one for the agents of all nodes where nothing is said. */
  associations: Record<string, AssociationRecord[]>
  /** Region and name of a log group → the key that it was given since it was made; undefined: it was taken off. */
  groupKeys: Record<string, string | undefined>
  /** How long ago instances were launched and documents and log groups created. */
  ageHours: number
  /** When the account was made: a log group that came later is as young as it is. */
  builtAt?: number
}

const DEFAULT_ROLE_SETTING = '/ssm/managed-instance/default-ec2-instance-management-role'

/** The state of an account about which nothing was said yet. */
export const freshState = (): AccountState => ({
  nodes: {},
  syntheticInstances: {},
  privateDns: {},
  endpointStates: {},
  serviceSettings: { [DEFAULT_ROLE_SETTING]: '$None' },
  profileIds: {},
  associations: {},
  groupKeys: {},
  ageHours: 48,
})
