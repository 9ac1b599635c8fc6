import { parsePreferences, type PreferenceInputs } from '../core/preferences/preferences.ts'
import type { SessionDocument } from '../core/records.ts'
import type { Loaded } from './loaded.ts'

/** What the preferences documents name in a field, in either version; blanks and placeholders name nothing. */
export const namedIn = (
  documents: Loaded<'preferencesDocuments'>,
  field: (inputs: PreferenceInputs) => string,
): readonly string[] => {
  const names = Object.values(documents.records).flatMap(versionsOf).map(field)
  return [...new Set(names)].filter(name => name !== '' && !name.includes('{{'))
}

const versionsOf = (document: SessionDocument): readonly PreferenceInputs[] => [
  parsePreferences('default', document.default).inputs,
  ...(document.latest ? [parsePreferences('latest', document.latest).inputs] : []),
]

/** aws: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_LogGroup.html */
export const canBeLogGroup = (name: string): boolean => /^[.\-_/#A-Za-z0-9]{1,512}$/.test(name)
