import type { KindView, Reading } from '../access.ts'
import type { LogDestination, NamedBy, Preferences, S3Destination, SessionKey } from '../kinds.ts'
import {
  opensPort,
  parsePreferences,
  type PreferenceInputs,
  type PreferencesVersion,
} from '../preferences/preferences.ts'
import { canBeBucket } from '../preferences/values.ts'
import type { SessionDocument } from '../records.ts'
import { logGroupArn } from '../session/log-group-arn.ts'
import { recordsOf, type World } from '../snapshot.ts'
import { declaresForeign } from './declared.ts'
import { eachOf } from './each.ts'

/** aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-preferences-cli.html */
export const PREFERENCES_DOCUMENT = 'SSM-SessionManagerRunShell'

/** The preferences document as the agent reads it, whether it exists or not. */
export const preferencesOf = (reading: Reading): KindView<'preferences'> => {
  const documents = reading.records('preferencesDocuments')
  return eachOf<'preferences'>(
    () => [PREFERENCES_DOCUMENT],
    name => preferences(reading.world, documents[name], name),
  )
}

const preferences = ({ scope }: World, document: SessionDocument | undefined, name: string): Preferences => ({
  name,
  arn: `arn:${scope.partition}:ssm:${scope.region}:${scope.accountId}:document/${name}`,
  exists: document !== undefined,
  versions: document
    ? [
        parsePreferences('default', document.default),
        ...(document.latest ? [parsePreferences('latest', document.latest)] : []),
      ]
    : [],
})

type Versions = readonly PreferencesVersion[]

const versionsOf = (reading: Reading): Versions =>
  reading.records('preferences')[PREFERENCES_DOCUMENT]?.versions ?? []

/** Whether a name is left for the node to fill in: then nobody knows it here. */
export const isPlaceholder = (name: string): boolean => name.includes('{{')

/** The versions grouped by what they name; one that names nothing, leaves the name to the node, or uses none is left out. */
const named = (versions: Versions, key: (inputs: PreferenceInputs) => string): Map<string, Versions> => {
  const groups = new Map<string, Versions>()
  for (const version of versions.filter(one => !opensPort(one))) {
    const name = key(version.inputs)
    if (name !== '' && !isPlaceholder(name)) groups.set(name, [...(groups.get(name) ?? []), version])
  }
  return groups
}

const naming = (group: Versions, all: Versions): { namedBy: NamedBy; certain: boolean } => ({
  namedBy: group.map(version => version.which),
  certain: group.length === all.length,
})

/** Which versions of a group ask for something. */
const asking = (group: Versions, wish: (inputs: PreferenceInputs) => boolean): NamedBy =>
  group.filter(version => wish(version.inputs)).map(version => version.which)

/** Derives from the preferences, per distinct name that some version gives. */
const destinations = <K extends 'logDestinations' | 's3Destinations' | 'sessionKeys'>(
  reading: Reading,
  key: (inputs: PreferenceInputs) => string,
  build: (name: string, group: Versions, all: Versions) => LogDestination | S3Destination | SessionKey,
): KindView<K> => {
  const groups = (): Map<string, Versions> => named(versionsOf(reading), key)
  return eachOf<K>(
    () => groups().keys(),
    name => build(name, groups().get(name) ?? [], versionsOf(reading)) as never,
  )
}

const LOG_GROUP_NAME = /^[.\-_/#A-Za-z0-9]{1,512}$/

/** The log groups that the preferences name. */
export const logDestinationsOf = (reading: Reading): KindView<'logDestinations'> =>
  destinations(
    reading,
    inputs => inputs.cloudWatchLogGroupName,
    (name, group, all): LogDestination => ({
      name,
      arn: logGroupArn(reading.world.scope, name),
      streaming: group.some(version => version.inputs.cloudWatchStreamingEnabled),
      encryptionRequired: group.every(version => version.inputs.cloudWatchEncryptionEnabled),
      encryptionBy: asking(group, inputs => inputs.cloudWatchEncryptionEnabled),
      lookedForBy: asking(
        group,
        inputs => inputs.cloudWatchEncryptionEnabled || inputs.cloudWatchStreamingEnabled,
      ),
      invalid: !LOG_GROUP_NAME.test(name),
      ...naming(group, all),
    }),
  )

/** The buckets and prefixes that the preferences name. */
export const s3DestinationsOf = (reading: Reading): KindView<'s3Destinations'> =>
  destinations(
    reading,
    inputs => (inputs.s3BucketName === '' ? '' : `${inputs.s3BucketName}/${inputs.s3KeyPrefix}`),
    (id, group, all): S3Destination => {
      const { s3BucketName: bucket, s3KeyPrefix: prefix } = (group[0] as PreferencesVersion).inputs
      const bucketArn = `arn:${reading.world.scope.partition}:s3:::${bucket}`
      return {
        id,
        bucket,
        bucketArn,
        prefix,
        objectArn: `${bucketArn}/${joinKey(prefix, 'SESSION.log')}`,
        encryptionRequired: group.every(version => version.inputs.s3EncryptionEnabled),
        encryptionBy: asking(group, inputs => inputs.s3EncryptionEnabled),
        invalid: !canBeBucket(bucket),
        ...naming(group, all),
        ...foreignOwner(reading.world, bucket, bucketArn),
      }
    },
  )

/** A bucket's ARN holds no account: its owner is known from the config, from S3, or by a refused read that told. */
const foreignOwner = (world: World, bucket: string, arn: string): Pick<S3Destination, 'foreign'> => {
  if (declaresForeign(world.declared, arn)) return { foreign: 'declared' }
  const refused = world.gaps.some(gap => gap.foreign && gap.id === bucket && BUCKET_KINDS.has(gap.kind))
  return refused || recordsOf(world, 'buckets')[bucket]?.own === false ? { foreign: 'seen' } : {}
}

const BUCKET_KINDS: ReadonlySet<string> = new Set(['buckets', 'bucketPolicies', 'bucketEncryption'])

/** The keys that encrypt session data. */
export const sessionKeysOf = (reading: Reading): KindView<'sessionKeys'> =>
  destinations(
    reading,
    inputs => inputs.kmsKeyId,
    (ref, group, all): SessionKey => ({ ref, ...naming(group, all) }),
  )

/**
 * The object key as the agent builds it: a path join, so that trailing and doubled slashes and dot segments go, and a
 * leading slash stays. What leads above the beginning stays too, but for one behind a leading slash.
 */
export const joinKey = (prefix: string, file: string): string => {
  const isRooted = prefix.startsWith('/')
  const kept: string[] = []
  for (const segment of `${prefix}/${file}`.split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment !== '..') kept.push(segment)
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop()
    else if (!isRooted) kept.push(segment)
  }
  return (isRooted ? '/' : '') + kept.join('/')
}
