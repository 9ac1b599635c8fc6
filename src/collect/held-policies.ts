import type { AttachedPolicy } from '../core/records.ts'
import { ask, everyPage, malformed, unlessAbsent } from './ask.ts'
import { decoded, NO_SUCH_ENTITY } from './iam-answers.ts'

interface Page {
  readonly IsTruncated?: boolean | undefined
  readonly Marker?: string | undefined
}

interface Attached extends Page {
  readonly AttachedPolicies?:
    | readonly { readonly PolicyArn?: string | undefined; readonly PolicyName?: string | undefined }[]
    | undefined
}

interface Names extends Page {
  readonly PolicyNames?: readonly string[] | undefined
}

/** A call of IAM on one role, user or group, and the action that it needs. */
interface Call<I, O> {
  readonly action: string
  readonly send: (input: I) => Promise<O>
}

/** How the policies of a role, user or group are read. */
export interface PolicyHolder {
  readonly attached: Call<{ readonly Marker?: string }, Attached>
  readonly inline: Call<{ readonly Marker?: string }, Names>
  readonly text: Call<{ readonly PolicyName: string }, { readonly PolicyDocument?: string | undefined }>
}

/** The policies that a role, user or group holds by itself. */
export interface HeldPolicies {
  readonly attached: readonly AttachedPolicy[]
  readonly inline: Readonly<Record<string, string>>
}

/** Reads what is attached, and the texts of what is inline. @throws FailedRead */
export const heldPolicies = async (holder: PolicyHolder): Promise<HeldPolicies> => {
  const [attached, inline] = await Promise.all([attachedTo(holder), inlineOf(holder)])
  return { attached, inline }
}

const attachedTo = ({ attached: { action, send } }: PolicyHolder): Promise<readonly AttachedPolicy[]> =>
  everyPage(action, async Marker => {
    const answer = await ask(action, ['AttachedPolicies'], () => send(Marker ? { Marker } : {}))
    const items = answer.AttachedPolicies.map(({ PolicyArn, PolicyName }) => {
      if (!PolicyArn || !PolicyName) throw malformed(action, 'lists a policy without its ARN or name')
      return { arn: PolicyArn, name: PolicyName }
    })
    return { items, next: answer.IsTruncated ? answer.Marker : undefined }
  })

const inlineOf = async ({
  inline: { action, send },
  text,
}: PolicyHolder): Promise<Record<string, string>> => {
  const names = await everyPage(action, async Marker => {
    const answer = await ask(action, ['PolicyNames'], () => send(Marker ? { Marker } : {}))
    return { items: answer.PolicyNames, next: answer.IsTruncated ? answer.Marker : undefined }
  })
  const texts = await Promise.all(names.map(name => inlineText(text, name)))
  return Object.fromEntries(texts.flat())
}

// One that was deleted since it was listed is none of the holder's any more.
const inlineText = async (
  { action, send }: PolicyHolder['text'],
  PolicyName: string,
): Promise<readonly (readonly [string, string])[]> => {
  const answer = await unlessAbsent(
    ask(action, ['PolicyDocument'], () => send({ PolicyName })),
    NO_SUCH_ENTITY,
  )
  return answer ? [[PolicyName, decoded(answer.PolicyDocument)]] : []
}
