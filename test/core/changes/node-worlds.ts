import * as fc from 'fast-check'
import type { Change, ChangeType, HeldProfile, MetadataOptions } from '../../../src/core/changes/change.ts'
import type { World, WorldRecords } from '../../../src/core/snapshot.ts'
import { NETWORK_REGION } from './network-worlds.ts'

const region = NETWORK_REGION
const ACCOUNT = '210987654321'
/** Names that IAM allows and that trip a careless lookup. */
const PROFILES = ['nodes', 'constructor', 'hasOwnProperty'] as const
const ROLES = ['web', 'constructor', '__proto__'] as const
const INSTANCES = ['i-0aa', 'i-0bb', 'i-0cc'] as const

const arnOf = (profile: string): string => `arn:aws:iam::${ACCOUNT}:instance-profile/team/${profile}`
const idOf = (profile: string): string => `AIPA${profile.toUpperCase()}`
const text = (word: string): string => JSON.stringify({ Version: '2012-10-17', Id: word, Statement: [] })

const instanceProfiles = fc
  .tuple(...PROFILES.map(() => fc.option(fc.constantFrom(...ROLES), { nil: undefined })))
  .map(roles =>
    Object.fromEntries(
      PROFILES.map((name, at) => {
        const roleName = roles[at]
        const profile = { arn: arnOf(name), name, id: idOf(name) }
        return [profile.arn, roleName === undefined ? profile : { ...profile, roleName }]
      }),
    ),
  )

/** What an instance holds: nothing, a profile, or one as it was before it was made anew; older snapshots tell no id. */
const held = fc.option(
  fc.tuple(fc.constantFrom(...PROFILES), fc.constantFrom('now', 'before', 'untold')).map(([name, which]) => ({
    profileArn: arnOf(name),
    ...(which !== 'untold' && { profileId: which === 'now' ? idOf(name) : 'AIPAOLD' }),
  })),
  { nil: {} },
)

const metadata = fc.record({
  metadataEndpoint: fc.constantFrom('enabled', 'disabled'),
  metadataTokens: fc.constantFrom('optional', 'required'),
})

const instances = fc
  .tuple(...INSTANCES.map(() => fc.tuple(held, metadata)))
  .map(drawn =>
    Object.fromEntries(
      INSTANCES.map((id, at) => [
        id,
        { id, state: 'running', tags: {}, ...drawn[at]?.[0], ...drawn[at]?.[1] },
      ]),
    ),
  )

const agentUpdates = fc
  .subarray(['8dfe3659-4309-493a-8755-0123456789ab', 'constructor'])
  .map(ids =>
    Object.fromEntries(ids.map(id => [id, { id, targets: [{ key: 'tag:team', values: ['net'] }] }])),
  )

/** The records of what nodes get their credentials from; some kinds were not read. */
export const nodeRecords: fc.Arbitrary<Partial<WorldRecords>> = fc
  .record({ instanceProfiles, instances, agentUpdates })
  .chain(all =>
    fc
      .subarray(Object.keys(all) as (keyof typeof all)[])
      .map(read => Object.fromEntries(read.map(kind => [kind, all[kind]]))),
  )

const some = <T>(items: readonly T[], otherwise: T): fc.Arbitrary<T> =>
  items.length > 0 ? fc.constantFrom(...items) : fc.constant(otherwise)

const heldBy = (world: World, instanceId: string): HeldProfile | undefined => {
  const { profileArn: arn, profileId: id } = world.records.instances?.[instanceId] ?? {}
  return arn === undefined ? undefined : { arn, ...(id !== undefined && { id }) }
}

/** Changes as a plan makes them: what gets a role or a profile has none, and what is replaced is what is there. */
export const NODE_FORWARD = {
  'put-trust-policy': (world: World): fc.Arbitrary<Change> =>
    fc.constantFrom(...ROLES).map(role => ({
      type: 'put-trust-policy',
      role,
      from: world.records.roles?.[role]?.trustPolicy ?? text('unread'),
      to: text('opened'),
    })),
  'add-role-to-profile': (world: World): fc.Arbitrary<Change> => {
    const profiles = Object.values(world.records.instanceProfiles ?? {})
    const empty = profiles.filter(({ roleName }) => roleName === undefined).map(({ name }) => name)
    return fc
      .tuple(some(empty, 'nowhere'), fc.constantFrom(...ROLES))
      .map(([profile, role]) => ({ type: 'add-role-to-profile', profile, role }))
  },
  'associate-profile': (world: World): fc.Arbitrary<Change> => {
    const bare = INSTANCES.filter(id => world.records.instances?.[id] && !heldBy(world, id))
    return fc.tuple(some(bare, 'i-nowhere'), fc.constantFrom(...PROFILES)).map(([instanceId, profile]) => ({
      type: 'associate-profile',
      region,
      instanceId,
      profileArn: arnOf(profile),
      profileId: idOf(profile),
    }))
  },
  'replace-profile': (world: World): fc.Arbitrary<Change> =>
    fc.tuple(fc.constantFrom(...INSTANCES), fc.constantFrom(...PROFILES)).map(([instanceId, profile]) => ({
      type: 'replace-profile',
      region,
      instanceId,
      from: heldBy(world, instanceId) ?? { arn: arnOf('nowhere') },
      to: { arn: arnOf(profile), id: idOf(profile) },
    })),
  'set-metadata-options': (world: World): fc.Arbitrary<Change> =>
    fc
      .tuple(
        fc.constantFrom(...INSTANCES),
        fc.constantFrom<MetadataOptions['tokens']>('optional', 'required'),
      )
      .map(([instanceId, tokens]) => {
        const { metadataEndpoint = 'disabled', metadataTokens = 'optional' } =
          world.records.instances?.[instanceId] ?? {}
        return {
          type: 'set-metadata-options',
          region,
          instanceId,
          from: { endpoint: metadataEndpoint, tokens: metadataTokens },
          to: { endpoint: 'enabled', tokens },
        }
      }),
  'create-association': (): fc.Arbitrary<Change> =>
    fc.constantFrom(['*'], ['i-0aa', 'mi-0bb']).map(values => ({
      type: 'create-association',
      region,
      name: 'ssm-doctor-update-agents',
      targets: [{ key: 'InstanceIds', values }],
      schedule: 'cron(0 3 ? * WED *)',
      maxConcurrency: '7',
      maxErrors: '2',
    })),
} satisfies Partial<Record<ChangeType, (world: World) => fc.Arbitrary<Change>>>
