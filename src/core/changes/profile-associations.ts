import type { Instance } from '../records.ts'
import type { World } from '../snapshot.ts'
import type { ChangeSpec, HeldProfile } from './change.ts'
import { editRecord } from './edit-record.ts'
import { inRegion } from './in-region.ts'
import { review } from './review.ts'

interface Place {
  readonly region: string
  readonly instanceId: string
}

const edit = (world: World, { region, instanceId }: Place, change: (instance: Instance) => Instance): World =>
  inRegion(world, region, here => editRecord(here, 'instances', instanceId, change))

const holds = ({ profileArn, profileId }: Instance, { arn, id }: HeldProfile): boolean =>
  profileArn === arn && profileId === id

const holding = (instance: Instance, profile: HeldProfile | undefined): Instance => {
  const { profileArn: _arn, profileId: _id, ...bare } = instance
  if (!profile) return bare
  return { ...bare, profileArn: profile.arn, ...(profile.id !== undefined && { profileId: profile.id }) }
}

/** `web` of `arn:aws:iam::123456789012:instance-profile/team/web`. */
export const profileName = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1)

const describeReplacement = (instanceId: string, from: HeldProfile, to: HeldProfile): string => {
  const [old, name] = [profileName(from.arn), profileName(to.arn)]
  if (to.unusable)
    return `take instance profile ${old} from ${instanceId}, to which this tool gave it: EC2 does not take ${name} back, which gave no credentials`
  if (from.arn === to.arn) return `associate instance profile ${name} with ${instanceId} anew`
  return `associate instance profile ${name} with ${instanceId} in place of ${old}`
}

// Whoever associates a profile passes its role on: that needs a permission without a call of its own.
// aws: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateIamInstanceProfile.html
const PASS_ROLE = 'iam:PassRole'
const FIND = 'ec2:DescribeIamInstanceProfileAssociations'

/** Which instance profile an instance holds. */
export const profileAssociationSpecs: {
  readonly 'associate-profile': ChangeSpec<'associate-profile'>
  readonly 'disassociate-profile': ChangeSpec<'disassociate-profile'>
  readonly 'replace-profile': ChangeSpec<'replace-profile'>
} = {
  'associate-profile': {
    touches: ['instances'],
    phase: 'profile associations',
    turn: ({ instanceId }) => `${instanceId} 1`,
    edits: ({ instanceId: id }) => ({ kind: 'instance', id }),
    risk: review,
    actions: ['ec2:AssociateIamInstanceProfile', FIND, PASS_ROLE],
    describe: ({ instanceId, profileArn }) =>
      `associate instance profile ${profileName(profileArn)} with ${instanceId}`,
    apply: (world, { profileArn: arn, profileId: id, ...place }) =>
      edit(world, place, instance =>
        instance.profileArn === undefined ? holding(instance, { arn, id }) : instance,
      ),
    invert: change => ({ ...change, type: 'disassociate-profile' }),
  },
  'disassociate-profile': {
    touches: ['instances'],
    phase: 'profile associations',
    turn: ({ instanceId }) => `${instanceId} 3`,
    edits: ({ instanceId: id }) => ({ kind: 'instance', id }),
    risk: review,
    actions: [FIND, 'ec2:DisassociateIamInstanceProfile'],
    describe: ({ instanceId, profileArn }) =>
      `take instance profile ${profileName(profileArn)} from ${instanceId}, to which this tool gave it`,
    apply: (world, { profileArn: arn, profileId: id, ...place }) =>
      edit(world, place, instance =>
        holds(instance, { arn, id }) ? holding(instance, undefined) : instance,
      ),
    invert: change => ({ ...change, type: 'associate-profile' }),
  },
  'replace-profile': {
    touches: ['instances'],
    phase: 'profile associations',
    turn: ({ instanceId }) => `${instanceId} 2`,
    edits: ({ instanceId: id }) => ({ kind: 'instance', id }),
    risk: review,
    actions: [
      FIND,
      'ec2:DisassociateIamInstanceProfile',
      'ec2:ReplaceIamInstanceProfileAssociation',
      PASS_ROLE,
    ],
    describe: ({ instanceId, from, to }) => describeReplacement(instanceId, from, to),
    apply: (world, { from, to, ...place }) =>
      edit(world, place, instance =>
        holds(instance, from) ? holding(instance, to.unusable ? undefined : to) : instance,
      ),
    invert: ({ from, to, ...change }) => ({ ...change, from: to, to: from }),
  },
}
