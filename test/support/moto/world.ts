import { afterAll, beforeAll, inject } from 'vitest'
import type { Account } from './account.ts'
import { type Dump, type Dumper, startDumper } from './dump.ts'
import { type Proxy, type Session, startProxy } from './proxy.ts'
import { type CliOptions, type CliResult, removeHomes, runCli } from './run-cli.ts'

/** What an end-to-end test file works with; there once its tests run. */
export interface Moto {
  readonly proxy: Proxy
  /** What the independent client reads of the account. */
  dump(account: Account): Promise<Dump>
}

/** The environment of somebody who has the session's credentials and AWS at the proxy, told by the environment alone. */
export const credentialsOf = (proxy: Proxy, session: Session): Record<string, string> => ({
  AWS_ENDPOINT_URL: proxy.url,
  AWS_ACCESS_KEY_ID: session.accessKey,
  AWS_SECRET_ACCESS_KEY: 'none',
})

/** Starts a proxy and the independent client for the tests of a file, and ends both after them. */
export const useMoto = (): Moto => {
  let proxy: Proxy | undefined
  let dumper: Dumper | undefined
  beforeAll(async () => {
    proxy = await startProxy(inject('motoUrl'))
    dumper = startDumper(inject('motoPython'))
  })
  afterAll(async () => {
    dumper?.close()
    await proxy?.close()
    removeHomes()
  })
  const running = (): Proxy => {
    if (!proxy) throw new Error('the proxy runs only while the tests of the file run')
    return proxy
  }
  return {
    get proxy() {
      return running()
    },
    dump(account) {
      const regions = account.regions.map(({ region }) => region)
      const ask = { endpoint: running().url, accessKey: account.session.accessKey, regions }
      return dumper ? dumper.dump(ask) : Promise.reject(new Error('the independent client does not run'))
    },
  }
}

/** Runs the program with credentials of the session. */
export const runAs = (
  moto: Moto,
  session: Session,
  args: readonly string[],
  options: CliOptions = {},
): Promise<CliResult> =>
  runCli(args, { ...options, env: { ...credentialsOf(moto.proxy, session), ...options.env } })
