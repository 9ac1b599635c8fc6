import { afterEach, beforeEach } from 'vitest'
import { invertChange } from '../../src/core/changes/specs.ts'
import { DIGEST, FORWARD, OWN_GROUP, withGroup } from './changes.ts'
import { newGroup } from './ec2-state.ts'
import { useWire } from './account-wire.ts'
import { testNothingIsWritten, testNoneIsOverwritten, type Others, type Refused } from './others.ts'

useWire({ beforeEach, afterEach })

const ours = { 'ssm-doctor:plan': DIGEST }
const theirRule = {
  egress: false,
  protocol: 'tcp',
  from: 22,
  to: 22,
  peer: 'cidr4 10.9.0.0/16',
  tags: { 'ssm-doctor:plan': 'another plan' },
}

/** What somebody else did before the step, and the change that must not go over it. */
const REFUSED: Readonly<Record<string, Refused>> = {
  'a group of our name without our tag': {
    edit: ({ network }) => (network.groups['sg-9'] = newGroup(OWN_GROUP, 'vpc-0aa', { team: 'net' })),
    change: FORWARD['create-group'].change,
    says: /exists and was not created by this plan/,
  },
  'a group of our name of another plan': {
    edit: ({ network }) =>
      (network.groups['sg-9'] = newGroup(OWN_GROUP, 'vpc-0aa', { 'ssm-doctor:plan': 'another plan' })),
    change: invertChange(FORWARD['create-group'].change),
    says: /exists and was not created by this plan/,
  },
  'our group with a rule of others': {
    before: withGroup,
    edit: ({ network }) => Object.assign(network.groups['sg-0cc']?.rules ?? {}, { 'sgr-9': theirRule }),
    change: invertChange(FORWARD['create-group'].change),
    says: /has got rules of others since/,
  },
  'our group that another endpoint has got': {
    before: withGroup,
    edit: ({ network }) =>
      (network.endpoints['vpce-9'] = { state: 'available', privateDns: true, groups: ['sg-0cc'] }),
    change: invertChange(FORWARD['create-group'].change),
    says: /is used by others since/,
  },
  'a group that is gone': {
    edit: ({ network }) => delete network.groups['sg-0aa'],
    change: FORWARD['add-group-rule'].change,
    says: /sg-0aa does not exist any more/,
  },
  'a group of our own that is gone': {
    edit: ({ network }) => delete network.groups['sg-0cc'],
    change: FORWARD['add-endpoint-group'].change,
    says: /ssm-doctor-vpce-0aa of vpc-0aa does not exist any more/,
  },
  'an endpoint that is gone': {
    edit: ({ network }) => delete network.endpoints['vpce-0aa'],
    change: FORWARD['set-private-dns'].change,
    says: /endpoint vpce-0aa does not exist any more/,
  },
  'an endpoint that was deleted and is still listed': {
    before: withGroup,
    edit: ({ network }) =>
      (network.endpoints['vpce-0aa'] = { state: 'deleted', privateDns: false, groups: ['sg-0aa'] }),
    change: FORWARD['add-endpoint-group'].change,
    says: /endpoint vpce-0aa does not exist any more/,
  },
  'an endpoint that has lost its other groups': {
    before: withGroup,
    edit: ({ network }) =>
      (network.endpoints['vpce-0aa'] = { state: 'available', privateDns: true, groups: ['sg-0cc'] }),
    change: invertChange(FORWARD['add-endpoint-group'].change),
    says: /has no other security group any more/,
  },
  'a VPC that is gone': {
    edit: ({ network }) => delete network.vpcs['vpc-0aa'],
    change: FORWARD['set-vpc-dns'].change,
    says: /vpc-0aa does not exist any more/,
  },
}

testNoneIsOverwritten(REFUSED)

/** What leaves nothing to be done. */
const NOTHING: Readonly<Record<string, Others>> = {
  'the same rule, added by somebody else': {
    edit: ({ network }) =>
      Object.assign(network.groups['sg-0aa']?.rules ?? {}, {
        'sgr-9': { ...theirRule, from: 443, to: 443, peer: 'group sg-0ee', tags: {} },
      }),
    change: FORWARD['add-group-rule'].change,
  },
  'the same rule without our tag, when ours is revoked': {
    edit: ({ network }) =>
      Object.assign(network.groups['sg-0aa']?.rules ?? {}, {
        'sgr-9': { ...theirRule, from: 443, to: 443, peer: 'group sg-0ee' },
      }),
    change: invertChange(FORWARD['add-group-rule'].change),
  },
  'another rule with our tag, when ours is revoked': {
    edit: ({ network }) =>
      Object.assign(network.groups['sg-0aa']?.rules ?? {}, {
        'sgr-9': { ...theirRule, tags: ours },
      }),
    change: invertChange(FORWARD['add-group-rule'].change),
  },
  'an undo in a group that is gone': {
    edit: ({ network }) => delete network.groups['sg-0aa'],
    change: invertChange(FORWARD['add-group-rule'].change),
  },
  'an undo at an endpoint that is gone': {
    edit: ({ network }) => delete network.endpoints['vpce-0aa'],
    change: invertChange(FORWARD['set-private-dns'].change),
  },
  'an undo of the group of an endpoint that is gone': {
    before: withGroup,
    edit: ({ network }) => delete network.endpoints['vpce-0aa'],
    change: invertChange(FORWARD['add-endpoint-group'].change),
  },
  'an undo in a VPC that is gone': {
    edit: ({ network }) => delete network.vpcs['vpc-0aa'],
    change: invertChange(FORWARD['set-vpc-dns'].change),
  },
}

testNothingIsWritten(NOTHING)
