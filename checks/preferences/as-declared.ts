import {
  declaredFields,
  defineCheck,
  driftedSince,
  ifReadable,
  lostFields,
  type Agreement,
  type DeclaredField,
  type DocumentHistory,
  type Evidence,
  type PreferenceEdit,
  type Preferences,
  type PreferencesVersion,
  type Problem,
  type Scope,
  type Since,
} from '../../src/core/index.ts'
import { FIELD_CAUSES, inVersions, shownIn } from './in-versions.ts'
import { ifCertain, setting } from './setting.ts'

export default defineCheck({
  id: 'preferences/as-declared',
  title: 'the preferences are as the config declares them',
  why: 'What the config declares was agreed on. A field that differs was changed by somebody, in the console or by other code, and every session of the Region follows it.',
  docs: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-schema.html',
  severity: 'medium',
  fix: 'review',
  asks: ['set-preferences'],
  each: 'preferences',
  needs: ['declared', 'keys', 'documentVersions'],
  after: ['preferences/document-exists'],
  mayFollow: FIELD_CAUSES.filter(id => id !== 'preferences/as-declared'),
  run(preferences, { declared, keys, documentVersions }, scope) {
    const history = (): DocumentHistory | undefined => ifReadable(() => documentVersions[preferences.name])
    return declaredFields(declared['config'] ?? {}, keys, scope).flatMap(
      field => problemOf(preferences, field, history, scope) ?? [],
    )
  },
})

const problemOf = (
  preferences: Preferences,
  declared: DeclaredField,
  history: () => DocumentHistory | undefined,
  scope: Scope,
): Problem | undefined => {
  const { field, wanted, actual, agrees } = declared
  const inSome = (answer: Agreement) => inVersions(preferences, field, version => agrees(version) === answer)
  const drifted = inSome('no')
  const found = drifted ?? inSome('unknown')
  if (!found) return undefined
  const [first] = found.versions
  const kept = drifted && history()
  const newest = found.versions.at(-1) as PreferencesVersion
  const since = kept && driftedSince(declared, newest.version, kept.versions)
  const edits = isGivingUp(found.versions, declared.edit) ? [] : [declared.edit]
  const text = `write ${field} as it is declared into the newest version and make that the default; or change what the config declares`
  return ifCertain({
    message: `${field} is ${actual(first)}${found.where}, and the config declares ${wanted}${sinceWords(since)}`,
    about: field,
    ...(drifted ? found.verdict : { verdict: 'unknown' as const }),
    because: found.because.filter(cause => cause.check !== 'preferences/as-declared'),
    evidence: [
      ...shownIn(found, field, actual),
      { label: 'declared', value: wanted.replace('that it is not set', 'not set'), source: 'config' },
      ...(kept && since ? sinceEvidence(since, field, kept) : []),
    ],
    ...setting(preferences, text, edits, scope),
  })
}

/** What keeps, encrypts or ends sessions is never taken from them by a repair. */
const isGivingUp = (versions: readonly PreferencesVersion[], { path, value }: PreferenceEdit): boolean =>
  versions.some(
    ({ inputs }) => lostFields(inputs, { ...inputs, [path.slice(1).join('.')]: value }).length > 0,
  )

const sinceWords = (since: Since | undefined): string => {
  if (!since?.before) return ''
  const { version, createdAt } = since.version
  return `, since version ${version}${createdAt === undefined ? '' : ` of ${createdAt.slice(0, 10)}`}`
}

const sinceEvidence = (
  { version, before }: Since,
  field: string,
  { versions, older }: DocumentHistory,
): readonly Evidence[] => {
  const source = 'ssm:ListDocumentVersions'
  if (!before) {
    const more = older > 0 ? `; ${older} older ones were not read` : ''
    const value = `each of ${versions.length} versions, back to ${version.version}${more}`
    return [{ label: 'so in', value, source }]
  }
  const written = version.createdAt === undefined ? '' : `, written ${version.createdAt}`
  return [
    { label: 'so since', value: `version ${version.version}${written}`, source },
    { label: 'as declared in', value: `version ${before.version}`, source: `${field} of that version` },
  ]
}
