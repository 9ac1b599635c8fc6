import type { Fix } from '../changes/change.ts'
import type { World } from '../snapshot.ts'
import { lowerAgentUpdates } from './agent-drafts.ts'
import { lowerBuckets } from './bucket-drafts.ts'
import { lowerDns } from './dns-drafts.ts'
import { lowerGrants } from './policy-drafts.ts'
import { lowerKeys } from './key-drafts.ts'
import { lowerLogGroups } from './log-group-drafts.ts'
import { together, type Lowered } from './lowered.ts'
import { lowerMetadata } from './metadata-drafts.ts'
import { lowerAssociations, lowerProfileRoles } from './profile-drafts.ts'
import { lowerPreferences } from './preferences-drafts.ts'
import { lowerTraffic } from './traffic-drafts.ts'
import { lowerTrust } from './trust-drafts.ts'

/** A finding and the repair that it asks for. */
export interface Wish {
  readonly fingerprint: string
  readonly message: string
  readonly region: string
  readonly fixes: readonly Fix[]
}

/** What is lowered together, since it may edit the same things. */
interface Family {
  /** What every world of the account shows alike is lowered once, the rest in the world of its Region. */
  readonly of: 'account' | 'region'
  lower(world: World, fixes: never): Lowered
}

const POLICIES: Family = { of: 'account', lower: lowerGrants }
const KEYS: Family = { of: 'region', lower: lowerKeys }
const LOG_GROUPS: Family = { of: 'region', lower: lowerLogGroups }
const BUCKETS: Family = { of: 'account', lower: lowerBuckets }
const TRAFFIC: Family = { of: 'region', lower: lowerTraffic }
const DNS: Family = { of: 'region', lower: lowerDns }
const TRUST: Family = { of: 'account', lower: lowerTrust }
const PROFILE_ROLES: Family = { of: 'account', lower: lowerProfileRoles }
const ASSOCIATIONS: Family = { of: 'region', lower: lowerAssociations }
const METADATA: Family = { of: 'region', lower: lowerMetadata }
const AGENT_UPDATES: Family = { of: 'region', lower: lowerAgentUpdates }
const PREFERENCES: Family = { of: 'region', lower: lowerPreferences }

/** What checks may ask for, and who turns it into changes. */
const FAMILY_OF: Readonly<Record<Fix['type'], Family>> = {
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

/** All sessions of a Region follow its preferences, and what a node gets its role by may move it to another one. */
const MAY_HARM: ReadonlySet<Family> = new Set([
  POLICIES,
  TRUST,
  PROFILE_ROLES,
  ASSOCIATIONS,
  METADATA,
  PREFERENCES,
])

/** Whether a wish is left out by itself where it would make something worse. */
export const mayHarm = ({ fixes }: Wish): boolean => fixes.some(({ type }) => MAY_HARM.has(FAMILY_OF[type]))

/** Whether a wish settles which of two versions of a document is meant: before that none of them is edited. */
export const settlesVersions = ({ fixes }: Wish): boolean =>
  fixes.some(({ type }) => type === 'use-latest-version')

const FAMILIES = [...new Set(Object.values(FAMILY_OF))]

/** Turns all that is wished into changes. */
export const lowerWishes = (worlds: readonly World[], wishes: readonly Wish[]): Lowered => {
  const everywhere = wishes.flatMap(({ fixes }) => fixes)
  const [first] = worlds
  return together([
    ...(first ? lowerAll(first, everywhere, 'account') : []),
    ...worlds.flatMap(world => lowerAll(world, wishedIn(world, wishes), 'region')),
  ])
}

const wishedIn = ({ scope }: World, wishes: readonly Wish[]): readonly Fix[] =>
  wishes.filter(({ region }) => region === scope.region).flatMap(({ fixes }) => fixes)

const lowerAll = (world: World, fixes: readonly Fix[], of: Family['of']): readonly Lowered[] =>
  FAMILIES.filter(family => family.of === of).map(family =>
    family.lower(world, distinct(fixes.filter(fix => FAMILY_OF[fix.type] === family)) as never),
  )

export const keyOf = (fix: Fix): string => JSON.stringify(fix)

/** Forty nodes, one role, one step: equal fixes once, in an order that does not depend on the findings' order. */
const distinct = (fixes: readonly Fix[]): readonly Fix[] => {
  const byKey = new Map(fixes.map(fix => [keyOf(fix), fix]))
  return [...byKey.keys()].toSorted().map(key => byKey.get(key) as Fix)
}
