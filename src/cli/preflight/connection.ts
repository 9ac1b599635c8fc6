import { lookup } from 'node:dns/promises'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

const MOST_MILLISECONDS = 10_000

/** Where to connect: over TLS, unless a stand-in says otherwise; through a proxy, where one is set. */
export interface Goal {
  readonly host: string
  readonly port: number
  readonly secure: boolean
  readonly proxy?: URL
}

/** Nothing was sent, so nothing is known. */
export const NOT_TRIED = 'NOT_TRIED'

export type Reached = { readonly seen: string } | { readonly failure: string; readonly code: string }

/** The addresses of a host. */
export const addressesOf = async (host: string): Promise<Reached> => {
  const addresses = lookup(host, { all: true }).then(
    found => ({ seen: found.map(({ address }) => address).join(', ') }),
    (error: unknown) => failed(error),
  )
  return within(addresses)
}

/** Connects, and for a secure goal asks for its certificate. */
export const reach = async (goal: Goal): Promise<Reached> => {
  const sockets: Socket[] = []
  const done = open(goal, sockets).then(
    seen => ({ seen }),
    (error: unknown) => failed(error),
  )
  return within(done).finally(() => sockets.forEach(socket => socket.destroy()))
}

const open = async ({ host, port, secure, proxy }: Goal, sockets: Socket[]): Promise<string> => {
  const way = proxy ? await tunnel(proxy, host, port, sockets) : await tcp(host, port, sockets)
  if (!secure) return `${host}:${port} answers`
  return new Promise((resolve, reject) => {
    const socket = connectTls({ socket: way, ...(isIP(host) ? { host } : { servername: host }) }, () => {
      const { O: company, CN: name } = socket.getPeerCertificate().issuer ?? {}
      resolve(`certificate by ${[company ?? name ?? 'an unnamed issuer'].flat().join(', ')}`)
    })
    sockets.push(socket)
    socket.on('error', reject)
  })
}

const tcp = (host: string, port: number, sockets: Socket[]): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connectTcp({ host, port }, () => resolve(socket))
    sockets.push(socket)
    socket.on('error', reject)
  })

/** Asks an HTTP proxy for the way to a host. */
const tunnel = async (proxy: URL, host: string, port: number, sockets: Socket[]): Promise<Socket> => {
  if (proxy.protocol !== 'http:') {
    const error = new Error(`the way was not tried: a proxy by ${proxy.protocol} is not asked here`)
    throw Object.assign(error, { code: NOT_TRIED })
  }
  const socket = await tcp(proxy.hostname, Number(proxy.port || 80), sockets)
  const account = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
  const identity =
    account === ':' ? '' : `Proxy-Authorization: Basic ${Buffer.from(account).toString('base64')}\r\n`
  socket.write(`CONNECT ${host}:${port} HTTP/1.1\r\nHost: ${host}:${port}\r\n${identity}\r\n`)
  const answer = await new Promise<string>((resolve, reject) => {
    socket.once('data', data => resolve(data.toString('latin1').split('\r\n', 1).join('')))
    socket.once('error', reject)
    socket.once('end', () => reject(new Error('the proxy closed the connection')))
  })
  if (/^HTTP\/1\.[01] 200\b/.test(answer)) return socket
  throw new Error(`the proxy says ${answer.slice(0, 100)}`)
}

const within = (work: Promise<Reached>): Promise<Reached> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Reached>(resolve => {
    const failure = `no answer within ${MOST_MILLISECONDS / 1_000} seconds`
    timer = setTimeout(() => resolve({ failure, code: 'ETIMEDOUT' }), MOST_MILLISECONDS)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

const failed = (error: unknown): Reached => {
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error
  const { message } = inner instanceof Error ? inner : new Error(String(inner))
  return { failure: message, code: inner instanceof Error && 'code' in inner ? String(inner.code) : '' }
}
