/** An instance profile: the id of the one that bears the name now, and its role. */
export interface ProfileState {
  id: string
  role?: string
}

export interface InstanceState {
  /** `running`, `stopped`, `terminated`. */
  state: string
  endpoint: string
  tokens: string
  hopLimit: string
  /** How EC2 is with what it was asked last: `applied` or `pending`. */
  options: string
}

/** What an instance holds, or held, with the state of the association. */
export interface AssociationState {
  instanceId: string
  arn: string
  profileId: string
  state: string
}

/** An association of State Manager. */
export interface AgentUpdateState {
  document: string
  name?: string
  targets: readonly { readonly Key?: string; readonly Values?: readonly string[] }[]
  schedule: string
  onlyAtInterval: boolean
  maxConcurrency: string
  maxErrors: string
  tags: Record<string, string>
}

/** As much of nodes as changes speak of. */
export interface NodeState {
  /** By name. */
  profiles: Record<string, ProfileState>
  instances: Record<string, InstanceState>
  /** By association id. */
  associations: Record<string, AssociationState>
  agentUpdates: Record<string, AgentUpdateState>
  newest: number
}

const profileArn = (name: string): string => `arn:aws:iam::123456789012:instance-profile/team/${name}`

export const heldBy = (name: string, profileId: string): Pick<AssociationState, 'arn' | 'profileId'> => ({
  arn: profileArn(name),
  profileId,
})

const instance = (endpoint: string, tokens: string): InstanceState => ({
  state: 'running',
  endpoint,
  tokens,
  hopLimit: '3',
  options: 'applied',
})

/** An instance without a profile, one with a profile, one whose metadata endpoint is off, and an empty profile. */
export const nodes = (): NodeState => ({
  profiles: {
    'web-nodes': { id: 'AIPAWEB', role: 'web' },
    'db-nodes': { id: 'AIPADB', role: 'db' },
    empty: { id: 'AIPAEMPTY' },
  },
  instances: {
    'i-0aa': instance('enabled', 'required'),
    'i-0bb': instance('enabled', 'optional'),
    'i-0cc': instance('disabled', 'optional'),
  },
  associations: {
    'iip-assoc-0bb': { instanceId: 'i-0bb', ...heldBy('db-nodes', 'AIPADB'), state: 'associated' },
    'iip-assoc-0cc': { instanceId: 'i-0cc', ...heldBy('web-nodes', 'AIPAWEB'), state: 'associated' },
  },
  agentUpdates: {
    '8dfe3659-4309-493a-8755-0123456789ab': {
      document: 'AWS-UpdateSSMAgent',
      name: 'theirs',
      targets: [{ Key: 'tag:team', Values: ['net'] }],
      schedule: 'rate(14 days)',
      onlyAtInterval: false,
      maxConcurrency: '50',
      maxErrors: '0',
      tags: { team: 'net' },
    },
  },
  newest: 0,
})

/** What an independent client would compare: generated ids apart. */
export const nodesAsBefore = ({ profiles, instances, associations, agentUpdates }: NodeState): unknown => ({
  profiles,
  instances,
  held: Object.values(associations)
    .map(one => JSON.stringify(one))
    .toSorted(),
  agentUpdates: Object.values(agentUpdates)
    .map(one => JSON.stringify(one))
    .toSorted(),
})
