import type { GlobalKind, RegionalKind } from '../core/records.ts'
import { activations } from './activations.ts'
import { agentUpdates } from './agent-updates.ts'
import { bucketWebsites } from './bucket-websites.ts'
import { bucketLifecycle, bucketPublicAccess, bucketVersioning } from './bucket-keeping.ts'
import { bucketEncryption, bucketPolicies, buckets } from './buckets.ts'
import { connections } from './connections.ts'
import { documentVersions } from './document-versions.ts'
import { preferencesDocuments, sessionDocuments } from './documents.ts'
import { impairedInstances } from './impaired-instances.ts'
import { instanceProfiles } from './instance-profiles.ts'
import { instances } from './instances.ts'
import { keyGrants, keyPolicies } from './key-access.ts'
import { keyRotation } from './key-rotation.ts'
import { keys } from './keys.ts'
import { logGroups } from './log-groups.ts'
import { managedNodes } from './managed-nodes.ts'
import { dhcpOptions } from './network/dhcp-options.ts'
import { egressOnlyInternetGateways, internetGateways, natGateways } from './network/gateways.ts'
import { networkAcls } from './network/network-acls.ts'
import { networkInterfaces } from './network/network-interfaces.ts'
import { prefixLists } from './network/prefix-lists.ts'
import { privateZones } from './network/private-zones.ts'
import { routeTables } from './network/route-tables.ts'
import { securityGroups } from './network/security-groups.ts'
import { subnets } from './network/subnets.ts'
import { vpcEndpoints } from './network/vpc-endpoints.ts'
import { vpcDns, vpcs } from './network/vpcs.ts'
import { nodesElsewhere } from './nodes-elsewhere.ts'
import { policies } from './policies.ts'
import { accountQuotas, policyHolders, policyVersions } from './policies-to-edit.ts'
import { principals } from './principals.ts'
import { roles } from './roles.ts'
import { serviceSettings } from './service-settings.ts'
import { simulations } from './simulations.ts'
import { accountTags, resourceTags } from './tags-to-edit.ts'
import type { AccountCollector, RegionCollector } from './source.ts'

/** Who reads what of a Region. */
export const regionCollectors: { readonly [K in RegionalKind]: RegionCollector<K> } = {
  preferencesDocuments,
  sessionDocuments,
  documentVersions,
  managedNodes,
  instances,
  serviceSettings,
  logGroups,
  keys,
  keyPolicies,
  keyGrants,
  simulations,
  resourceTags,
  keyRotation,
  impairedInstances,
  connections,
  nodesElsewhere,
  activations,
  agentUpdates,
  vpcs,
  vpcDns,
  subnets,
  routeTables,
  natGateways,
  internetGateways,
  egressOnlyInternetGateways,
  networkAcls,
  securityGroups,
  prefixLists,
  vpcEndpoints,
  networkInterfaces,
  dhcpOptions,
  privateZones,
}

/** Who reads what of the account: once, for all Regions of a run. */
export const accountCollectors: { readonly [K in GlobalKind]: AccountCollector<K> } = {
  instanceProfiles,
  roles,
  principals,
  policies,
  policyVersions,
  policyHolders,
  accountQuotas,
  accountTags,
  buckets,
  bucketPolicies,
  bucketEncryption,
  bucketVersioning,
  bucketLifecycle,
  bucketPublicAccess,
  bucketWebsites,
}
