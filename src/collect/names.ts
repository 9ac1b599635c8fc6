import { bucketMeant, logGroupMeant } from '../core/preferences/corrections.ts'
import { parsePreferences, type PreferenceInputs } from '../core/preferences/preferences.ts'
import type { Declared, SessionDocument } from '../core/records.ts'
import type { Loaded } from './loaded.ts'
import type { AccountSource, RegionSource } from './source.ts'

/** What the preferences documents name in a field, in either version; blanks and placeholders name nothing. */
export const namedIn = (
  documents: Loaded<'preferencesDocuments'>,
  field: (inputs: PreferenceInputs) => string,
): readonly string[] => {
  const names = Object.values(documents.records).flatMap(versionsOf).map(field)
  return [...new Set(names)].filter(name => name !== '' && !name.includes('{{'))
}

/** The fields of the preferences by which they name other things. */
export type NamingField = 'cloudWatchLogGroupName' | 's3BucketName' | 'kmsKeyId'

/** What the config declares that the preferences shall name. */
export const declaredIn = ({ preferences = {} }: Declared, field: NamingField): readonly string[] => {
  const name = preferences[field]
  return typeof name === 'string' && name !== '' ? [name] : []
}

/** The log groups that a repair would name: the declared one, and what a name in a wrong form stands for. */
export const groupsToName = (source: RegionSource, named: readonly string[]): readonly string[] => [
  ...declaredIn(source.declared, 'cloudWatchLogGroupName'),
  ...named.flatMap(name => logGroupMeant(name, source) ?? []),
]

/** The buckets that a repair would name. */
export const bucketsToName = (
  source: Pick<AccountSource, 'partition'>,
  declared: readonly Declared[],
  named: readonly string[],
): readonly string[] => [
  ...declared.flatMap(one => declaredIn(one, 's3BucketName')),
  ...named.flatMap(name => bucketMeant(name, source) ?? []),
]

const versionsOf = (document: SessionDocument): readonly PreferenceInputs[] => [
  parsePreferences('default', document.default).inputs,
  ...(document.latest ? [parsePreferences('latest', document.latest).inputs] : []),
]

/** aws: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html */
export const canBeLogGroup = (name: string): boolean => /^[.\-_/#A-Za-z0-9]{1,512}$/.test(name)
