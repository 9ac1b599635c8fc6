import * as fc from 'fast-check'
import type { Change, ChangeType, PublicAccessBlock } from '../../../src/core/changes/change.ts'
import type { World, WorldRecords } from '../../../src/core/snapshot.ts'
import { NETWORK_REGION } from './network-worlds.ts'

const region = NETWORK_REGION
const ACCOUNT = '210987654321'
const NAMES = ['/ssm/sessions', '/ssm/session', 'constructor']
const NEW = '/ssm/shells'
const KEYS = ['5e55', '1095'].map(start => `arn:aws:kms:${region}:${ACCOUNT}:key/${start}aaaa-1111-4111-8111`)
const BUCKETS = ['session-archive', 'constructor']

const text = (word: string): string => JSON.stringify({ Version: '2012-10-17', Id: word, Statement: [] })

const logGroup = (name: string) =>
  fc.record(
    {
      name: fc.constant(name),
      arn: fc.constant(`arn:aws:logs:${region}:${ACCOUNT}:log-group:${name}`),
      kmsKeyId: fc.constantFrom(...KEYS),
      retentionInDays: fc.constantFrom(7, 90, 400),
      createdAt: fc.constantFrom('2026-11-19T00:00:00.000Z', '2024-01-01T00:00:00.000Z'),
    },
    { requiredKeys: ['name', 'arn'] },
  )

const byId = <T>(ids: readonly string[], make: (id: string) => fc.Arbitrary<T>) =>
  fc
    .subarray([...ids])
    .chain(some =>
      fc.tuple(...some.map(make)).map(made => some.map((id, at) => [id, made[at] as T] as const)),
    )
    .map(entries => Object.fromEntries(entries))

const block: fc.Arbitrary<PublicAccessBlock> = fc.record({
  BlockPublicAcls: fc.boolean(),
  IgnorePublicAcls: fc.boolean(),
  BlockPublicPolicy: fc.boolean(),
  RestrictPublicBuckets: fc.boolean(),
})

const NO_BLOCK = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
}

const access = (bucket: string) =>
  fc
    .record({
      publicByPolicy: fc.boolean(),
      publicGrants: fc.subarray(['AllUsers']),
      block: fc.option(block, { nil: undefined }),
    })
    .map(({ block, ...open }) => ({
      bucket,
      ...open,
      ...(block ? { block } : { block: NO_BLOCK, unset: true as const }),
    }))

const policy = (bucket: string) =>
  fc.option(fc.constant(text('before')), { nil: undefined }).map(document => ({
    bucket,
    ...(document !== undefined && { document }),
  }))

/** The records of log groups and buckets; some kinds were not read. */
export const storeRecords: fc.Arbitrary<Partial<WorldRecords>> = fc
  .record({
    logGroups: byId(NAMES, logGroup),
    bucketPublicAccess: byId(BUCKETS, access),
    bucketPolicies: byId(BUCKETS, policy),
    bucketWebsites: byId(BUCKETS, bucket => fc.boolean().map(serves => ({ bucket, serves }))),
  })
  .chain(all =>
    fc
      .subarray(Object.keys(all) as (keyof typeof all)[])
      .map(read => Object.fromEntries(read.map(kind => [kind, all[kind]]))),
  )

const groupIn = (world: World, name: string) =>
  Object.hasOwn(world.records.logGroups ?? {}, name) ? world.records.logGroups?.[name] : undefined

const given = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> =>
  (value === undefined ? {} : { [key]: value }) as Partial<Record<K, V>>

/** Changes as a plan makes them: `from` is what is there, what is created is not there yet. */
export const STORE_FORWARD = {
  'create-log-group': (): fc.Arbitrary<Change> =>
    fc.option(fc.constantFrom(...KEYS), { nil: undefined }).map(keyArn => ({
      type: 'create-log-group',
      region,
      logGroup: NEW,
      ...given('keyArn', keyArn),
    })),
  'set-retention': (world: World): fc.Arbitrary<Change> =>
    fc.constantFrom(...NAMES).chain(logGroup => {
      const from = groupIn(world, logGroup)?.retentionInDays
      const others = [7, 90, 400, 731].filter(days => days !== from)
      return fc.constantFrom(...others).map(to => ({
        type: 'set-retention' as const,
        region,
        logGroup,
        ...given('from', from),
        to,
      }))
    }),
  'set-log-group-key': (world: World): fc.Arbitrary<Change> =>
    fc.constantFrom(...NAMES).chain(logGroup => {
      const from = groupIn(world, logGroup)?.kmsKeyId
      return fc.constantFrom(...KEYS.filter(key => key !== from)).map(to => ({
        type: 'set-log-group-key' as const,
        region,
        logGroup,
        ...given('from', from),
        to,
      }))
    }),
  'put-public-access-block': (world: World): fc.Arbitrary<Change> =>
    fc.tuple(fc.constantFrom(...BUCKETS), block).map(([bucket, to]) => {
      const known = world.records.bucketPublicAccess
      const now = known && Object.hasOwn(known, bucket) ? known[bucket] : undefined
      const from = now?.unset ? undefined : (now?.block as PublicAccessBlock | undefined)
      return { type: 'put-public-access-block', region, bucket, ...given('from', from), to }
    }),
  'put-bucket-policy': (world: World): fc.Arbitrary<Change> =>
    fc.constantFrom(...BUCKETS).map(bucket => {
      const known = world.records.bucketPolicies
      const from = known && Object.hasOwn(known, bucket) ? known[bucket]?.document : undefined
      return { type: 'put-bucket-policy', region, bucket, ...given('from', from), to: text('after') }
    }),
} satisfies Partial<Record<ChangeType, (world: World) => fc.Arbitrary<Change>>>
