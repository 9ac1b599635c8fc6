import { randomInt } from 'node:crypto'
import { type PreferenceOptions, regionOf, type RegionFacts } from './account-region.ts'
import type { NetworkKind } from './account-network.ts'
import { holdPolicy, makeRole, type PolicyHolder } from './account-roles.ts'
import { clientsFor, type TestClients } from './clients.ts'
import type { NatNetwork } from './nat-network.ts'
import { asWritten, type PolicyFacts, sessionPolicy } from './policies.ts'
import type { PrivateNetwork } from './private-network.ts'
import type { Proxy, Session } from './proxy.ts'
import { POLICY_NAME, STORY_REGION } from './story.ts'

/** How an account shall be; all that is not said is healthy. */
export interface AccountOptions {
  readonly regions?: readonly string[]
  readonly roles?: readonly string[]
  readonly nodesPerRole?: number
  /** Whether the roles have AmazonSSMManagedInstanceCore. */
  readonly core?: boolean
  /** Path of the roles, the instance profiles and the policy. */
  readonly path?: string
  /** Where the roles' session policy stands. */
  readonly holder?: PolicyHolder
  /** How many versions the customer-managed policy has; the default is the third of five. */
  readonly versions?: 1 | 5
  /** Log group that the policy names; the one of the preferences, where it is not said. */
  readonly policyLogGroup?: string
  /** The policy's text, if it shall be another one altogether. */
  readonly policyText?: (facts: PolicyFacts) => string
  readonly preferences?: PreferenceOptions
  /** In which network the nodes are; where it is not said, in the Region's default VPC with public addresses. */
  readonly network?: NetworkKind
}

/** An account in moto, ready to be checked. */
export interface Account {
  readonly accountId: string
  /** The builder's own session: not the one to be looked at. */
  readonly session: Session
  readonly clients: TestClients
  readonly regions: readonly RegionFacts[]
  readonly region: RegionFacts
  readonly roles: readonly string[]
  /** Node ids in all Regions. */
  readonly nodes: readonly string[]
  readonly policyArn: string
}

/** The private network of an account that was made with one. */
export const privateNetworkOf = ({ region: { network } }: Account): PrivateNetwork => {
  if (network?.kind !== 'private') throw new Error('the account was made without a private network')
  return network
}

/** The NAT network of an account that was made with one. */
export const natNetworkOf = ({ region: { network } }: Account): NatNetwork => {
  if (network?.kind !== 'nat') throw new Error('the account was made without a NAT network')
  return network
}

/** An account id of its own for each test. Hundreds are drawn by several processes: of a million two would be the same now and then. */
export const newAccountId = (): string => `11${String(randomInt(10_000_000_000)).padStart(10, '0')}`

const policyText = (facts: PolicyFacts, options: AccountOptions): string => {
  if (options.policyText) return options.policyText(facts)
  return asWritten(sessionPolicy({ ...facts, logGroup: options.policyLogGroup ?? facts.logGroup }))
}

/** Builds an account of the story in moto: healthy, except for what the options break. */
export const makeAccount = async (proxy: Proxy, options: AccountOptions = {}): Promise<Account> => {
  const accountId = newAccountId()
  const session = proxy.session(accountId)
  const names = options.regions ?? [STORY_REGION]
  const [first = STORY_REGION] = names
  const clients = clientsFor(proxy.url, session.accessKey, first)
  const roles = options.roles ?? ['web-node']
  const profiles = await Promise.all(roles.map(role => makeRole(clients, role, options)))
  for (const profile of profiles) proxy.state(accountId).profileIds[profile.arn] = profile.id
  const regions: RegionFacts[] = []
  for (const region of names) {
    const place = { proxy, accountId, region, clients: clientsFor(proxy.url, session.accessKey, region) }
    const fleet = {
      profiles: profiles.map(({ name }) => name),
      perRole: options.nodesPerRole ?? 1,
      network: options.network,
    }
    regions.push(await regionOf(place, fleet, options.preferences ?? {}))
  }
  const [region] = regions
  if (!region) throw new Error('an account needs a Region')
  const text = policyText(region.facts, options)
  const policyArn = await holdPolicy(clients, { accountId, roles, name: POLICY_NAME, text }, options)
  const nodes = regions.flatMap(built => built.nodes)
  proxy.state(accountId).builtAt = Date.now()
  return { accountId, session, clients, regions, region, roles, nodes, policyArn }
}
