import { join } from 'node:path'
import { judgePlugin, LEAST_AWS_CLI } from '../../core/client/plugin-versions.ts'
import { compareVersions } from '../../core/session/agent-version.ts'
import { askVersion, findOnPath, isExecutable, type Ran } from './executable.ts'
import type { Statement } from './statement.ts'

type Environment = Readonly<Record<string, string | undefined>>

const INSTALL_CLI = 'https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html'
const INSTALL_PLUGIN =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html'

/** Whether the AWS CLI is here and knows sessions. */
export const awsCliStatements = async (
  env: Environment,
  signal: AbortSignal,
): Promise<readonly Statement[]> => {
  const file = findOnPath('aws', env)
  const there = { id: 'aws-cli-found', title: 'the AWS CLI is on the PATH' }
  if (file === undefined)
    return [{ ...there, holds: 'no', found: 'it is not', remedy: `Install the AWS CLI: ${INSTALL_CLI}` }]
  return [{ ...there, holds: 'yes', found: file }, cliVersion(await askVersion(file, signal))]
}

const cliVersion = (ran: Ran): Statement => {
  const asked = { id: 'aws-cli-version', title: `the AWS CLI knows sessions (${LEAST_AWS_CLI} or newer)` }
  const remedy = `Install a current AWS CLI: ${INSTALL_CLI}`
  if ('failure' in ran)
    return { ...asked, holds: 'unknown', found: ran.failure, remedy, commands: ['aws --version'] }
  const version = /aws-cli\/(\d+\.\d+\.\d+)/.exec(ran.output)?.[1]
  if (version === undefined)
    return { ...asked, holds: 'unknown', found: `it says ${JSON.stringify(firstLine(ran.output))}`, remedy }
  if (compareVersions(version, LEAST_AWS_CLI) < 0) return { ...asked, holds: 'no', found: version, remedy }
  return { ...asked, holds: 'yes', found: version }
}

/** Whether the session-manager-plugin is here and serves. */
export const pluginStatements = async (
  env: Environment,
  signal: AbortSignal,
): Promise<readonly Statement[]> => {
  const file = findOnPath('session-manager-plugin', env)
  const there = { id: 'plugin-found', title: 'the session-manager-plugin is on the PATH' }
  if (file === undefined) return [{ ...there, holds: 'no', ...whereElse(env) }]
  return [{ ...there, holds: 'yes', found: file }, pluginVersion(await askVersion(file, signal))]
}

/** Where its installers put it: an open shell does not know of it. */
const whereElse = (env: Environment): { readonly found: string; readonly remedy: string } => {
  const places = [
    '/usr/local/sessionmanagerplugin/bin/session-manager-plugin',
    join(
      env['ProgramFiles'] ?? 'C:\\Program Files',
      'Amazon/SessionManagerPlugin/bin/session-manager-plugin.exe',
    ),
  ]
  const place = places.find(isExecutable)
  return place === undefined
    ? { found: 'it is not installed', remedy: `Install the plugin: ${INSTALL_PLUGIN}` }
    : { found: `it is at ${place}`, remedy: 'Put its folder on the PATH, and open a new shell.' }
}

const pluginVersion = (ran: Ran): Statement => {
  const asked = { id: 'plugin-version', title: 'the version of the plugin serves' }
  const remedy = `Install the newest plugin: ${INSTALL_PLUGIN}`
  const commands = ['session-manager-plugin --version']
  if ('failure' in ran) return { ...asked, holds: 'unknown', found: ran.failure, remedy, commands }
  const version = /^\s*(\d+(?:\.\d+){2,3})\s*$/m.exec(ran.output)?.[1]
  if (version === undefined)
    return {
      ...asked,
      holds: 'unknown',
      found: `it says ${JSON.stringify(firstLine(ran.output))}`,
      remedy,
      commands,
    }
  const { serves, because, lacks } = judgePlugin(version)
  if (!serves) return { ...asked, holds: 'no', found: `${version}: ${because ?? ''}`, remedy }
  const without = lacks.length > 0 ? `, without ${lacks.join(', ')}` : ''
  return { ...asked, holds: 'yes', found: version + without }
}

const firstLine = (text: string): string => text.trim().split('\n', 1).join('').slice(0, 200)
