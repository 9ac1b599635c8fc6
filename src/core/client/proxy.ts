type Environment = Readonly<Record<string, string | undefined>>

/** The proxy for https that the environment names, as the AWS CLI and its plugin read it. */
export const httpsProxy = (env: Environment): string | undefined =>
  [env['HTTPS_PROXY'], env['https_proxy']].find(value => value !== undefined && value !== '')

/** A proxy's address as a URL: without a scheme it is one of http, for the AWS CLI and for its plugin alike. */
export const proxyUrl = (proxy: string): string =>
  /^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy.replace(/^\/\//, '')}`

/** Whether the environment lets a host go past the proxy. */
export const bypassesProxy = (env: Environment, host: string): boolean =>
  (env['NO_PROXY'] ?? env['no_proxy'] ?? '')
    .split(',')
    .map(entry =>
      entry
        .trim()
        .toLowerCase()
        .replace(/^\*?\./, ''),
    )
    .some(entry => entry === '*' || (entry !== '' && (host === entry || host.endsWith(`.${entry}`))))

/** A proxy's address as it may be shown: without the name and the password in it. */
export const withoutPassword = (url: string): string => url.replace(/\/\/[^/@]*@/, '//…@')
