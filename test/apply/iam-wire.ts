import { IAMClient } from '@aws-sdk/client-iam'
import nock from 'nock'
import { OPERATIONS, Refused } from './iam-operations.ts'
import type { IamState } from './iam-state.ts'

/** What goes wrong with a call. */
export type Trouble =
  | 'deny'
  | 'throttle'
  /** The connection is cut before AWS has the call. */
  | 'drop'
  /** AWS carries it out and the answer is lost. */
  | 'lose'
  | 'empty'
  | 'malformed'

/** A call as AWS saw it. */
export interface Call {
  readonly action: string
  readonly fields: Readonly<Record<string, string>>
}

/** An account's IAM behind the SDK's wire. */
export interface IamWire {
  state: IamState
  readonly calls: Call[]
  readonly iam: IAMClient
  /** Asked for each call, retries too; may also do something at that moment. */
  trouble: (call: Call) => Trouble | undefined
  /** Told after each call that was carried out. */
  done: (call: Call) => void
}

const isRead = ({ action }: Call): boolean => /^iam:(Get|List)/.test(action)

/** The calls that were not reads. */
export const writes = (calls: readonly Call[]): string[] =>
  calls.filter(call => !isRead(call)).map(({ action }) => action)

export const isWrite = (call: Call): boolean => !isRead(call)

type Answer = readonly [number, string]

const refusal = (status: number, code: string, message: string): Answer => [
  status,
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`,
]

const answerOf = (state: IamState, name: string, fields: Call['fields']): Answer => {
  try {
    const result = OPERATIONS[name]?.(state, fields)
    if (result === undefined) throw new Refused('InvalidAction', 400, name)
    return [200, `<${name}Response><${name}Result>${result}</${name}Result></${name}Response>`]
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return refusal(error.status, error.code, error.message)
  }
}

const cut = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })

const handle = (wire: IamWire, body: string): Answer => {
  const fields = Object.fromEntries(new URLSearchParams(body))
  const name = fields['Action'] ?? ''
  const call: Call = { action: `iam:${name}`, fields }
  wire.calls.push(call)
  const trouble = wire.trouble(call)
  if (trouble === 'drop') throw cut()
  if (trouble === 'deny') return refusal(403, 'AccessDenied', `not authorized to perform: ${call.action}`)
  if (trouble === 'throttle') return refusal(400, 'Throttling', 'Rate exceeded')
  if (trouble === 'empty') return [200, '']
  if (trouble === 'malformed') return [200, '<<{"nonsense":']
  const answer = answerOf(wire.state, name, fields)
  wire.done(call)
  if (trouble === 'lose') throw cut()
  return answer
}

let accounts = 0

/** Puts an account behind the wire; every call is answered from its state. */
export const iamWire = (state: IamState, maxAttempts = 1): IamWire => {
  const endpoint = `https://iam-${++accounts}.example.com`
  const wire: IamWire = {
    state,
    calls: [],
    iam: new IAMClient({
      region: 'eu-north-1',
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'none' },
      endpoint,
      maxAttempts,
    }),
    trouble: () => undefined,
    done: () => undefined,
  }
  nock(endpoint)
    .persist()
    .post('/')
    .reply((_uri, body, answer) => {
      try {
        answer(null, handle(wire, typeof body === 'string' ? body : ''))
      } catch (error) {
        answer(error instanceof Error ? error : new Error(String(error)), [500, ''])
      }
    })
  return wire
}

/** Closes the network, and forgets the accounts behind it. */
export const useWire = (hooks: {
  beforeEach: (run: () => void) => void
  afterEach: (run: () => void) => void
}): void => {
  hooks.beforeEach(() => nock.disableNetConnect())
  hooks.afterEach(() => {
    nock.cleanAll()
    nock.enableNetConnect()
  })
}
