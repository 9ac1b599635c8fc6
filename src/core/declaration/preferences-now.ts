import type { Preferences } from '../kinds.ts'
import { PREFERENCES_DOCUMENT } from '../derive/destinations.ts'
import { USUAL_IDLE } from '../preferences/declared-fields.ts'
import { readDocument } from '../preferences/document.ts'
import { LARGEST_MINUTES } from '../preferences/values.ts'
import type { World } from '../snapshot.ts'
import { readingOf } from '../views.ts'
import { factOf, leftOut, listed, NOTHING, type Fact, type Remark, type Placed } from './fact.ts'
import type { FieldRepair } from './field-repairs.ts'
import { fieldNow, FIELDS } from './field-now.ts'
import { versionsIn } from './versions-in.ts'

const KEY = 'expect.preferences'

type Inputs = Readonly<Record<string, unknown>>

/** The fields that the preferences documents have, with the values that all of them agree on. */
export const preferencesNow = (worlds: readonly World[], repairs: readonly FieldRepair[]): Fact<Inputs> =>
  factOf(KEY, worlds, documentIn, placed => {
    const versions = versionsIn(placed)
    const facts = FIELDS.map(field => ({ field, ...fieldNow(field, versions, repairs) }))
    const known = facts.flatMap(({ field, value }) => (value === undefined ? [] : [[field, value] as const]))
    const { kept, silent } = withoutSilence(known)
    const remarks = [
      ...absentIn(placed),
      ...unreadIn(placed),
      ...facts.flatMap(fact => fact.remarks),
      ...silent,
    ]
    return kept.length > 0 ? { value: nested(kept), remarks } : { remarks }
  })

const documentIn = (world: World): Preferences | undefined =>
  readingOf(world).records('preferences')[PREFERENCES_DOCUMENT]

type Documents = readonly Placed<Preferences | undefined>[]
type Field = readonly [name: string, value: string | boolean]

/**
 * An empty destination declares that nothing shall be recorded there. Where nothing is recorded at all, that is more
 * likely a fault than an agreement, and a declaration would silence it.
 */
const withoutSilence = (known: readonly Field[]): { kept: readonly Field[]; silent: readonly Remark[] } => {
  const isDestination = ([name]: Field): boolean => DESTINATIONS.has(name)
  const destinations = known.filter(isDestination)
  if (destinations.length === 0 || destinations.some(([, value]) => value !== '')) {
    return { kept: known, silent: [] }
  }
  const why = 'sessions are recorded nowhere, which is left for check to tell'
  return {
    kept: known.filter(field => !isDestination(field)),
    silent: destinations.map(([name]) => ({ text: leftOut(`${KEY}.${name}`, why) })),
  }
}

const DESTINATIONS: ReadonlySet<string> = new Set(['cloudWatchLogGroupName', 's3BucketName'])

const absentIn = (documents: Documents): readonly Remark[] => {
  const absent = documents.filter(({ value }) => !value?.exists).map(({ world }) => world.scope.region)
  if (absent.length === 0) return []
  const why = `no preferences document in ${listed(absent)}`
  if (absent.length === documents.length) return [{ text: leftOut(KEY, why) }]
  return [{ text: `${KEY} says nothing yet of some Regions: ${why}; fix would create it as declared` }]
}

/** A document that is no JSON has no fields that could be named. */
const unreadIn = (documents: Documents): readonly Remark[] =>
  versionsIn(documents)
    .filter(({ version }) => readDocument(version.content).inputs === undefined)
    .map(({ label, version }) => {
      const fault = version.faults.find(({ field }) => field === 'content' || field === 'inputs')
      return { text: leftOut(KEY, `${label}: ${fault?.problem ?? 'there are no inputs'}`) }
    })

/** Those within the shell profile go into it. */
const nested = (fields: readonly Field[]): Inputs => {
  const flat = fields.filter(([name]) => !name.includes('.'))
  const profile = fields.filter(([name]) => name.startsWith(PROFILE))
  const shells = profile.map(([name, value]) => [name.slice(PROFILE.length), value] as const)
  return {
    ...Object.fromEntries(flat),
    ...(shells.length > 0 && { shellProfile: Object.fromEntries(shells) }),
  }
}

const PROFILE = 'shellProfile.'

/** After how many idle minutes sessions have ended everywhere, where no exact time is declared. */
export const idleOf = (worlds: readonly World[], declared: Inputs): Fact<{ readonly atMost: number }> => {
  if (declared['idleSessionTimeout'] !== undefined) return NOTHING
  return factOf('expect.idleSessionTimeout', worlds, documentIn, placed => {
    const minutes = versionsIn(placed).map(({ version }) =>
      Number(version.inputs.idleSessionTimeout ?? USUAL_IDLE),
    )
    const atMost = Math.max(...minutes)
    const isSaid =
      minutes.length > 0 &&
      Number.isInteger(atMost) &&
      atMost >= 1 &&
      atMost <= LARGEST_MINUTES.idleSessionTimeout
    return isSaid ? { value: { atMost }, remarks: [] } : NOTHING
  })
}
