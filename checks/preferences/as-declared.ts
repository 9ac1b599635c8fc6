import {
  agrees,
  declaredInputs,
  defineCheck,
  driftedSince,
  ifReadable,
  inputValue,
  type DeclaredInput,
  type DocumentHistory,
  type Evidence,
  type Key,
  type Preferences,
  type PreferencesVersion,
  type Problem,
  type Records,
  type Scope,
  type Since,
} from '../../src/core/index.ts'
import { editDocument } from './edit-document.ts'
import { idleDrift } from './idle-drift.ts'
import { FIELD_CAUSES, inVersions, shownIn, type InVersions } from './in-versions.ts'

const NEEDS = ['declared', 'keys', 'documentVersions'] as const

export default defineCheck({
  id: 'preferences/as-declared',
  title: 'the preferences are as the config declares them',
  why: 'What the config declares was agreed on. A field that differs was changed by somebody, in the console or by other code, and every session of the Region follows it.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html',
  severity: 'medium',
  fix: 'none',
  each: 'preferences',
  needs: NEEDS,
  after: ['preferences/document-exists'],
  mayFollow: FIELD_CAUSES.filter(id => id !== 'preferences/as-declared'),
  run(preferences, records, scope) {
    const declared = records.declared['config'] ?? {}
    const inputs = declaredInputs(declared)
    const isExact = inputs.some(({ field }) => field === 'idleSessionTimeout')
    const idle = isExact ? undefined : idleDrift(preferences, declared, scope)
    const problems = inputs.flatMap(input => problemOf(preferences, input, records, scope) ?? [])
    return idle ? [...problems, idle] : problems
  },
})

const problemOf = (
  preferences: Preferences,
  input: DeclaredInput,
  records: Records<(typeof NEEDS)[number]>,
  scope: Scope,
): Problem | undefined => {
  const { field, value } = input
  const { keys } = records
  const found = inVersions(preferences, field, version => agrees(input, version, keys, scope) !== 'yes')
  if (!found) return undefined
  const isOpen = found.versions.every(version => agrees(input, version, keys, scope) === 'unknown')
  const history = isOpen ? undefined : ifReadable(() => records.documentVersions[preferences.name])
  const since = history && sinceOf(found, input, history, keys, scope)
  return {
    message: `${field} is ${isOf(found, field)}${found.where}, and the config declares ${value === '' ? 'that it is not set' : value}${sinceWords(since)}`,
    about: field,
    ...found.verdict,
    ...(isOpen && { verdict: 'unknown' as const }),
    because: found.because.filter(cause => cause.check !== 'preferences/as-declared'),
    evidence: [
      ...shownIn(found, field, version => shown(inputValue(version, field))),
      { label: 'declared', value: shown(value), source: 'config' },
      ...(history ? sinceEvidence(since, input, history) : []),
    ],
    remedy: {
      text: `write ${field} as it is declared into the newest version and make that the default; or change what the config declares`,
      commands: editDocument(preferences, scope),
    },
  }
}

const isOf = ({ versions: [first] }: InVersions, field: string): string => shown(inputValue(first, field))

const shown = (value: string): string => (value === '' ? 'not set' : value)

const sinceOf = (
  { versions }: InVersions,
  input: DeclaredInput,
  history: DocumentHistory,
  keys: Readonly<Record<string, Key>>,
  scope: Scope,
): Since | undefined => {
  const newest = versions.at(-1) as PreferencesVersion
  return driftedSince(input, newest.version, history.versions, keys, scope)
}

/** The first of the versions that were read may be one of many with the same fault. */
const sinceWords = (since: Since | undefined): string => {
  if (!since?.before) return ''
  return `, since version ${since.version.version}${onDay(since.version.createdAt)}`
}

const onDay = (time: string | undefined): string => (time === undefined ? '' : ` of ${time.slice(0, 10)}`)

const sinceEvidence = (
  since: Since | undefined,
  { field }: DeclaredInput,
  { versions, older }: DocumentHistory,
): readonly Evidence[] => {
  const source = 'ssm:ListDocumentVersions'
  if (!since) return []
  const { version, before } = since
  if (!before) {
    const more = older > 0 ? `; ${older} older ones were not read` : ''
    return [
      {
        label: 'so in',
        value: `each of ${versions.length} versions, back to ${version.version}${more}`,
        source,
      },
    ]
  }
  const written = version.createdAt === undefined ? '' : `, written ${version.createdAt}`
  return [
    { label: 'so since', value: `version ${version.version}${written}`, source },
    { label: 'as declared in', value: `version ${before.version}`, source: `${field} of that version` },
  ]
}
