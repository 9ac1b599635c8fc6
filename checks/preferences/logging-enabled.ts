import {
  declaredPreferences,
  defineCheck,
  editOf,
  pathsIn,
  type Declared,
  type PreferenceEdit,
  type PreferencesVersion,
  type Scope,
} from '../../src/core/index.ts'
import { anyNode, NODE_KINDS } from './any-node.ts'
import { expectsNoLogging } from './expects-no-logging.ts'
import { ifCertain, setting } from './setting.ts'

export default defineCheck({
  id: 'preferences/logging-enabled',
  title: 'sessions are recorded in CloudWatch Logs or S3',
  why: 'With neither a log group nor a bucket, what was typed and shown in a session is gone when it ends. Nobody who uses the session notices.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html',
  severity: 'high',
  fix: 'review',
  asks: ['set-preferences'],
  each: 'preferences',
  needs: [...NODE_KINDS, 'declared'],
  after: ['preferences/document-exists'],
  mayFollow: ['preferences/schema-valid', 'preferences/as-declared'],
  run(preferences, records, scope) {
    const silent = preferences.versions.filter(hasNoDestination)
    if (preferences.exists && silent.length === 0) return undefined
    const config = records.declared['config'] ?? {}
    if (expectsNoLogging(config)) return undefined
    const inScope = anyNode(records)
    if (!preferences.exists && !inScope) return undefined
    const everywhere = silent.length === preferences.versions.length
    const edits = preferences.exists ? destinationsIn(config, scope) : []
    const { remedy, fix } = setting(preferences, REMEDY, edits, scope)
    return ifCertain({
      message: messageOf(silent, everywhere),
      ...(!inScope && { severity: 'low' as const }),
      ...(!everywhere && { verdict: 'unknown' as const }),
      because: [
        ...silent.flatMap(misread).map(field => ({ check: 'preferences/schema-valid', about: field })),
        ...DECLARED.map(about => ({ check: 'preferences/as-declared', about })),
      ],
      evidence: silent.flatMap(evidenceOf),
      remedy: preferences.exists ? remedy : { text: REMEDY },
      ...(fix && { fix }),
    })
  },
})

const REMEDY =
  'name a log group, a bucket or both in the newest version and make that the default; the node roles must be allowed to write there'

/** The destinations that the config declares, and how they are to be written to. */
const destinationsIn = (config: Declared, scope: Scope): readonly PreferenceEdit[] => {
  const wanted = declaredPreferences(config, scope)
  if (!wanted || hasNoDestination(wanted)) return []
  return pathsIn(config)
    .filter(field => /^(?:cloudWatch|s3)/.test(field))
    .map(field => editOf(wanted, field))
}

const hasNoDestination = ({ inputs }: PreferencesVersion): boolean =>
  inputs.cloudWatchLogGroupName === '' && inputs.s3BucketName === ''

const messageOf = (silent: readonly PreferencesVersion[], everywhere: boolean): string => {
  const [first] = silent
  if (!first) return 'without preferences neither a log group nor a bucket is set: sessions leave no record'
  const where = everywhere ? 'the preferences' : `the ${first.which} version ${first.version} alone`
  return `neither a log group nor a bucket is set in ${where}: sessions leave no record`
}

const DECLARED = ['cloudWatchLogGroupName', 's3BucketName']

const DESTINATIONS: ReadonlySet<string> = new Set([
  'content',
  'inputs',
  'cloudWatchLogGroupName',
  's3BucketName',
])

/** The fields in which a destination stands that the agent does not read as one. */
const misread = ({ faults }: PreferencesVersion): readonly string[] =>
  faults
    .filter(({ field, effect }) => DESTINATIONS.has(field) || (effect === 'loss' && field !== 'sessionType'))
    .map(fault => fault.field)

const evidenceOf = ({ which, version }: PreferencesVersion) =>
  ['cloudWatchLogGroupName', 's3BucketName'].map(label => ({
    label,
    value: 'not set',
    source: `${which} version ${version}`,
  }))
