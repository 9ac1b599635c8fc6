import * as fc from 'fast-check'
import type { Change, ChangeType } from '../../../src/core/changes/change.ts'
import { applyChange, invertChange } from '../../../src/core/changes/specs.ts'
import type { World } from '../../../src/core/snapshot.ts'
import { DOCUMENT_FORWARD, documentRecords } from './document-worlds.ts'
import { KEY_FORWARD, keyRecords } from './key-worlds.ts'
import { NETWORK_FORWARD, NETWORK_REGION, networkRecords } from './network-worlds.ts'
import { NODE_FORWARD, nodeRecords } from './node-worlds.ts'
import { STORE_FORWARD, storeRecords } from './store-worlds.ts'

const ACCOUNT = '210987654321'
/** Names that IAM allows and that trip a careless lookup. */
const NAMES = ['web', 'constructor', 'batch-node', '__proto__']
const ARNS = ['session-logs', 'team/extra'].map(name => `arn:aws:iam::${ACCOUNT}:policy/${name}`)
const NEW_ARN = `arn:aws:iam::${ACCOUNT}:policy/ssm-doctor-web`

const nameOf = (arn: string): string => arn.replace(/^.*\//, '')

const text = (word: string): string => JSON.stringify({ Version: '2012-10-17', Id: word, Statement: [] })
const WORDS = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot'].map(text)

const role = (name: string) =>
  fc.record({
    name: fc.constant(name),
    arn: fc.constant(`arn:aws:iam::${ACCOUNT}:role/${name}`),
    id: fc.constant('AROAEXAMPLE'),
    trustPolicy: fc.constant(text('trust')),
    attached: fc.subarray(ARNS).map(arns => arns.map(arn => ({ arn, name: nameOf(arn) }))),
    inline: fc
      .uniqueArray(fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...WORDS)), {
        selector: ([name]) => name,
      })
      .map(entries => Object.fromEntries(entries) as Readonly<Record<string, string>>),
    tags: fc.constant({}),
  })

/** Six different texts in some order: the default of the first policy, of the second, and what is spare. */
const managed = fc
  .tuple(fc.shuffledSubarray(WORDS, { minLength: 3 }), fc.subarray(NAMES))
  .map(([texts, roles]) => {
    const [first, second, ...spare] = texts as [string, string, ...string[]]
    const each = <T>(make: (arn: string, document: string) => T): Readonly<Record<string, T>> =>
      Object.fromEntries([
        [ARNS[0], make(ARNS[0] as string, first)],
        [ARNS[1], make(ARNS[1] as string, second)],
      ])
    return {
      policies: each((arn, document) => ({ arn, name: nameOf(arn), document })),
      policyVersions: each(arn => ({ arn, spare: arn === ARNS[0] ? spare : [] })),
      policyHolders: each(arn => ({ arn, roles, users: ['mia'], groups: [], boundaryOf: [] })),
    }
  })

const KINDS = ['policies', 'policyVersions', 'policyHolders', 'roles'] as const

/** A world with roles and policies, where some kinds were not read. */
export const anyWorld: fc.Arbitrary<World> = fc
  .record({
    roles: fc.tuple(...NAMES.map(role)).map(roles => Object.fromEntries(roles.map(one => [one.name, one]))),
    managed,
    read: fc.subarray([...KINDS]),
    network: networkRecords,
    keys: keyRecords,
    nodes: nodeRecords,
    stores: storeRecords,
    documents: documentRecords,
  })
  .map(({ roles, managed, read, network, keys, nodes, stores, documents }) => {
    const all = { roles, ...managed }
    return {
      scope: {
        accountId: ACCOUNT,
        region: NETWORK_REGION,
        partition: 'aws',
        callerArn: `arn:aws:iam::${ACCOUNT}:user/mia`,
        takenAt: '2026-11-20T09:14:00.000Z',
        notes: [],
      },
      gaps: [],
      records: {
        buckets: {},
        ...Object.fromEntries(read.map(kind => [kind, all[kind]])),
        ...network,
        ...keys,
        ...nodes,
        ...documents,
        ...stores,
      },
    }
  })

type Draw = (world: World) => fc.Arbitrary<Change>

const pick = <T>(items: readonly T[], otherwise: T): fc.Arbitrary<T> =>
  items.length > 0 ? fc.constantFrom(...items) : fc.constant(otherwise)

const hasSpareOrUnread = (world: World, arn: string): boolean =>
  world.records.policyVersions?.[arn]?.spare.length !== 0

const somePolicy = fc.constantFrom(...ARNS)
const someRole = fc.constantFrom(...NAMES)

/** Changes as a plan makes them: `from` is what is there, what is attached or created is not there yet. */
const FORWARD = {
  'put-policy-version': world =>
    fc.tuple(somePolicy, fc.constantFrom(...WORDS, text('golf'))).map(([policyArn, to]) => ({
      type: 'put-policy-version',
      policyArn,
      from: world.records.policies?.[policyArn]?.document ?? text('unread'),
      to,
    })),
  'delete-policy-version': world =>
    fc.constantFrom(...ARNS.filter(arn => hasSpareOrUnread(world, arn))).map(policyArn => ({
      type: 'delete-policy-version',
      policyArn,
      document: world.records.policyVersions?.[policyArn]?.spare[0] ?? text('unread'),
    })),
  'put-role-policy': world =>
    fc.tuple(someRole, fc.constantFrom(...NAMES, 'new-policy')).map(([role, policy]) => {
      const inline = world.records.roles?.[role]?.inline ?? {}
      const from = Object.hasOwn(inline, policy) ? inline[policy] : undefined
      const change = { type: 'put-role-policy' as const, role, policy, to: text('golf') }
      return from === undefined ? change : Object.assign(change, { from })
    }),
  'create-policy': () =>
    fc.constantFrom(...WORDS).map(document => ({
      type: 'create-policy',
      policyArn: NEW_ARN,
      name: 'ssm-doctor-web',
      document,
    })),
  'attach-role-policy': world =>
    someRole.chain(role => {
      const roleHas = (arn: string) => world.records.roles?.[role]?.attached.some(one => one.arn === arn)
      const holderOf = (arn: string) => world.records.policyHolders?.[arn]?.roles.includes(role)
      const free = ARNS.filter(arn => !roleHas(arn) && !holderOf(arn))
      return pick(free, NEW_ARN).map(policyArn => ({
        type: 'attach-role-policy',
        role,
        policyArn,
        name: nameOf(policyArn),
      }))
    }),
  ...KEY_FORWARD,
  ...STORE_FORWARD,
  ...NETWORK_FORWARD,
  ...NODE_FORWARD,
  ...DOCUMENT_FORWARD,
} satisfies Partial<Record<ChangeType, Draw>>

/** A case for a law: a world, and a change that fits it. */
export interface Case {
  readonly world: World
  readonly change: Change
}

const bothWays = (draw: Draw): fc.Arbitrary<Case> => fc.oneof(forward(draw), backward(draw))

const forward = (draw: Draw): fc.Arbitrary<Case> =>
  anyWorld.chain(world => draw(world).map(change => ({ world, change })))

/** The undo of a change, in the world that the change left. */
const backward = (draw: Draw): fc.Arbitrary<Case> =>
  forward(draw).map(({ world, change }) => ({
    world: applyChange(world, change),
    change: invertChange(change),
  }))

/** For each type of change, the cases for its laws. */
export const CASES: Readonly<Record<ChangeType, fc.Arbitrary<Case>>> = {
  'put-policy-version': forward(FORWARD['put-policy-version']),
  'restore-policy-version': backward(FORWARD['put-policy-version']),
  'delete-policy-version': forward(FORWARD['delete-policy-version']),
  'add-policy-version': backward(FORWARD['delete-policy-version']),
  'put-role-policy': bothWays(FORWARD['put-role-policy']),
  'delete-role-policy': backward(FORWARD['put-role-policy']).filter(
    ({ change }) => change.type === 'delete-role-policy',
  ),
  'create-policy': forward(FORWARD['create-policy']),
  'delete-policy': backward(FORWARD['create-policy']),
  'attach-role-policy': forward(FORWARD['attach-role-policy']),
  'detach-role-policy': backward(FORWARD['attach-role-policy']),
  'enable-key': forward(FORWARD['enable-key']),
  'disable-key': backward(FORWARD['enable-key']),
  'put-key-policy': bothWays(FORWARD['put-key-policy']),
  'create-log-group': forward(FORWARD['create-log-group']),
  'delete-log-group': backward(FORWARD['create-log-group']),
  'set-retention': bothWays(FORWARD['set-retention']),
  'set-log-group-key': bothWays(FORWARD['set-log-group-key']),
  'put-public-access-block': bothWays(FORWARD['put-public-access-block']),
  'put-bucket-policy': bothWays(FORWARD['put-bucket-policy']),
  'set-private-dns': bothWays(FORWARD['set-private-dns']),
  'set-vpc-dns': bothWays(FORWARD['set-vpc-dns']),
  'add-group-rule': forward(FORWARD['add-group-rule']),
  'remove-group-rule': backward(FORWARD['add-group-rule']),
  'create-group': forward(FORWARD['create-group']),
  'delete-group': backward(FORWARD['create-group']),
  'add-endpoint-group': forward(FORWARD['add-endpoint-group']),
  'remove-endpoint-group': backward(FORWARD['add-endpoint-group']),
  'put-trust-policy': bothWays(FORWARD['put-trust-policy']),
  'add-role-to-profile': forward(FORWARD['add-role-to-profile']),
  'remove-role-from-profile': backward(FORWARD['add-role-to-profile']),
  'associate-profile': forward(FORWARD['associate-profile']),
  'disassociate-profile': backward(FORWARD['associate-profile']),
  'replace-profile': bothWays(FORWARD['replace-profile']),
  'set-metadata-options': bothWays(FORWARD['set-metadata-options']),
  'create-association': forward(FORWARD['create-association']),
  'delete-association': backward(FORWARD['create-association']),
  'create-document': forward(FORWARD['create-document']),
  'delete-document': backward(FORWARD['create-document']),
  'update-document': forward(FORWARD['update-document']),
  'delete-document-version': backward(FORWARD['update-document']),
  'set-default-document-version': bothWays(FORWARD['set-default-document-version']),
}
