import type { PreferenceEdit } from '../changes/document-change.ts'
import type { Declared } from '../records.ts'
import type { Scope } from '../snapshot.ts'
import { editedText } from './edit-text.ts'
import { parsePreferences, type PreferencesVersion } from './preferences.ts'

/**
 * The preferences that the config declares, as the agent would read them in this account and Region.
 * @returns nothing where none are declared
 */
export const declaredPreferences = (
  { preferences }: Declared,
  { region, accountId }: Pick<Scope, 'region' | 'accountId'>,
): PreferencesVersion | undefined => {
  if (!preferences) return undefined
  const inputs = JSON.stringify(preferences)
    .replaceAll('${region}', region)
    .replaceAll('${account}', accountId)
  const content = `{"schemaVersion":"1.0","sessionType":"Standard_Stream","inputs":${inputs}}`
  return parsePreferences('default', { version: 'config', content })
}

/** The fields that the config declares one by one; those within the shell profile by their path. */
export const pathsIn = ({ preferences = {} }: Declared): readonly string[] =>
  Object.entries(preferences).flatMap(([field, value]) =>
    typeof value === 'object' && value !== null
      ? Object.keys(value).map(name => `${field}.${name}`)
      : [field],
  )

/** A field of a version as the agent reads it: by its path, and absent where it is not set at all. */
export const valueOf = ({ inputs }: PreferencesVersion, field: string): string | boolean | undefined => {
  const { shellProfile, ...flat } = inputs
  const values = new Map<string, string | boolean>([
    ...Object.entries(flat),
    ['shellProfile.linux', shellProfile.linux],
    ['shellProfile.windows', shellProfile.windows],
  ])
  return values.get(field)
}

/** The edit that makes a field say what a version says. */
export const editOf = (version: PreferencesVersion, field: string): PreferenceEdit => {
  const value = valueOf(version, field)
  return { path: ['inputs', ...field.split('.')], ...(value !== undefined && { value }) }
}

/** What AWS asks for in every document of preferences, all off. */
const NOTHING = {
  s3BucketName: '',
  s3KeyPrefix: '',
  s3EncryptionEnabled: false,
  cloudWatchLogGroupName: '',
  cloudWatchEncryptionEnabled: false,
  cloudWatchStreamingEnabled: false,
  kmsKeyId: '',
  runAsEnabled: false,
  runAsDefaultUser: '',
}

/**
 * A new document of preferences in which nothing is on but what the edits say.
 *
 * aws: https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-preferences-cli.html
 */
export const newPreferences = (edits: readonly PreferenceEdit[]): string => {
  const document = {
    schemaVersion: '1.0',
    description: 'Document to hold regional settings for Session Manager',
    sessionType: 'Standard_Stream',
    inputs: NOTHING,
  }
  return editedText(JSON.stringify(document, undefined, 2), edits)
}
