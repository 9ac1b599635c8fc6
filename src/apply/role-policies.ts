import {
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
  type IAMClient,
} from '@aws-sdk/client-iam'
import { given, unlessGone } from './answers.ts'
import { ChangedSince, type Executor } from './executor.ts'
import { decoded, progress } from './policy-text.ts'
import { sameMeaning } from '../core/same-meaning.ts'

const inlineText = async (
  iam: IAMClient,
  RoleName: string,
  PolicyName: string,
): Promise<string | undefined> => {
  const answer = await unlessGone(iam.send(new GetRolePolicyCommand({ RoleName, PolicyName })))
  return answer && decoded(given(answer.PolicyDocument, 'PolicyDocument'))
}

const named = (role: string, policy: string): string => `inline policy ${policy} of role ${role}`

const stateOf = (text: string | undefined, from: string | undefined, to: string) => {
  if (text === undefined) return from === undefined ? 'before' : 'neither'
  if (from !== undefined) return progress(text, from, to)
  return sameMeaning(text, to) ? 'after' : 'neither'
}

const put: Executor<'put-role-policy'> = {
  look: async ({ role, policy, from, to }, { iam }) => {
    const how = stateOf(await inlineText(iam, role, policy), from, to)
    if (how === 'after') return undefined
    if (how === 'neither')
      throw new ChangedSince(`${named(role, policy)} was changed by someone else since the plan`)
    const input = { RoleName: role, PolicyName: policy, PolicyDocument: to }
    return { write: async () => void (await iam.send(new PutRolePolicyCommand(input))) }
  },
}

const remove: Executor<'delete-role-policy'> = {
  look: async ({ role, policy, document }, { iam }) => {
    const text = await inlineText(iam, role, policy)
    if (text === undefined) return undefined
    if (!sameMeaning(text, document))
      throw new ChangedSince(`${named(role, policy)} was changed by someone else since it was added`)
    const input = { RoleName: role, PolicyName: policy }
    return { write: async () => void (await iam.send(new DeleteRolePolicyCommand(input))) }
  },
}

/** Inline policies of roles. */
export const rolePolicyExecutors = { 'put-role-policy': put, 'delete-role-policy': remove }
