import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { EC2Client } from '@aws-sdk/client-ec2'
import { IAMClient } from '@aws-sdk/client-iam'
import { KMSClient } from '@aws-sdk/client-kms'
import { S3Client } from '@aws-sdk/client-s3'
import { SSMClient } from '@aws-sdk/client-ssm'
import nock from 'nock'
import type { RegionalWriters } from '../../src/apply/executor.ts'
import type { AccountState } from './account-state.ts'
import { Refused } from './refused.ts'
import { serviceOf, type Answer, type Request, type Service } from './services.ts'

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
  /** `iam:GetRole`: the service and the operation. */
  readonly action: string
  /** The form fields of the query protocol, flat; the body of the JSON protocol as `body`. */
  readonly fields: Readonly<Record<string, string>>
}

/** An account behind the SDK's wire. */
export interface AccountWire {
  state: AccountState
  readonly calls: Call[]
  readonly iam: IAMClient
  readonly at: (region: string) => RegionalWriters
  /** The Regions of which clients were asked for. */
  readonly regions: Set<string>
  /** Asked for each call, retries too; may also do something at that moment. */
  trouble: (call: Call) => Trouble | Refused | undefined
  /** Told after each call that was carried out. */
  done: (call: Call) => void
}

const isRead = ({ action }: Call): boolean => /^\w+:(?:Get|List|Describe|Head)/.test(action)

/** The calls that were not reads. */
export const writes = (calls: readonly Call[]): string[] =>
  calls.filter(call => !isRead(call)).map(({ action }) => action)

export const isWrite = (call: Call): boolean => !isRead(call)

const answerOf = (service: Service, state: AccountState, call: Call): Answer => {
  try {
    return [200, service.resultOf(state, call)]
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return service.refusal(error)
  }
}

const cut = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })

const handle = (wire: AccountWire, request: Request): Answer => {
  const service = serviceOf(request)
  const call = service.callOf(request)
  wire.calls.push(call)
  const trouble = wire.trouble(call)
  if (trouble instanceof Refused) return service.refusal(trouble)
  if (trouble === 'drop') throw cut()
  if (trouble === 'deny')
    return service.refusal(new Refused(service.denied, 403, `not authorized to perform: ${call.action}`))
  if (trouble === 'throttle') return service.refusal(new Refused(service.throttled, 400, 'Rate exceeded'))
  if (trouble === 'empty') return [200, '']
  if (trouble === 'malformed') return [200, '<<{"nonsense":']
  const answer = answerOf(service, wire.state, call)
  wire.done(call)
  if (trouble === 'lose') throw cut()
  return answer
}

let accounts = 0

/** Puts an account behind the wire; every call is answered from its state. */
export const accountWire = (state: AccountState, maxAttempts = 1): AccountWire => {
  const endpoint = `https://account-${++accounts}.example.com`
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'none' }
  const config = { region: 'eu-north-1', credentials, endpoint, maxAttempts }
  const writers = {
    ec2: new EC2Client(config),
    kms: new KMSClient(config),
    logs: new CloudWatchLogsClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    ssm: new SSMClient(config),
  }
  const regions = new Set<string>()
  const wire: AccountWire = {
    state,
    calls: [],
    iam: new IAMClient(config),
    at: region => {
      regions.add(region)
      return writers
    },
    regions,
    trouble: () => undefined,
    done: () => undefined,
  }
  for (const method of ['POST', 'GET', 'PUT', 'DELETE', 'HEAD']) answerWith(wire, endpoint, method)
  return wire
}

const answerWith = (wire: AccountWire, endpoint: string, method: string): void => {
  nock(endpoint)
    .persist()
    .intercept(/^\//, method)
    .reply(function (path, body, answer) {
      try {
        const { headers } = this.req
        answer(
          null,
          handle(wire, {
            method,
            path,
            target: headerIn(headers, 'x-amz-target'),
            owner: headerIn(headers, 'x-amz-expected-bucket-owner'),
            body: textOf(body),
          }),
        )
      } catch (error) {
        answer(error instanceof Error ? error : new Error(String(error)), [500, ''])
      }
    })
}

const headerIn = (headers: Readonly<Record<string, unknown>>, name: string): string => {
  const value = headers[name]
  return typeof value === 'string' ? value : ''
}

// nock parses what calls itself JSON.
const textOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body))

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
