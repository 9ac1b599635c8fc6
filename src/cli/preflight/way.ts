import { bypassesProxy, httpsProxy, proxyUrl, withoutPassword } from '../../core/client/proxy.ts'
import { hostNames } from '../../core/net/names.ts'
import { addressesOf, NOT_TRIED, reach, type Goal, type Reached } from './connection.ts'
import type { Statement } from './statement.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Whether this computer reaches ssmmessages, over which the screen and the keyboard of a session go. */
export const wayStatements = async (
  region: string | undefined,
  endpointUrl: string | undefined,
  env: Environment,
): Promise<readonly Statement[]> => {
  const goal = goalOf(region, endpointUrl, env)
  if (goal === undefined) return [unknownWay, proxyStatement(undefined, env)]
  const dns = goal.proxy ? undefined : await addressesOf(goal.host)
  const tls = dns && 'failure' in dns ? undefined : await reach(goal)
  return [...(dns ? [dnsStatement(goal, dns)] : []), tlsStatement(goal, tls), proxyStatement(goal, env)]
}

const goalOf = (
  region: string | undefined,
  endpointUrl: string | undefined,
  env: Environment,
): Goal | undefined => {
  const standIn = endpointUrl ?? env['AWS_ENDPOINT_URL']
  const base = standIn !== undefined && URL.canParse(standIn) ? ofUrl(new URL(standIn)) : ofRegion(region)
  if (base === undefined) return undefined
  const proxy = httpsProxy(env)
  const through = proxy !== undefined && base.secure && !bypassesProxy(env, base.host)
  return through && URL.canParse(proxyUrl(proxy)) ? { ...base, proxy: new URL(proxyUrl(proxy)) } : base
}

const ofUrl = ({ hostname, port, protocol }: URL): Goal => {
  const secure = protocol === 'https:'
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || (secure ? 443 : 80)), secure }
}

const ofRegion = (region: string | undefined): Goal | undefined => {
  const host = region === undefined ? undefined : hostNames('ssmmessages', region)[0]
  return host === undefined ? undefined : { host, port: 443, secure: true }
}

const unknownWay: Statement = {
  id: 'ssmmessages-tls',
  title: 'ssmmessages answers',
  holds: 'unknown',
  found: 'without a Region its name is not known',
  remedy: 'Give --region, or set AWS_REGION.',
}

const dnsStatement = ({ host }: Goal, reached: Reached): Statement => {
  const asked = { id: 'ssmmessages-dns', title: `${host} has an address` }
  if ('seen' in reached) return { ...asked, holds: 'yes', found: reached.seen }
  const remedy = `Check the network and the resolver of this computer, and whether it knows ${host}.`
  // Only an answer that there is no such name is an answer.
  const holds = reached.code === 'ENOTFOUND' ? 'no' : 'unknown'
  return { ...asked, holds, found: reached.failure, remedy, commands: [`nslookup ${host}`] }
}

const tlsStatement = (goal: Goal, reached: Reached | undefined): Statement => {
  const { host, port, secure, proxy } = goal
  const how = secure ? ' with a certificate that is trusted' : ''
  const asked = { id: 'ssmmessages-tls', title: `${host} answers on port ${port}${how}` }
  if (reached === undefined)
    return { ...asked, holds: 'unknown', found: 'it has no address', remedy: 'Repair its name first.' }
  const through = proxy ? ` through ${withoutPassword(proxy.href)}` : ''
  if ('seen' in reached) return { ...asked, holds: 'yes', found: reached.seen + through }
  const holds = reached.code === NOT_TRIED ? 'unknown' : 'no'
  return { ...asked, holds, found: reached.failure + through, remedy: remedyFor(reached.code) }
}

const remedyFor = (code: string): string => {
  if (code === NOT_TRIED) return 'Open a session, or ask ssmmessages by curl, which knows such proxies.'
  return /CERT|SELF_SIGNED|ISSUER|ALTNAME|UNABLE_TO_VERIFY/.test(code)
    ? 'Something on the way looks into TLS: exempt ssmmessages from it. To trust it here, set NODE_EXTRA_CA_CERTS.'
    : 'Let this computer reach it: a firewall, a VPN or a proxy stands between.'
}

const proxyStatement = (goal: Goal | undefined, env: Environment): Statement => {
  const asked = { id: 'proxy', title: 'the proxy settings serve sessions' }
  const https = httpsProxy(env)
  const http = env['http_proxy'] ?? env['HTTP_PROXY'] ?? ''
  if (https === undefined)
    return {
      ...asked,
      holds: 'yes',
      found:
        http === '' ? 'no proxy is set' : `HTTP_PROXY (${withoutPassword(http)}) is not used for sessions`,
    }
  const shown = withoutPassword(https)
  if (!URL.canParse(proxyUrl(https)))
    return {
      ...asked,
      holds: 'no',
      found: `HTTPS_PROXY is no URL: ${JSON.stringify(shown)}`,
      remedy: 'Write it as http://HOST:PORT.',
    }
  if (goal && !goal.proxy)
    return { ...asked, holds: 'yes', found: `NO_PROXY lets ${goal.host} go past ${shown}` }
  return {
    ...asked,
    holds: 'yes',
    found: `HTTPS_PROXY is ${shown}; it must let websockets stand open, idle for minutes too`,
  }
}
