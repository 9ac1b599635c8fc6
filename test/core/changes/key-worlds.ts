import * as fc from 'fast-check'
import type { Change, ChangeType } from '../../../src/core/changes/change.ts'
import type { World, WorldRecords } from '../../../src/core/snapshot.ts'
import { NETWORK_REGION } from './network-worlds.ts'

const region = NETWORK_REGION
const ARNS = ['5e55', '1095'].map(
  start => `arn:aws:kms:${region}:210987654321:key/${start}aaaa-1111-4111-8111`,
)

const text = (word: string): string => JSON.stringify({ Version: '2012-10-17', Id: word, Statement: [] })

const stateOf = (world: World, arn: string): string | undefined =>
  Object.values(world.records.keys ?? {}).find(key => key.arn === arn)?.state

/** Each key under its ARN, and one under its alias too. */
const keys = fc
  .tuple(...ARNS.map(() => fc.constantFrom('Enabled', 'Disabled', 'PendingDeletion')))
  .map(states =>
    Object.fromEntries(
      ARNS.flatMap((arn, at) => {
        const key = {
          arn,
          id: arn.split('/')[1] as string,
          accountId: '210987654321',
          state: states[at] as string,
          spec: 'SYMMETRIC_DEFAULT',
          usage: 'ENCRYPT_DECRYPT',
          manager: 'CUSTOMER',
        }
        const refs = at === 0 ? [arn, 'alias/sessions'] : [arn]
        return refs.map(ref => [ref, { ...key, ref }])
      }),
    ),
  )

const keyPolicies = fc
  .subarray(ARNS)
  .map(arns => Object.fromEntries(arns.map(keyArn => [keyArn, { keyArn, document: text('before') }])))

/** The records of keys; some kinds were not read. */
export const keyRecords: fc.Arbitrary<Partial<WorldRecords>> = fc
  .record({ keys, keyPolicies })
  .chain(all =>
    fc
      .subarray(Object.keys(all) as (keyof typeof all)[])
      .map(read => Object.fromEntries(read.map(kind => [kind, all[kind]]))),
  )

/** Changes as a plan makes them: what is enabled is disabled, and a policy is written over what is there. */
export const KEY_FORWARD = {
  'enable-key': (world: World): fc.Arbitrary<Change> => {
    const idle = ARNS.filter(arn => stateOf(world, arn) === 'Disabled')
    const keyArns = idle.length > 0 ? idle : ['arn:aws:kms:nowhere']
    return fc.constantFrom(...keyArns).map(keyArn => ({ type: 'enable-key', region, keyArn }))
  },
  'put-key-policy': (world: World): fc.Arbitrary<Change> =>
    fc.tuple(fc.constantFrom(...ARNS), fc.boolean()).map(([keyArn, encrypts]) => ({
      type: 'put-key-policy',
      region,
      keyArn,
      from: world.records.keyPolicies?.[keyArn]?.document ?? text('unread'),
      to: text('after'),
      ...(encrypts && { letsIn: ['/ssm/sessions'] }),
    })),
} satisfies Partial<Record<ChangeType, (world: World) => fc.Arbitrary<Change>>>
