import { once } from 'node:events'
import { createServer, type IncomingMessage, request as send, type ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { ownAnswer } from './answers.ts'
import { type Call, callOf, type WireRequest } from './call.ts'
import { correctAnswer, correctRequest } from './corrections.ts'
import { type AskJson, documentAnswer } from './documents.ts'
import { correctNetworkRequest, networkAnswer } from './ec2-answers.ts'
import { type Ask, correctNetwork } from './ec2-corrections.ts'
import { answerOf, type Fault, type Trouble, type WireAnswer } from './faults.ts'
import { type AccountState, freshState } from './state.ts'

/** What was asked with one access key, and what shall go wrong for it. */
export interface Session {
  readonly accessKey: string
  readonly accountId: string
  readonly calls: Call[]
  readonly faults: Fault[]
}

/** Moto as AWS would be: calls recorded, gaps filled, differences corrected, faults injected. */
export interface Proxy {
  readonly url: string
  /** A new access key of the account, with its own record and faults. */
  session(accountId: string): Session
  /** What is answered for the account in moto's place. */
  state(accountId: string): AccountState
  close(): Promise<void>
}

const readBody = async (stream: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = []
  stream.on('data', (part: Buffer) => parts.push(part))
  await once(stream, 'end')
  return Buffer.concat(parts)
}

const forward = (target: string, request: WireRequest, accountId: string): Promise<WireAnswer> =>
  new Promise((resolve, reject) => {
    const { connection: _connection, ...headers } = request.headers
    const options = { method: request.method, headers: { ...headers, 'x-moto-account-id': accountId } }
    const outgoing = send(`${target}${request.path}`, { ...options, agent: false }, incoming => {
      const { 'content-length': _length, 'transfer-encoding': _encoding, ...kept } = incoming.headers
      const answered = Object.entries(kept).map(([name, value]): [string, string] => [name, String(value)])
      readBody(incoming).then(
        body =>
          resolve({
            status: incoming.statusCode ?? 500,
            headers: Object.fromEntries(answered),
            body: body.toString(),
          }),
        reject,
      )
    })
    outgoing.on('error', reject)
    outgoing.end(request.body)
  })

const takeTrouble = (session: Session | undefined, call: Call): Trouble | undefined => {
  const fault = session?.faults.find(({ when, times }) => times !== 0 && when(call))
  if (fault?.times !== undefined) fault.times--
  return fault?.trouble
}

const write = (response: ServerResponse, answer: WireAnswer, trouble: Trouble | undefined): void => {
  const length = Buffer.byteLength(answer.body)
  const isHead = response.req.method === 'HEAD'
  response.writeHead(answer.status, { ...answer.headers, ...(isHead ? {} : { 'content-length': length }) })
  if (trouble?.kind !== 'truncate') {
    response.end(isHead ? undefined : answer.body)
    return
  }
  response.write(answer.body.slice(0, Math.floor(answer.body.length / 2)), () => response.destroy())
}

const withBody = (request: WireRequest, text: string): WireRequest => {
  const body = Buffer.from(text)
  return { ...request, body, headers: { ...request.headers, 'content-length': String(body.length) } }
}

const asker = (moto: string, request: WireRequest, call: Call): Ask => {
  return async (Action, params = {}) => {
    const text = new URLSearchParams({ Action, Version: '2016-11-15', ...params }).toString()
    const answer = await forward(moto, withBody(request, text), call.accountId)
    if (answer.status !== 200) throw new Error(`${Action} in front of ${call.operation}: ${answer.body}`)
    return answer.body
  }
}

const jsonAsker = (moto: string, request: WireRequest, call: Call): AskJson => {
  const target = String(request.headers['x-amz-target'])
  return async (operation, params) => {
    const headers = { ...request.headers, 'x-amz-target': target.replace(/[^.]*$/u, operation) }
    const answer = await forward(
      moto,
      withBody({ ...request, headers }, JSON.stringify(params)),
      call.accountId,
    )
    if (answer.status !== 200) return undefined
    const found: Readonly<Record<string, unknown>> = JSON.parse(answer.body)
    return found
  }
}

const askMoto = async (moto: string, request: WireRequest, call: Call, state: AccountState) => {
  const ask = asker(moto, request, call)
  const early =
    (await networkAnswer(call, ask)) ?? (await documentAnswer(call, state, jsonAsker(moto, request, call)))
  if (early) return early
  const added = call.service === 'ec2' ? await correctNetworkRequest(call, ask) : undefined
  const asked = added
    ? withBody(request, `${request.body.toString()}&${new URLSearchParams(added).toString()}`)
    : correctRequest(call, request)
  const answer = await forward(moto, asked, call.accountId)
  if (answer.status !== 200) return answer
  const body = correctAnswer(call, answer.body, state)
  return { ...answer, body: call.service === 'ec2' ? await correctNetwork(call, body, state, ask) : body }
}

const rewritten = (answer: WireAnswer, trouble: Trouble | undefined): WireAnswer =>
  trouble?.kind === 'rewrite' ? { ...answer, body: trouble.body(answer.body) } : answer

/** Starts a proxy in front of moto on a free port of this machine. */
export const startProxy = async (moto: string): Promise<Proxy> => {
  const sessions = new Map<string, Session>()
  const states = new Map<string, AccountState>()
  const state = (accountId: string): AccountState => {
    const known = states.get(accountId) ?? freshState()
    states.set(accountId, known)
    return known
  }
  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', url = '/', headers } = incoming
    const request: WireRequest = { method, path: url, headers, body: await readBody(incoming) }
    const call = callOf(request)
    const session = sessions.get(call.accessKey)
    session?.calls.push(call)
    const trouble = takeTrouble(session, call)
    if (trouble?.kind === 'delay') await setTimeout(trouble.ms)
    if (trouble?.kind === 'hook') await trouble.before?.()
    if (trouble?.kind === 'drop') return void response.destroy()
    const known = state(call.accountId)
    const early = answerOf(trouble, call) ?? ownAnswer(call, known)
    const answer = rewritten(early ?? (await askMoto(moto, request, call, known)), trouble)
    if (trouble?.kind === 'hook') await trouble.after?.()
    call.status = answer.status
    if (trouble?.kind === 'lose') return void response.destroy()
    write(response, answer, trouble)
  }
  const server = createServer((incoming, response) => {
    handle(incoming, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    session(accountId) {
      const number = String(sessions.size).padStart(4, '0')
      const session = { accessKey: `AKIA${accountId}${number}`, accountId, calls: [], faults: [] }
      sessions.set(session.accessKey, session)
      return session
    },
    state,
    close() {
      server.closeAllConnections()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}
