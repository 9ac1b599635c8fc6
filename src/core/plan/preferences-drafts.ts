import type {
  Change,
  NamedVersion,
  PreferenceEdit,
  SetPreferences,
  UseLatestVersion,
} from '../changes/change.ts'
import { newPreferences } from '../preferences/declared.ts'
import { MOST_BYTES } from '../preferences/document.ts'
import { editedText } from '../preferences/edit-text.ts'
import type { DocumentVersion, SessionDocument } from '../records.ts'
import { sameMeaning } from '../same-meaning.ts'
import { gapOf, recordsOf, type World } from '../snapshot.ts'
import { together, type Lowered } from './lowered.ts'

type DocumentFix = SetPreferences | UseLatestVersion

/** Turns what is asked of documents into changes: all edits of one in one new version, which becomes the default. */
export const lowerPreferences = (world: World, fixes: readonly DocumentFix[]): Lowered => {
  const names = [...new Set(fixes.map(({ name }) => name))]
  return together(
    names.map(name =>
      lowerDocument(
        world,
        name,
        fixes.filter(fix => fix.name === name),
      ),
    ),
  )
}

const lowerDocument = (world: World, name: string, fixes: readonly DocumentFix[]): Lowered => {
  const reason = unreadReason(world, name)
  if (reason !== undefined) return refuse(fixes, reason)
  const document = recordsOf(world, 'preferencesDocuments')[name]
  const disputed = disputedPlaces(fixes)
  const clear = fixes.filter(fix => !placesOf(fix).some(place => disputed.has(place)))
  const lowered = document ? edited(world, document, clear) : created(world, name, clear)
  const unclear = fixes.filter(fix => !clear.includes(fix))
  return together([lowered, refuse(unclear, `findings do not agree on ${[...disputed].join(', ')}`)])
}

/** A document that is not there is made; one that was not read may be there. */
const unreadReason = (world: World, name: string): string | undefined => {
  const gap = gapOf(world, 'preferencesDocuments', name)
  if (gap) return `document ${name} could not be read: ${gap.reason} (needs ${gap.actions.join(', ')})`
  return world.records.preferencesDocuments ? undefined : `document ${name} was not read`
}

const refuse = (fixes: readonly DocumentFix[], reason: string): Lowered => ({
  changes: [],
  refused: fixes.map(fix => ({ fix, reason })),
})

const editsOf = (fixes: readonly DocumentFix[]): readonly PreferenceEdit[] =>
  fixes.flatMap(fix => (fix.type === 'set-preferences' ? fix.edits : []))

const placeOf = ({ path }: PreferenceEdit): string => path.join('.')
const placesOf = (fix: DocumentFix): readonly string[] => editsOf([fix]).map(placeOf)

/** The places in which different things are asked to stand. */
const disputedPlaces = (fixes: readonly DocumentFix[]): ReadonlySet<string> => {
  const asked = new Map<string, PreferenceEdit['value']>()
  const disputed = editsOf(fixes).filter(edit => {
    const place = placeOf(edit)
    if (asked.has(place)) return asked.get(place) !== edit.value
    asked.set(place, edit.value)
    return false
  })
  return new Set(disputed.map(placeOf))
}

const created = ({ scope: { region } }: World, name: string, fixes: readonly DocumentFix[]): Lowered => {
  const setting = fixes.filter(({ type }) => type === 'set-preferences')
  if (setting.length < fixes.length) return refuse(fixes, `document ${name} does not exist`)
  if (setting.length === 0) return together([])
  const content = newPreferences(editsOf(setting))
  return { changes: [{ type: 'create-document', region, name, content }], refused: [] }
}

const edited = (world: World, document: SessionDocument, fixes: readonly DocumentFix[]): Lowered => {
  const { name, default: current, latest = current } = document
  const setting = fixes.filter(({ type }) => type === 'set-preferences')
  const wantsLatest = setting.length < fixes.length
  if (!wantsLatest && !sameMeaning(current.content, latest.content))
    return refuse(
      setting,
      `the default version ${current.version} and the latest version ${latest.version} differ: which of them is meant has to be settled with it (preferences/default-version-current)`,
    )
  const to = textWith(latest, editsOf(setting))
  if (typeof to === 'string') return { changes: changesOf(world, document, to), refused: [] }
  const without = wantsLatest ? changesOf(world, document, latest.content) : []
  return { changes: without, refused: refuse(setting, `document ${name}: ${to.reason}`).refused }
}

/** The text of a version with edits, or the reason why it is not edited. */
const textWith = (
  { content }: SessionDocument['default'],
  edits: readonly PreferenceEdit[],
): string | { readonly reason: string } => {
  if (edits.length === 0) return content
  try {
    const text = editedText(content, edits)
    const bytes = new TextEncoder().encode(text).length
    return bytes > MOST_BYTES
      ? { reason: `with the edit it would have ${bytes} bytes of ${MOST_BYTES}` }
      : text
  } catch (error) {
    if (error instanceof SyntaxError) return { reason: 'it is no JSON' }
    if (error instanceof RangeError) return { reason: error.message }
    throw error
  }
}

const namedBy = ({ content, version }: DocumentVersion): NamedVersion => ({ content, version })

const changesOf = (
  { scope: { region } }: World,
  { name, default: current, latest = current }: SessionDocument,
  to: string,
): readonly Change[] => {
  const isNew = to !== latest.content
  const target = isNew ? { content: to } : namedBy(latest)
  const update = { type: 'update-document' as const, region, name, from: namedBy(latest), to }
  const set = {
    type: 'set-default-document-version' as const,
    region,
    name,
    from: namedBy(current),
    to: target,
  }
  return [...(isNew ? [update] : []), ...(sameMeaning(current.content, to) ? [] : [set])]
}
