import type { AccountState } from './account-state.ts'
import type { Call } from './account-wire.ts'
import { DOCUMENT_OPERATIONS } from './document-operations.ts'
import { EC2_OPERATIONS } from './ec2-operations.ts'
import { OPERATIONS } from './iam-operations.ts'
import { INSTANCE_OPERATIONS } from './instance-operations.ts'
import { KMS_OPERATIONS } from './kms-operations.ts'
import { LOGS_OPERATIONS } from './logs-operations.ts'
import { PROFILE_OPERATIONS } from './profile-operations.ts'
import { Refused } from './refused.ts'
import { partOf, s3Result } from './s3-operations.ts'
import { SSM_OPERATIONS } from './ssm-operations.ts'

/** A call as it comes over the wire. */
export interface Request {
  readonly method: string
  /** With its query. */
  readonly path: string
  /** What `X-Amz-Target` says: empty but in the JSON protocol. */
  readonly target: string
  /** The account that is expected to own the bucket; empty where none is. */
  readonly owner: string
  readonly body: string
}

export type Answer = readonly [number, string]

/** How a service speaks, and what it does. */
export interface Service {
  is(request: Request): boolean
  callOf(request: Request): Call
  resultOf(state: AccountState, call: Call): string
  refusal(error: Refused): Answer
  /** What it calls a call that is not authorized, and one too many. */
  readonly denied: string
  readonly throttled: string
}

type Fields = Readonly<Record<string, string>>
type QueryOperations = Readonly<Record<string, (state: AccountState, fields: Fields) => string>>

const operationOf = ({ action }: Call): string => action.slice(action.indexOf(':') + 1)

const known = <T>(operation: T | undefined, name: string): T => {
  if (operation === undefined) throw new Refused('InvalidAction', 400, name)
  return operation
}

const fieldsOf = ({ body }: Request): Fields => Object.fromEntries(new URLSearchParams(body))

const IDENTITIES: QueryOperations = { ...OPERATIONS, ...PROFILE_OPERATIONS }

const iam: Service = {
  is: request => request.target === '' && fieldsOf(request)['Version'] === '2010-05-08',
  callOf: request => ({ action: `iam:${fieldsOf(request)['Action']}`, fields: fieldsOf(request) }),
  resultOf: (state, call) => {
    const name = operationOf(call)
    const result = known(IDENTITIES[name], name)(state, call.fields)
    return `<${name}Response><${name}Result>${result}</${name}Result></${name}Response>`
  },
  refusal: ({ status, code, message }) => [
    status,
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`,
  ],
  denied: 'AccessDenied',
  throttled: 'Throttling',
}

const NETWORK: QueryOperations = Object.fromEntries(
  Object.entries(EC2_OPERATIONS).map(([name, run]) => [name, (state, fields) => run(state.network, fields)]),
)

const COMPUTING: QueryOperations = { ...NETWORK, ...INSTANCE_OPERATIONS }

const ec2: Service = {
  is: request => request.target === '' && fieldsOf(request)['Version'] === '2016-11-15',
  callOf: request => ({ action: `ec2:${fieldsOf(request)['Action']}`, fields: fieldsOf(request) }),
  resultOf: (state, call) => {
    const name = operationOf(call)
    return `<${name}Response>${known(COMPUTING[name], name)(state, call.fields)}</${name}Response>`
  },
  refusal: ({ status, code, message }) => [
    status,
    `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>r-1</RequestID></Response>`,
  ],
  denied: 'UnauthorizedOperation',
  throttled: 'RequestLimitExceeded',
}

export type Json = Readonly<Record<string, unknown>>
export type JsonOperations = Readonly<Record<string, (state: AccountState, input: Json) => Json>>

/** A service of the JSON protocol: `X-Amz-Target: PREFIX.Operation`. */
const json = (service: string, prefix: string, operations: JsonOperations): Service => ({
  is: ({ target }) => target.startsWith(`${prefix}.`),
  callOf: ({ target, body }) => ({ action: `${service}:${target.split('.').at(-1)}`, fields: { body } }),
  resultOf: (state, call) => {
    const name = operationOf(call)
    const input: Json = JSON.parse(call.fields['body'] || '{}')
    return JSON.stringify(known(operations[name], name)(state, input))
  },
  refusal: ({ status, code, message }) => [status, JSON.stringify({ __type: code, message })],
  denied: 'AccessDeniedException',
  throttled: 'ThrottlingException',
})

/** What a bucket call asks for: S3 asks for one action to put a block and to take it away. */
const s3Action = ({ method, path }: Request): string => {
  const part = partOf(path).part?.name ?? ''
  if (method === 'DELETE' && part !== 'BucketPublicAccessBlock') return `s3:Delete${part}`
  return `s3:${method === 'GET' ? 'Get' : 'Put'}${part}`
}

const s3: Service = {
  is: ({ path, target, method, body }) =>
    target === '' && (method !== 'POST' || !body.includes('Version=')) && path !== '/',
  callOf: request => {
    const { method, path, body, owner } = request
    return { action: s3Action(request), fields: { method, path, body, owner } }
  },
  resultOf: (state, { fields }) => s3Result(state, fields),
  refusal: ({ status, code, message }) => [
    status,
    `<Error><Code>${code}</Code><Message>${message}</Message><RequestId>r-1</RequestId></Error>`,
  ],
  denied: 'AccessDenied',
  throttled: 'SlowDown',
}

const SERVICES: readonly Service[] = [
  iam,
  ec2,
  json('kms', 'TrentService', KMS_OPERATIONS),
  json('ssm', 'AmazonSSM', { ...SSM_OPERATIONS, ...DOCUMENT_OPERATIONS }),
  json('logs', 'Logs_20140328', LOGS_OPERATIONS),
  s3,
]

/** The service that a call is for. */
export const serviceOf = (request: Request): Service => {
  const service = SERVICES.find(one => one.is(request))
  if (!service) throw new Error(`nobody answers ${request.method} ${request.path} ${request.target}`)
  return service
}
