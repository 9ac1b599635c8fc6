import {
  AssociateIamInstanceProfileCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  DisassociateIamInstanceProfileCommand,
  ReplaceIamInstanceProfileAssociationCommand,
  type EC2Client,
  type IamInstanceProfileAssociation,
} from '@aws-sdk/client-ec2'
import type { HeldProfile } from '../core/changes/change.ts'
import { everyPage, given } from './answers.ts'
import { ChangedSince, type Context, type Executor, type Pending } from './executor.ts'
import { awaited } from './patiently.ts'

/** An instance's profile, as it is associated or just being so. */
interface Association {
  readonly id: string
  readonly profile: Required<Pick<HeldProfile, 'arn' | 'id'>>
}

type Found = readonly IamInstanceProfileAssociation[]

const listFor = (ec2: EC2Client, instanceId: string): Promise<Found> => {
  const Filters = [{ Name: 'instance-id', Values: [instanceId] }]
  return everyPage(async NextToken => {
    const input = { Filters, ...(NextToken && { NextToken }) }
    const page = await ec2.send(new DescribeIamInstanceProfileAssociationsCommand(input))
    return {
      items: given(page.IamInstanceProfileAssociations, 'IamInstanceProfileAssociations'),
      next: page.NextToken,
    }
  })
}

const MOVING: ReadonlySet<string | undefined> = new Set(['associating', 'disassociating'])
const TRIES = 20

/** What an instance has once EC2 has done what was asked of it last: while an association ends, it takes no other one. */
const settled = async (context: Context, ec2: EC2Client, instanceId: string): Promise<Found> => {
  let last: Found = []
  const look = async () => {
    last = await listFor(ec2, instanceId)
    return last.some(({ State }) => MOVING.has(State)) ? undefined : last
  }
  return (await awaited(context, look, TRIES)) ?? last
}

/** One that has ended stays listed for a while. */
const isLive = ({ State }: IamInstanceProfileAssociation): boolean =>
  given(State, 'State') === 'associated' || State === 'associating'

/** The one association that an instance may have. */
const associationOf = async (
  context: Context,
  ec2: EC2Client,
  instanceId: string,
): Promise<Association | undefined> => {
  const live = (await settled(context, ec2, instanceId)).find(isLive)
  if (!live) return undefined
  const { Arn, Id } = given(live.IamInstanceProfile, 'IamInstanceProfile')
  return {
    id: given(live.AssociationId, 'AssociationId'),
    profile: { arn: given(Arn, 'Arn'), id: given(Id, 'Id') },
  }
}

const isSame = ({ profile }: Association, { arn, id }: HeldProfile): boolean =>
  profile.arn === arn && (id === undefined || profile.id === id)

const otherwise = (instanceId: string, { profile }: Association): ChangedSince =>
  new ChangedSince(`${instanceId} holds instance profile ${profile.arn} since`)

const ending = (ec2: EC2Client, { id: AssociationId }: Association): Pending => ({
  write: async () => void (await ec2.send(new DisassociateIamInstanceProfileCommand({ AssociationId }))),
})

const associate: Executor<'associate-profile'> = {
  look: async ({ region, instanceId, profileArn: arn, profileId: id }, context) => {
    const { ec2 } = context.at(region)
    const now = await associationOf(context, ec2, instanceId)
    if (now && isSame(now, { arn, id })) return undefined
    if (now) throw otherwise(instanceId, now)
    const input = { InstanceId: instanceId, IamInstanceProfile: { Arn: arn } }
    return { write: async () => void (await ec2.send(new AssociateIamInstanceProfileCommand(input))) }
  },
}

const disassociate: Executor<'disassociate-profile'> = {
  look: async ({ region, instanceId, profileArn: arn, profileId: id }, context) => {
    const { ec2 } = context.at(region)
    const now = await associationOf(context, ec2, instanceId)
    if (!now) return undefined
    if (!isSame(now, { arn, id })) throw otherwise(instanceId, now)
    return ending(ec2, now)
  },
}

const replace: Executor<'replace-profile'> = {
  look: async ({ region, instanceId, from, to }, context) => {
    const { ec2 } = context.at(region)
    const now = await associationOf(context, ec2, instanceId)
    if (!now && to.unusable) return undefined
    if (!now) throw new ChangedSince(`${instanceId} holds no instance profile any more`)
    if (isSame(now, to)) return undefined
    if (!isSame(now, from)) throw otherwise(instanceId, now)
    if (to.unusable) return ending(ec2, now)
    const input = { AssociationId: now.id, IamInstanceProfile: { Arn: to.arn } }
    return {
      write: async () => void (await ec2.send(new ReplaceIamInstanceProfileAssociationCommand(input))),
    }
  },
}

/** Which instance profile an instance holds. */
export const profileAssociationExecutors = {
  'associate-profile': associate,
  'disassociate-profile': disassociate,
  'replace-profile': replace,
}
