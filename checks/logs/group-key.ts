import {
  ifReadable,
  keyPolicyCommands,
  logsServiceMay,
  logsServiceStatement,
  unfitForLogs,
  type Declared,
  type Fix,
  type Key,
  type KeyPolicy,
  type LogDestination,
  type Scope,
  type SessionKey,
} from '../../src/core/index.ts'

type ById<T> = Readonly<Record<string, T>>

/** What tells the key of a log group. */
export interface KeyRecords {
  readonly declared: ById<Declared>
  readonly sessionKeys: ById<SessionKey>
  readonly keys: ById<Key>
  readonly keyPolicies: ById<KeyPolicy>
}

/** The key that a log group is to have, and what first lets CloudWatch Logs use it. */
export interface GroupKey {
  readonly arn: string
  readonly fix: readonly Fix[]
  readonly commands: readonly string[]
}

/** The key for a log group: the one that the config declares, else the session key; or why it cannot be used, in words. */
export const groupKey = (
  group: Pick<LogDestination, 'name' | 'arn'>,
  records: KeyRecords,
  scope: Scope,
): GroupKey | string => {
  const ref = records.declared['config']?.logGroupKey ?? sessionKey(records)
  if (ref === undefined) return 'neither the config (expect.logGroupKey) nor the preferences name one key'
  const key = ifReadable(() => records.keys[ref])
  if (!key) return `key ${ref} was not found`
  const unfit = unfitForLogs(key, scope)
  if (unfit !== undefined) return unfit
  const document = ifReadable(() => records.keyPolicies[key.arn])?.document
  if (document === undefined) return `the policy of key ${key.arn} was not read`
  const may = logsServiceMay(group, key, document, scope)
  if (may === 'never') return `no statement of its policy would let CloudWatch Logs use key ${key.arn}`
  return may === 'now' ? { arn: key.arn, fix: [], commands: [] } : letIn(group, key, scope)
}

/** Of two versions of the preferences that name different keys neither is taken. */
const sessionKey = ({ sessionKeys }: KeyRecords): string | undefined =>
  Object.values(sessionKeys).find(({ certain }) => certain)?.ref

const letIn = (group: Pick<LogDestination, 'name' | 'arn'>, { arn }: Key, scope: Scope): GroupKey => {
  const statement = logsServiceStatement(group, scope)
  return {
    arn,
    fix: [{ type: 'allow-key-use', keyArn: arn, statement, logGroup: group.name }],
    commands: keyPolicyCommands(arn, statement, scope),
  }
}
