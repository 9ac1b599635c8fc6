import { recordsOf, type World } from '../snapshot.ts'
import type { ChangeSpec } from './change.ts'
import { editRecord } from './edit-record.ts'
import { inRegion } from './in-region.ts'
import { review } from './review.ts'

/** A key stands under every reference by which it was asked for. */
const setState = (world: World, keyArn: string, from: string, to: string): World => {
  const refs = Object.entries(recordsOf(world, 'keys')).filter(([, key]) => key.arn === keyArn)
  return refs.reduce(
    (edited, [ref]) =>
      editRecord(edited, 'keys', ref, key => (key.state === from ? { ...key, state: to } : key)),
    world,
  )
}

const nameOf = (keyArn: string): string => `key ${keyArn.split('/').at(-1)}`

/** Keys of KMS: whether they are enabled, and their policies. */
export const keySpecs: {
  readonly 'enable-key': ChangeSpec<'enable-key'>
  readonly 'disable-key': ChangeSpec<'disable-key'>
  readonly 'put-key-policy': ChangeSpec<'put-key-policy'>
} = {
  'enable-key': {
    touches: ['keys'],
    phase: 'keys',
    turn: ({ keyArn }) => `${keyArn} 1`,
    edits: ({ keyArn: id }) => ({ kind: 'key', id }),
    risk: review,
    actions: ['kms:DescribeKey', 'kms:EnableKey'],
    describe: ({ keyArn }) => `enable key ${keyArn}`,
    apply: (world, { region, keyArn }) =>
      inRegion(world, region, here => setState(here, keyArn, 'Disabled', 'Enabled')),
    invert: change => ({ ...change, type: 'disable-key' }),
  },
  'disable-key': {
    touches: ['keys'],
    phase: 'keys',
    turn: ({ keyArn }) => `${keyArn} 3`,
    edits: ({ keyArn: id }) => ({ kind: 'key', id }),
    risk: review,
    actions: ['kms:DescribeKey', 'kms:DisableKey'],
    describe: ({ keyArn }) => `disable key ${keyArn} again`,
    apply: (world, { region, keyArn }) =>
      inRegion(world, region, here => setState(here, keyArn, 'Enabled', 'Disabled')),
    invert: change => ({ ...change, type: 'enable-key' }),
  },
  'put-key-policy': {
    touches: ['keyPolicies'],
    phase: 'keys',
    turn: ({ keyArn }) => `${keyArn} 2`,
    edits: ({ keyArn: id }) => ({ kind: 'key', id }),
    risk: review,
    actions: ['kms:GetKeyPolicy', 'kms:PutKeyPolicy', 'logs:DescribeLogStreams'],
    describe: ({ keyArn }) => `write the policy of key ${keyArn}`,
    diff: ({ keyArn, from, to }) => ({ title: `policy of ${nameOf(keyArn)}`, before: from, after: to }),
    apply: (world, { region, keyArn, to }) =>
      inRegion(world, region, here =>
        editRecord(here, 'keyPolicies', keyArn, policy =>
          policy.document === to ? policy : { ...policy, document: to },
        ),
      ),
    invert: ({ from, to, letsIn, shutsOut, ...change }) => ({
      ...change,
      from: to,
      to: from,
      ...(letsIn && { shutsOut: letsIn }),
      ...(shutsOut && { letsIn: shutsOut }),
    }),
  },
}
