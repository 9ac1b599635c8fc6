import type { Call, WireRequest } from './call.ts'
import type { WireAnswer } from './faults.ts'
import type { AccountState } from './state.ts'

const HOUR = 3_600_000
const MOST = 100

/** Moto lists no versions of a document, and gives each by its number: they are asked for one by one. */
export const documentVersionsAnswer = async (
  call: Call,
  request: WireRequest,
  state: AccountState,
  ask: (request: WireRequest) => Promise<WireAnswer>,
): Promise<WireAnswer | undefined> => {
  if (`${call.service}:${call.operation}` !== 'ssm:ListDocumentVersions') return undefined
  const { Name } = call.params
  const found: object[] = []
  for (let number = 1; number <= MOST; number++) {
    const body = Buffer.from(JSON.stringify({ Name, DocumentVersion: String(number) }))
    const headers = {
      ...request.headers,
      'x-amz-target': 'AmazonSSM.GetDocument',
      'content-length': String(body.length),
    }
    const answer = await ask({ ...request, body, headers })
    if (answer.status !== 200) return number === 1 ? answer : listOf(found)
    const CreatedDate = (Date.now() - state.ageHours * HOUR) / 1000 + number
    found.push({ Name, DocumentVersion: String(number), CreatedDate, DocumentFormat: 'JSON' })
  }
  return listOf(found)
}

/** The newest first, as AWS has them. */
const listOf = (versions: readonly object[]): WireAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify({ DocumentVersions: versions.toReversed() }),
})
