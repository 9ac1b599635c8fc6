import type { GlobalKind, RegionalKind } from '../core/records.ts'
import { bucketEncryption, bucketPolicies, buckets } from './buckets.ts'
import { preferencesDocuments, sessionDocuments } from './documents.ts'
import { instanceProfiles } from './instance-profiles.ts'
import { instances } from './instances.ts'
import { keyGrants, keyPolicies } from './key-access.ts'
import { keys } from './keys.ts'
import { logGroups } from './log-groups.ts'
import { managedNodes } from './managed-nodes.ts'
import { policies } from './policies.ts'
import { accountQuotas, policyHolders, policyVersions } from './policies-to-edit.ts'
import { roles } from './roles.ts'
import { serviceSettings } from './service-settings.ts'
import { simulations } from './simulations.ts'
import type { AccountCollector, RegionCollector } from './source.ts'

/** Who reads what of a Region. */
export const regionCollectors: { readonly [K in RegionalKind]: RegionCollector<K> } = {
  preferencesDocuments,
  sessionDocuments,
  managedNodes,
  instances,
  serviceSettings,
  logGroups,
  keys,
  keyPolicies,
  keyGrants,
  simulations,
}

/** Who reads what of the account: once, for all Regions of a run. */
export const accountCollectors: { readonly [K in GlobalKind]: AccountCollector<K> } = {
  instanceProfiles,
  roles,
  policies,
  policyVersions,
  policyHolders,
  accountQuotas,
  buckets,
  bucketPolicies,
  bucketEncryption,
}
