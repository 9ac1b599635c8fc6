import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import nock from 'nock'
import { afterEach, beforeEach, expect, vi } from 'vitest'
import type { SessionOptions } from '../../src/collect/session-options.ts'
import { openSession, type AwsSession } from '../../src/collect/session.ts'
import { callOf, type Call } from '../support/moto/call.ts'
import { errorAnswer, type WireAnswer } from '../support/moto/faults.ts'

/** An answer; or none at all, while the connection stays open; or a connection that breaks. */
export type Reply = WireAnswer | 'silence' | 'reset'
/** Answers a call; `nth` counts the calls of the operation from 0. */
export type Answerer = (call: Call, nth: number) => Reply

/** What went over the wire, and what answers there. */
export interface Wire {
  readonly calls: Call[]
  /** Operations in the order of their calls, as `iam:GetRole`. */
  names(): string[]
  /** How often each operation was called. */
  counts(): Record<string, number>
  /** The most calls that were waiting for their answers at a time. */
  busiest(): number
  /** Hosts that were called. */
  readonly hosts: Set<string>
  /** Gives an operation another answer than its file in fixtures/aws. */
  on(operation: string, answer: Answerer): void
}

export const HOME = 'ap-southeast-1'
const FOLDER = join(import.meta.dirname, '../../fixtures/aws')

const fill = (text: string, call: Call): string => {
  const given: Record<string, unknown> = { region: call.region, ...call.params }
  given['PolicyName'] ??= String(given['PolicyArn']).split('/').at(-1)
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(given[name]))
}

const JSON_BODY = { 'content-type': 'application/x-amz-json-1.1' }
const XML_BODY = { 'content-type': 'text/xml' }

export const json = (body: unknown): WireAnswer => ({
  status: 200,
  headers: JSON_BODY,
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

export const xml = (body: string): WireAnswer => ({ status: 200, headers: XML_BODY, body })

/** An answer of IAM with this inside its result. */
export const iam = (operation: string, inside: string): WireAnswer =>
  xml(`<${operation}Response><${operation}Result>${inside}</${operation}Result></${operation}Response>`)

export const head = (status: number, region?: string): WireAnswer => ({
  status,
  headers: region === undefined ? {} : { 'x-amz-bucket-region': region },
  body: '',
})

/** An error in the service's own form. */
export const refuse =
  (code: string, status = 400, message = 'told by the test'): Answerer =>
  call =>
    errorAnswer(call, status, code, message)

const DENIED: Readonly<Record<string, string>> = {
  ssm: 'AccessDeniedException',
  ec2: 'UnauthorizedOperation',
}

/** AWS's refusal: `User: … is not authorized to perform: ACTION`. */
export const deny: Answerer = call =>
  errorAnswer(
    call,
    call.service === 'ssm' || call.service === 'kms' || call.service === 'logs' ? 400 : 403,
    DENIED[call.service] ??
      (['kms', 'logs'].includes(call.service) ? 'AccessDeniedException' : 'AccessDenied'),
    `User: arn:aws:sts::123456789012:assumed-role/Auditor/amelia is not authorized to perform: ${call.action}`,
  )

/** What AWS answers by default: the file of the operation. */
export const recorded: Answerer = call => {
  if (call.operation === 'HeadBucket') return head(200, HOME)
  for (const [extension, answer] of [
    ['json', json],
    ['xml', xml],
  ] as const) {
    const file = join(FOLDER, `${call.service}.${call.operation}.${extension}`)
    if (existsSync(file)) return answer(fill(readFileSync(file, 'utf8'), call))
  }
  return refuse('AccessDenied', 403, 'the tests have no answer')(call, 0)
}

// Buckets are host names on AWS; the calls are read as if they were paths.
const pathOf = (host: string, path: string): string => {
  const bucket = /^(.+)\.s3\.[a-z0-9-]+\.amazonaws/.exec(host)?.[1]
  return bucket === undefined ? path : `/${bucket}${path === '/' ? '' : path}`
}

const bodyOf = (body: unknown): Buffer =>
  Buffer.from(typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body))

const broken = (): Error => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })

/** Stands in for AWS at the wire, in the place of an earlier one: every call is answered, nothing leaves the machine. */
export const startWire = (): Wire => {
  nock.cleanAll()
  const calls: Call[] = []
  const hosts = new Set<string>()
  let busy = 0
  let busiest = 0
  const answerers = new Map<string, Answerer>()
  const counts = new Map<string, number>()
  const scope = nock(/amazonaws\.com|aws\.test/).persist()
  for (const method of ['GET', 'POST', 'HEAD']) {
    scope.intercept(/.*/, method).reply(function reply(uri, body, done) {
      const headers = Object.fromEntries(
        Object.entries(this.req.headers).map(([name, value]) => [name.toLowerCase(), value]),
      )
      hosts.add(headers['host'] ?? '')
      const path = pathOf(headers['host'] ?? '', uri)
      const call = callOf({ method, path, headers, body: bodyOf(body) })
      const name = `${call.service}:${call.operation}`
      const nth = counts.get(name) ?? 0
      counts.set(name, nth + 1)
      calls.push(call)
      const answer = (answerers.get(name) ?? recorded)(call, nth)
      if (answer === 'silence') return
      busy += 1
      busiest = Math.max(busiest, busy)
      setImmediate(() => {
        busy -= 1
        if (answer === 'reset') done(broken(), [500])
        else done(null, [answer.status, answer.body, { ...answer.headers }])
      })
    })
  }
  return {
    calls,
    hosts,
    busiest: () => busiest,
    names: () => calls.map(({ service, operation }) => `${service}:${operation}`),
    counts: () => Object.fromEntries(counts),
    on: (operation, answer) => void answerers.set(operation, answer),
  }
}

/** Network off and credentials of the tests for each test of a file; afterwards nothing may have been blocked. */
export const offline = (): void => {
  beforeEach(() => {
    nock.disableNetConnect()
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIA123456789012')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'none')
    vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent/config')
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent/credentials')
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    vi.unstubAllGlobals()
    nock.abortPendingRequests()
    nock.cleanAll()
    nock.enableNetConnect()
    expect(nock.pendingMocks()).toEqual([])
  })
}

const real = globalThis.setTimeout

/** What waits as long is a deadline: a busy machine must not miss it where an answer comes. */
const DEADLINE_MS = 10_000

/** Lets the clock of back-off and time-outs run so many times as fast; deadlines no faster than a machine can answer. */
export const hurry = (times = 100): void => {
  const least = (wait: number): number => (wait < DEADLINE_MS ? 0 : 100_000 / times)
  const quick = (run: (...given: unknown[]) => void, wait = 0, ...given: unknown[]): NodeJS.Timeout =>
    real(run, Math.max(wait / times, least(wait)), ...given)
  vi.stubGlobal('setTimeout', quick)
}

/** A session on the wire. */
export const sessionOn = (options: SessionOptions = {}): Promise<AwsSession> =>
  openSession({ region: HOME, ...options })
