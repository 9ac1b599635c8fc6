import { GetRoleCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam'
import { given, unlessGone } from './answers.ts'
import { ChangedSince, type Executor } from './executor.ts'
import { decoded, progress } from './policy-text.ts'

const put: Executor<'put-trust-policy'> = {
  look: async ({ role: RoleName, from, to }, { iam }) => {
    const answer = await unlessGone(iam.send(new GetRoleCommand({ RoleName })))
    if (!answer) throw new ChangedSince(`role ${RoleName} does not exist any more`)
    const text = decoded(given(answer.Role?.AssumeRolePolicyDocument, 'AssumeRolePolicyDocument'))
    const how = progress(text, from, to)
    if (how === 'after') return undefined
    if (how === 'neither')
      throw new ChangedSince(
        `the trust policy of role ${RoleName} was changed by someone else since the plan`,
      )
    const input = { RoleName, PolicyDocument: to }
    return { write: async () => void (await iam.send(new UpdateAssumeRolePolicyCommand(input))) }
  },
}

/** Trust policies of roles. */
export const roleTrustExecutors = { 'put-trust-policy': put }
