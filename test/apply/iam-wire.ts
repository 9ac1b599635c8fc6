import { EC2Client } from '@aws-sdk/client-ec2'
import { IAMClient } from '@aws-sdk/client-iam'
import nock from 'nock'
import { EC2_OPERATIONS } from './ec2-operations.ts'
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

/** An account's IAM and EC2 behind the SDK's wire. */
export interface IamWire {
  state: IamState
  readonly calls: Call[]
  readonly iam: IAMClient
  readonly ec2: (region: string) => EC2Client
  /** The Regions of which a client for EC2 was asked for. */
  readonly regions: Set<string>
  /** Asked for each call, retries too; may also do something at that moment. */
  trouble: (call: Call) => Trouble | undefined
  /** Told after each call that was carried out. */
  done: (call: Call) => void
}

const isRead = ({ action }: Call): boolean => /^(iam:(Get|List)|ec2:Describe)/.test(action)

/** The calls that were not reads. */
export const writes = (calls: readonly Call[]): string[] =>
  calls.filter(call => !isRead(call)).map(({ action }) => action)

export const isWrite = (call: Call): boolean => !isRead(call)

type Answer = readonly [number, string]

const isEc2 = ({ action }: Call): boolean => action.startsWith('ec2:')

const refusal = (call: Call, status: number, code: string, message: string): Answer => [
  status,
  isEc2(call)
    ? `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>r-1</RequestID></Response>`
    : `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`,
]

const resultOf = (state: IamState, { action, fields }: Call): string => {
  const name = action.slice(4)
  const ec2 = action.startsWith('ec2:') ? EC2_OPERATIONS[name]?.(state.network, fields) : undefined
  const result = ec2 ?? OPERATIONS[name]?.(state, fields)
  if (result === undefined) throw new Refused('InvalidAction', 400, name)
  return ec2 === undefined
    ? `<${name}Response><${name}Result>${result}</${name}Result></${name}Response>`
    : `<${name}Response>${result}</${name}Response>`
}

const answerOf = (state: IamState, call: Call): Answer => {
  try {
    return [200, resultOf(state, call)]
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return refusal(call, error.status, error.code, error.message)
  }
}

/** The versions of the two APIs tell them apart. */
const EC2_VERSION = '2016-11-15'

const cut = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })

const handle = (wire: IamWire, body: string): Answer => {
  const fields = Object.fromEntries(new URLSearchParams(body))
  const name = fields['Action'] ?? ''
  const call: Call = { action: `${fields['Version'] === EC2_VERSION ? 'ec2' : 'iam'}:${name}`, fields }
  wire.calls.push(call)
  const trouble = wire.trouble(call)
  if (trouble === 'drop') throw cut()
  if (trouble === 'deny')
    return refusal(
      call,
      403,
      isEc2(call) ? 'UnauthorizedOperation' : 'AccessDenied',
      `not authorized to perform: ${call.action}`,
    )
  if (trouble === 'throttle') return refusal(call, 400, 'Throttling', 'Rate exceeded')
  if (trouble === 'empty') return [200, '']
  if (trouble === 'malformed') return [200, '<<{"nonsense":']
  const answer = answerOf(wire.state, call)
  wire.done(call)
  if (trouble === 'lose') throw cut()
  return answer
}

let accounts = 0

/** Puts an account behind the wire; every call is answered from its state. */
export const iamWire = (state: IamState, maxAttempts = 1): IamWire => {
  const endpoint = `https://iam-${++accounts}.example.com`
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'none' }
  const config = { region: 'eu-north-1', credentials, endpoint, maxAttempts }
  const ec2 = new EC2Client(config)
  const regions = new Set<string>()
  const wire: IamWire = {
    state,
    calls: [],
    iam: new IAMClient(config),
    ec2: region => {
      regions.add(region)
      return ec2
    },
    regions,
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
