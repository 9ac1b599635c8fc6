import type { Cause, Declared, LogDestination, Scope } from '../../src/core/index.ts'

/** The finding that the preferences name another log group than the config declares. */
export const DECLARED_GROUP: Cause = { check: 'preferences/as-declared', about: 'cloudWatchLogGroupName' }

/** Whether the config declares another log group than the preferences name: then the preferences are what is wrong. */
export const isDeclaredElsewhere = (
  { name }: LogDestination,
  declared: Readonly<Record<string, Declared>>,
  { region, accountId }: Scope,
): boolean => {
  const wanted = declared['config']?.preferences?.['cloudWatchLogGroupName']
  if (typeof wanted !== 'string') return false
  return wanted.replaceAll('${region}', region).replaceAll('${account}', accountId) !== name
}
