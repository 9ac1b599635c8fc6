import {
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  GetPolicyVersionCommand,
  ListPolicyVersionsCommand,
  SetDefaultPolicyVersionCommand,
  type IAMClient,
} from '@aws-sdk/client-iam'
import { everyPage, given, unlessGone } from './answers.ts'
import type { Seen } from './executor.ts'
import { decoded } from './policy-text.ts'
import { sameMeaning } from '../core/same-meaning.ts'
import { sendOnce } from './send-once.ts'

/** The versions of a policy by id, oldest first. */
export interface Versions extends Seen {
  readonly spare: readonly string[]
}

/** The versions of a policy, or nothing where the policy does not exist. */
export const versionsOf = async (iam: IAMClient, PolicyArn: string): Promise<Versions | undefined> => {
  const listed = await unlessGone(
    everyPage(async Marker => {
      const answer = await iam.send(new ListPolicyVersionsCommand({ PolicyArn, ...(Marker && { Marker }) }))
      return {
        items: given(answer.Versions, 'Versions'),
        next: answer.IsTruncated ? answer.Marker : undefined,
      }
    }),
  )
  if (!listed) return undefined
  const found = listed.map(({ VersionId, IsDefaultVersion }) => ({
    id: given(VersionId, 'VersionId'),
    isDefault: IsDefaultVersion === true,
  }))
  const ids = (some: typeof found): string[] => some.map(({ id }) => id).toSorted(byNumber)
  return {
    versions: ids(found),
    defaultVersion: given(found.find(({ isDefault }) => isDefault)?.id, 'default version'),
    spare: ids(found.filter(({ isDefault }) => !isDefault)),
  }
}

// Version numbers only ever rise: v10 is newer than v9.
const byNumber = (a: string, b: string): number => Number(a.slice(1)) - Number(b.slice(1))

export const versionText = async (iam: IAMClient, PolicyArn: string, VersionId: string): Promise<string> => {
  const { PolicyVersion } = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }))
  return decoded(given(PolicyVersion?.Document, 'Document'))
}

/** Those of some versions whose text says the same as a text, in the order given; equal texts before equal meanings. */
export const versionsSaying = async (
  iam: IAMClient,
  arn: string,
  ids: readonly string[],
  document: string,
): Promise<readonly string[]> => {
  const texts = await Promise.all(ids.map(async id => ({ id, text: await versionText(iam, arn, id) })))
  const same = texts.filter(({ text }) => sameMeaning(text, document))
  const exact = same.filter(({ text }) => text === document)
  return [...exact, ...same.filter(one => !exact.includes(one))].map(({ id }) => id)
}

export const createVersion = async (
  iam: IAMClient,
  PolicyArn: string,
  PolicyDocument: string,
  SetAsDefault: boolean,
): Promise<void> => {
  // Sent twice, it would make a second version of the same text.
  const command = new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument, SetAsDefault })
  const answer = await sendOnce(command, () => iam.send(command))
  given(answer.PolicyVersion?.VersionId, 'VersionId')
}

export const deleteVersion = async (iam: IAMClient, PolicyArn: string, VersionId: string): Promise<void> => {
  await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }))
}

export const setDefault = async (iam: IAMClient, PolicyArn: string, VersionId: string): Promise<void> => {
  await iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId }))
}
