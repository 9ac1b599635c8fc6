import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  DeletePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListPolicyTagsCommand,
  type IAMClient,
} from '@aws-sdk/client-iam'
import { everyPage, given, isError, unlessGone } from './answers.ts'
import { PLAN_TAG } from '../core/changes/plan-tag.ts'
import { ChangedSince, type Executor } from './executor.ts'
import { sameMeaning } from '../core/same-meaning.ts'
import { versionText } from './versions.ts'

/** The text of a policy that this plan created; nothing where there is no such policy. @throws ChangedSince for others' */
const ownText = async (iam: IAMClient, PolicyArn: string, digest: string): Promise<string | undefined> => {
  const answer = await unlessGone(iam.send(new GetPolicyCommand({ PolicyArn })))
  if (!answer) return undefined
  const tags = await everyPage(async Marker => {
    const page = await iam.send(new ListPolicyTagsCommand({ PolicyArn, ...(Marker && { Marker }) }))
    return { items: given(page.Tags, 'Tags'), next: page.IsTruncated ? page.Marker : undefined }
  })
  if (!tags.some(({ Key, Value }) => Key === PLAN_TAG && Value === digest))
    throw new ChangedSince(`policy ${PolicyArn} exists and was not created by this plan`)
  return versionText(iam, PolicyArn, given(answer.Policy?.DefaultVersionId, 'DefaultVersionId'))
}

const edited = (arn: string): ChangedSince =>
  new ChangedSince(`policy ${arn} was changed by someone else since it was created`)

/** `/team/` of `arn:aws:iam::123456789012:policy/team/name`. */
const pathOf = (arn: string): string => /:policy(\/(?:.*\/)?)/.exec(arn)?.[1] ?? '/'

const create: Executor<'create-policy'> = {
  look: async ({ policyArn, name, document }, { iam, digest }) => {
    const text = await ownText(iam, policyArn, digest)
    if (text !== undefined && !sameMeaning(text, document)) throw edited(policyArn)
    if (text !== undefined) return undefined
    const input = {
      PolicyName: name,
      Path: pathOf(policyArn),
      PolicyDocument: document,
      Description: 'What a node needs for Session Manager; created by ssm-doctor.',
      Tags: [{ Key: PLAN_TAG, Value: digest }],
    }
    return {
      write: async () => void given((await iam.send(new CreatePolicyCommand(input))).Policy?.Arn, 'Policy'),
    }
  },
}

const destroy = async (iam: IAMClient, PolicyArn: string): Promise<void> => {
  try {
    await iam.send(new DeletePolicyCommand({ PolicyArn }))
  } catch (cause) {
    if (!isError(cause, 'DeleteConflictException')) throw cause
    throw new ChangedSince(`policy ${PolicyArn} is used by others since, or has got other versions`, {
      cause,
    })
  }
}

const remove: Executor<'delete-policy'> = {
  look: async ({ policyArn, document }, { iam, digest }) => {
    const text = await ownText(iam, policyArn, digest)
    if (text === undefined) return undefined
    if (!sameMeaning(text, document)) throw edited(policyArn)
    return { write: () => destroy(iam, policyArn) }
  },
}

const isAttached = async (iam: IAMClient, RoleName: string, arn: string): Promise<boolean | undefined> => {
  const attached = await unlessGone(
    everyPage(async Marker => {
      const input = { RoleName, ...(Marker && { Marker }) }
      const page = await iam.send(new ListAttachedRolePoliciesCommand(input))
      return {
        items: given(page.AttachedPolicies, 'AttachedPolicies'),
        next: page.IsTruncated ? page.Marker : undefined,
      }
    }),
  )
  return attached?.some(({ PolicyArn }) => PolicyArn === arn)
}

const attach: Executor<'attach-role-policy'> = {
  look: async ({ role, policyArn }, { iam }) => {
    const attached = await isAttached(iam, role, policyArn)
    if (attached === undefined) throw new ChangedSince(`role ${role} does not exist any more`)
    if (attached) return undefined
    const input = { RoleName: role, PolicyArn: policyArn }
    return { write: async () => void (await iam.send(new AttachRolePolicyCommand(input))) }
  },
}

const detach: Executor<'detach-role-policy'> = {
  look: async ({ role, policyArn }, { iam }) => {
    if (!(await isAttached(iam, role, policyArn))) return undefined
    const input = { RoleName: role, PolicyArn: policyArn }
    return { write: async () => void (await iam.send(new DetachRolePolicyCommand(input))) }
  },
}

/** Managed policies of our own and their attachment. */
export const managedPolicyExecutors = {
  'create-policy': create,
  'delete-policy': remove,
  'attach-role-policy': attach,
  'detach-role-policy': detach,
}
