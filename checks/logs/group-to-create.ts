import {
  awsCommand,
  retentionFor,
  type LogDestination,
  type Problem,
  type Scope,
} from '../../src/core/index.ts'
import type { GroupKey } from './group-key.ts'

/** A log group that is missing and was meant. */
export interface WantedGroup {
  readonly group: LogDestination
  /** A group of nearly that name, which may be what was meant. */
  readonly near: string | undefined
  /** Whether it is known which other groups there are, and whether the roles agree on one. */
  readonly isSettled: boolean
  /** For how many days at least records shall be kept. */
  readonly days: number | undefined
  /** Its key, or why there is none; absent where none is wanted. */
  readonly key: GroupKey | string | undefined
}

/** The creation of a log group that is missing, as a remedy and, where all that it takes is known, as a repair. */
export const groupToCreate = (
  wanted: WantedGroup,
  scope: Scope,
): Pick<Problem, 'remedy' | 'fix' | 'risk'> => {
  const { group, near, isSettled, days, key } = wanted
  const retentionInDays = days === undefined ? undefined : retentionFor(days)
  const known = typeof key === 'string' ? undefined : key
  const remedy = {
    text: `${creationOf(group, key)}${keeping(retentionInDays)}, ${alternative(near)}`,
    commands: [...(known?.commands ?? []), ...commandsFor(group, keyOf(key), retentionInDays, scope)],
  }
  if (typeof key === 'string' || !isSettled) return { remedy }
  const have = {
    type: 'have-log-group' as const,
    logGroup: group.name,
    ...(key && { keyArn: key.arn }),
    ...(retentionInDays !== undefined && { retentionInDays }),
  }
  const isPlain = !key && near === undefined
  return { remedy, fix: [...(key?.fix ?? []), have], ...(!isPlain && { risk: 'review' }) }
}

const creationOf = ({ name }: LogDestination, key: WantedGroup['key']): string => {
  if (key === undefined) return `create log group ${name}`
  return typeof key === 'string'
    ? `create log group ${name} with a KMS key whose policy lets CloudWatch Logs use it (${key})`
    : `create log group ${name} with key ${key.arn}`
}

const keeping = (days: number | undefined): string =>
  days === undefined ? '' : ` and let it keep records for ${days} days`

const alternative = (near: string | undefined): string =>
  near === undefined
    ? 'or name an existing one in the preferences'
    : `unless ${near} is what was meant: then name that in the preferences`

const keyOf = (key: WantedGroup['key']): string | undefined =>
  typeof key === 'string' ? '<key ARN>' : key?.arn

const commandsFor = (
  { name }: LogDestination,
  keyArn: string | undefined,
  days: number | undefined,
  { region }: Scope,
): readonly string[] => [
  awsCommand('logs create-log-group', { 'log-group-name': name, 'kms-key-id': keyArn, region }),
  ...(days === undefined
    ? []
    : [
        awsCommand('logs put-retention-policy', {
          'log-group-name': name,
          'retention-in-days': String(days),
          region,
        }),
      ]),
]
