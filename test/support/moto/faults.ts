import type { Call } from './call.ts'

/** An answer as it goes over the wire. */
export interface WireAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What shall go wrong with a call. */
export type Trouble =
  | { readonly kind: 'deny'; readonly message?: string }
  | { readonly kind: 'throttle' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'error'; readonly code: string; readonly status: number; readonly message: string }
  | { readonly kind: 'delay'; readonly ms: number }
  /** The connection is cut, the call never reaches AWS. */
  | { readonly kind: 'drop' }
  /** The call is carried out and its answer is lost. */
  | { readonly kind: 'lose' }
  | { readonly kind: 'truncate' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'empty' }
  /** Something that the test does before the call is carried out, or after it and before the answer. */
  | { readonly kind: 'hook'; readonly before?: () => Promise<void>; readonly after?: () => Promise<void> }
  /** The answer's body, rewritten. */
  | { readonly kind: 'rewrite'; readonly body: (text: string) => string }

/** A rule: which calls have which trouble, and how many times (always, if it does not say). */
export interface Fault {
  readonly when: (call: Call) => boolean
  readonly trouble: Trouble
  times?: number
}

const JSON_SERVICES = new Set(['ssm', 'logs', 'kms'])

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const xml = (status: number, body: string): WireAnswer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
})

/** An error in the shape in which the call's service gives errors. */
export const errorAnswer = (call: Call, status: number, code: string, message: string): WireAnswer => {
  if (JSON_SERVICES.has(call.service)) {
    const body = JSON.stringify({ __type: code, message })
    return { status, headers: { 'content-type': 'application/x-amz-json-1.1' }, body }
  }
  const error = `<Code>${code}</Code><Message>${escape(message)}</Message>`
  if (call.service === 's3') {
    if (call.method === 'HEAD') return { status, headers: { 'content-type': 'application/xml' }, body: '' }
    return xml(status, `<Error>${error}<RequestId>4442587FB7D0A2F9</RequestId><HostId>none</HostId></Error>`)
  }
  if (call.service === 'ec2') {
    const errors = `<Errors><Error>${error}</Error></Errors>`
    return xml(status, `<Response>${errors}<RequestID>ea966190-f9aa-478e-9ede-example</RequestID></Response>`)
  }
  const body = `<Error><Type>Sender</Type>${error}</Error><RequestId>4a5b2f5a-example</RequestId>`
  return xml(status, `<ErrorResponse>${body}</ErrorResponse>`)
}

const callerArn = (call: Call): string => `arn:aws:sts::${call.accountId}:assumed-role/Doctor/e2e`

/** The refusal of a call as IAM words it for that service. */
export const denial = (call: Call, message?: string): WireAnswer => {
  const missing = `because no identity-based policy allows the ${call.action} action`
  const text = message ?? `User: ${callerArn(call)} is not authorized to perform: ${call.action} ${missing}`
  if (JSON_SERVICES.has(call.service)) return errorAnswer(call, 400, 'AccessDeniedException', text)
  if (call.service === 'ec2') {
    const words = `You are not authorized to perform this operation. ${text}`
    return errorAnswer(call, 403, 'UnauthorizedOperation', words)
  }
  return errorAnswer(call, 403, 'AccessDenied', text)
}

const throttle = (call: Call): WireAnswer => {
  if (JSON_SERVICES.has(call.service)) return errorAnswer(call, 400, 'ThrottlingException', 'Rate exceeded')
  if (call.service === 's3') return errorAnswer(call, 503, 'SlowDown', 'Please reduce your request rate.')
  if (call.service === 'ec2') return errorAnswer(call, 503, 'RequestLimitExceeded', 'Request limit exceeded.')
  return errorAnswer(call, 400, 'Throttling', 'Rate exceeded')
}

const expired = (call: Call): WireAnswer => {
  const text = 'The security token included in the request is expired'
  if (JSON_SERVICES.has(call.service)) return errorAnswer(call, 400, 'ExpiredTokenException', text)
  return errorAnswer(call, call.service === 's3' ? 400 : 403, 'ExpiredToken', text)
}

/** The answer that a trouble gives in the place of AWS's, or undefined where AWS is asked all the same. */
export const answerOf = (trouble: Trouble | undefined, call: Call): WireAnswer | undefined => {
  if (trouble?.kind === 'deny') return denial(call, trouble.message)
  if (trouble?.kind === 'throttle') return throttle(call)
  if (trouble?.kind === 'expired') return expired(call)
  if (trouble?.kind === 'error') return errorAnswer(call, trouble.status, trouble.code, trouble.message)
  if (trouble?.kind === 'empty') return { status: 200, headers: {}, body: '' }
  if (trouble?.kind === 'malformed') return { status: 200, headers: {}, body: '<<{"nonsense":' }
  return undefined
}
