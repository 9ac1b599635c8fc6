import type { Call } from './call.ts'
import { errorAnswer, type WireAnswer } from './faults.ts'
import type { AccountState } from './state.ts'

/** Asks moto for an operation of the same service; undefined where it refuses. */
export type AskJson = (
  operation: string,
  params: Readonly<Record<string, unknown>>,
) => Promise<Readonly<Record<string, unknown>> | undefined>

interface Described {
  readonly LatestVersion: string
  readonly DefaultVersion: string
}

const HOUR = 3_600_000

/** Moto knows no ListDocumentVersions: what it says of each number, the newest first as AWS lists them. */
const listVersions = async (call: Call, { ageHours }: AccountState, ask: AskJson): Promise<WireAnswer> => {
  const { Name } = call.params
  const about = (await ask('DescribeDocument', { Name }))?.['Document'] as Described | undefined
  if (!about) return errorAnswer(call, 400, 'InvalidDocument', `Document ${String(Name)} does not exist.`)
  const numbers = Array.from({ length: Number(about.LatestVersion) }, (_, at) => String(at + 1))
  const there = await Promise.all(
    numbers.map(async DocumentVersion => {
      const found = await ask('GetDocument', { Name, DocumentVersion })
      return found ? [DocumentVersion] : []
    }),
  )
  const DocumentVersions = there
    .flat()
    .toReversed()
    .map(DocumentVersion => ({
      Name,
      DocumentVersion,
      CreatedDate: (Date.now() - ageHours * HOUR) / 1000 + Number(DocumentVersion),
      IsDefaultVersion: DocumentVersion === about.DefaultVersion,
      DocumentFormat: 'JSON',
      Status: 'Active',
    }))
  const body = JSON.stringify({ DocumentVersions })
  return { status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body }
}

/** What is answered for documents with a look at more than one thing of moto; undefined where moto is to be asked. */
export const documentAnswer = async (
  call: Call,
  state: AccountState,
  ask: AskJson,
): Promise<WireAnswer | undefined> =>
  call.service === 'ssm' && call.operation === 'ListDocumentVersions'
    ? listVersions(call, state, ask)
    : undefined
