import type { ChangeType, Fix } from '../changes/change.ts'
import type { World } from '../snapshot.ts'
import { lowerAgentUpdates } from './agent-drafts.ts'
import { lowerBuckets } from './bucket-drafts.ts'
import { lowerDns } from './dns-drafts.ts'
import { lowerGrants } from './policy-drafts.ts'
import { lowerKeys } from './key-drafts.ts'
import { lowerLogGroups } from './log-group-drafts.ts'
import type { Lowered } from './lowered.ts'
import { lowerMetadata } from './metadata-drafts.ts'
import { lowerAssociations, lowerProfileRoles } from './profile-drafts.ts'
import { lowerPreferences } from './preferences-drafts.ts'
import { lowerTraffic } from './traffic-drafts.ts'
import { lowerTrust } from './trust-drafts.ts'

/** What is lowered together, since it may edit the same things. */
export interface Family {
  /** What every world of the account shows alike is lowered once, the rest in the world of its Region. */
  readonly of: 'account' | 'region'
  /** The changes that it may come to, and those that undo them. */
  readonly makes: readonly ChangeType[]
  /**
   * Given where a wish may make something worse that is well, and is left out by itself then: all sessions of a Region
   * follow its preferences, and what a node gets its role by may move it to another one. The families whose repairs
   * may go with it, so that nothing gets worse.
   */
  readonly completedBy?: readonly Family[]
  lower(world: World, fixes: never): Lowered
}

const KEYS: Family = {
  of: 'region',
  makes: ['put-key-policy', 'enable-key', 'disable-key'],
  lower: lowerKeys,
}

const LOG_GROUPS: Family = {
  of: 'region',
  makes: ['create-log-group', 'delete-log-group', 'set-log-group-key', 'set-retention'],
  lower: lowerLogGroups,
}

const BUCKETS: Family = {
  of: 'account',
  makes: ['put-bucket-policy', 'put-public-access-block'],
  lower: lowerBuckets,
}

const TRAFFIC: Family = {
  of: 'region',
  makes: [
    'add-group-rule',
    'remove-group-rule',
    'create-group',
    'delete-group',
    'add-endpoint-group',
    'remove-endpoint-group',
  ],
  lower: lowerTraffic,
}

const DNS: Family = { of: 'region', makes: ['set-private-dns', 'set-vpc-dns'], lower: lowerDns }

const POLICIES: Family = {
  of: 'account',
  makes: [
    'put-policy-version',
    'restore-policy-version',
    'delete-policy-version',
    'add-policy-version',
    'put-role-policy',
    'delete-role-policy',
    'create-policy',
    'delete-policy',
    'attach-role-policy',
    'detach-role-policy',
  ],
  // Another grant to the same role is all that a grant may call for.
  completedBy: [],
  lower: lowerGrants,
}

/** What nodes under another role may need. */
const OF_A_ROLE = [POLICIES, KEYS]

const TRUST: Family = {
  of: 'account',
  makes: ['put-trust-policy'],
  completedBy: OF_A_ROLE,
  lower: lowerTrust,
}

const PROFILE_ROLES: Family = {
  of: 'account',
  makes: ['add-role-to-profile', 'remove-role-from-profile'],
  completedBy: OF_A_ROLE,
  lower: lowerProfileRoles,
}

const ASSOCIATIONS: Family = {
  of: 'region',
  makes: ['associate-profile', 'disassociate-profile', 'replace-profile'],
  completedBy: OF_A_ROLE,
  lower: lowerAssociations,
}

const METADATA: Family = {
  of: 'region',
  makes: ['set-metadata-options'],
  completedBy: OF_A_ROLE,
  lower: lowerMetadata,
}

const AGENT_UPDATES: Family = {
  of: 'region',
  makes: ['create-association', 'delete-association'],
  lower: lowerAgentUpdates,
}

const PREFERENCES: Family = {
  of: 'region',
  makes: [
    'create-document',
    'delete-document',
    'update-document',
    'delete-document-version',
    'set-default-document-version',
  ],
  completedBy: [POLICIES, KEYS, LOG_GROUPS, BUCKETS],
  lower: lowerPreferences,
}

/** What checks may ask for, and who turns it into changes. */
export const FAMILY_OF: Readonly<Record<Fix['type'], Family>> = {
  grant: POLICIES,
  'allow-traffic': TRAFFIC,
  'allow-key-use': KEYS,
  'enable-key': KEYS,
  'have-log-group': LOG_GROUPS,
  'block-public-access': BUCKETS,
  'add-bucket-statement': BUCKETS,
  'set-private-dns': DNS,
  'set-vpc-dns': DNS,
  'allow-assume': TRUST,
  'add-role-to-profile': PROFILE_ROLES,
  'hold-profile': ASSOCIATIONS,
  'set-metadata-options': METADATA,
  'update-agent': AGENT_UPDATES,
  'set-preferences': PREFERENCES,
  'use-latest-version': PREFERENCES,
}

export const FAMILIES: readonly Family[] = [...new Set(Object.values(FAMILY_OF))]

/** The families of these repairs and of those that may complete them. */
export const familiesFor = (asked: readonly Fix['type'][]): ReadonlySet<Family> => {
  const own = asked.map(type => FAMILY_OF[type])
  return new Set([...own, ...own.flatMap(({ completedBy = [] }) => completedBy)])
}

/** The changes that these repairs may come to, with those that complete them and those that undo them. */
export const changesFor = (asked: readonly Fix['type'][]): readonly ChangeType[] =>
  [...familiesFor(asked)].flatMap(({ makes }) => makes)
