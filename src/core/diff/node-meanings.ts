import type {
  Activation,
  AgentUpdate,
  Connection,
  ImpairedInstance,
  Instance,
  ManagedNode,
  ServiceSetting,
} from '../records.ts'
import { byName, ignored, records, setOf, value } from './aspects.ts'
import { byField, type Aspect } from './facet.ts'
import type { Meanings } from './meanings.ts'
import { networkInterface } from './network-meanings.ts'

/** The role of Default Host Management, with its path or without; none is as a setting that the Region does not know. */
const hostManagement: Aspect<string> = text => {
  const name = text.split('/').at(-1) ?? ''
  return name === '' || name.startsWith('$') ? [] : [{ field: '', values: [name] }]
}

/** What the records of nodes mean. */
export const NODE_MEANINGS: Pick<
  Meanings,
  | 'managedNodes'
  | 'instances'
  | 'impairedInstances'
  | 'connections'
  | 'nodesElsewhere'
  | 'activations'
  | 'agentUpdates'
  | 'serviceSettings'
> = {
  managedNodes: byField<ManagedNode>({
    id: value,
    name: value,
    pingStatus: value,
    lastPingAt: ignored,
    agentVersion: value,
    // It turns when AWS publishes an agent, and not when something happens to the node.
    isLatestVersion: ignored,
    platformType: value,
    platformName: value,
    platformVersion: value,
    iamRole: value,
    ipAddress: value,
    computerName: value,
    activationId: value,
    registeredAt: ignored,
  }),
  instances: byField<Instance>({
    id: value,
    // It is a tag.
    name: ignored,
    state: value,
    launchedAt: ignored,
    profileArn: value,
    profileId: value,
    metadataEndpoint: value,
    metadataTokens: value,
    platform: value,
    operatedByService: value,
    lifecycle: value,
    vpcId: value,
    subnetId: value,
    interfaces: records(networkInterface),
    tags: byName,
  }),
  impairedInstances: byField<ImpairedInstance>({ id: ignored, system: value, instance: value }),
  connections: byField<Connection>({ id: ignored, status: value }),
  // Only nodes that were named are looked for elsewhere.
  nodesElsewhere: undefined,
  activations: byField<Activation>({
    id: value,
    role: value,
    expired: value,
    expiresAt: value,
    limit: value,
    registrations: value,
  }),
  agentUpdates: byField<AgentUpdate>({
    id: value,
    name: value,
    targets: setOf(({ key, values }) => `${key}=${values.toSorted().join(',')}`),
  }),
  // The status follows from the value.
  serviceSettings: byField<ServiceSetting>({ id: ignored, value: hostManagement, status: ignored }),
}
