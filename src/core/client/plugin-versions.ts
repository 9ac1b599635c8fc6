import { compareVersions } from '../session/agent-version.ts'

/** A version of the session-manager-plugin that brought something. */
interface Feature {
  readonly since: string
  readonly what: string
}

/** aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/plugin-version-history.html */
export const LEAST_PLUGIN = '1.1.17.0'

/** aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/plugin-version-history.html */
export const PLUGIN_FEATURES: readonly Feature[] = [
  { since: '1.1.23.0', what: 'ssh through sessions' },
  { since: '1.1.35.0', what: 'ending a tunnel with Ctrl-C' },
  { since: '1.2.54.0', what: 'NonInteractiveCommands' },
  { since: '1.2.245.0', what: 'credentials of IAM Identity Center' },
  { since: '1.2.295.0', what: 'the repair of hanging sessions' },
  { since: '1.2.312.0', what: 'separate output streams' },
  { since: '1.2.331.0', what: 'the repair of tunnels that close too early' },
  { since: '1.2.339.0', what: 'the idle time of tunnels' },
  { since: '1.2.536.0', what: 'keeping the session token out of the list of processes' },
  { since: '1.2.764.0', what: 'signed data channels' },
  { since: '1.2.814.0', what: 'own endpoints' },
  { since: '1.2.835.0', what: 'tunnels that outlive a reconnect' },
]

/** Versions that do not serve, and why. */
export const BAD_PLUGINS: Readonly<Record<string, string>> = {
  '1.2.688.0': 'AWS has withdrawn it: it fails with "Failed to sign websocket"',
  '1.2.0.0':
    'a build without its version: the agent takes it for an old client and ends sessions after 30 seconds',
}

/** What a version of the plugin is worth. */
export interface PluginJudgement {
  readonly serves: boolean
  /** Why it does not. */
  readonly because?: string
  /** What newer versions can do and this one cannot. */
  readonly lacks: readonly string[]
}

/** Holds a version of the plugin against the least that serves, those that were withdrawn, and what came when. */
export const judgePlugin = (version: string): PluginJudgement => {
  const bad = BAD_PLUGINS[version]
  if (bad !== undefined) return { serves: false, because: bad, lacks: [] }
  if (compareVersions(version, LEAST_PLUGIN) < 0)
    return { serves: false, because: `AWS supports ${LEAST_PLUGIN} and newer`, lacks: [] }
  const lacks = PLUGIN_FEATURES.filter(({ since }) => compareVersions(version, since) < 0)
  return { serves: true, lacks: lacks.map(({ since, what }) => `${what} (${since})`) }
}

/** aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-prerequisites.html */
export const LEAST_AWS_CLI = '1.16.12'
