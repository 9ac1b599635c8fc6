import type { CollectedKind } from '../records.ts'
import { recordsAsked, type Gap, type World } from '../snapshot.ts'
import { viewOf } from '../views.ts'
import { settingOf, type Facet, type Meaning, type Setting } from './facet.ts'
import { fieldChanges } from './field-changes.ts'
import { MEANINGS } from './meanings.ts'
import type { NotCompared, RecordChange, Which } from './types.ts'

/** What two snapshots hold of one place: of a Region, or of what is global in an account. */
export interface Pair {
  readonly accountId: string
  readonly region: string
  readonly kinds: readonly CollectedKind[]
  readonly before: World
  readonly after: World
}

export interface PairChanges {
  readonly records: readonly RecordChange[]
  readonly notCompared: readonly NotCompared[]
}

/** Compares the records of two worlds, kind by kind: what one of them does not know is told and not compared. */
export const recordChanges = (pair: Pair): PairChanges => {
  const { before, after } = pair
  const settings = {
    before: settingOf(before.scope, [before, after]),
    after: settingOf(after.scope, [after, before]),
  }
  const found = pair.kinds.map(kind => changesOf(kind, pair, settings))
  return {
    records: found.flatMap(({ records }) => records),
    notCompared: found.flatMap(({ notCompared }) => notCompared),
  }
}

type Settings = Readonly<Record<Which, Setting>>

const NOTHING: PairChanges = { records: [], notCompared: [] }

const changesOf = (kind: CollectedKind, pair: Pair, settings: Settings): PairChanges => {
  const meaning: Meaning<never> | undefined = MEANINGS[kind]
  const worlds = [pair.before, pair.after]
  if (!meaning || !worlds.some(world => recordsAsked(world, kind))) return NOTHING
  const place = { accountId: pair.accountId, region: pair.region, kind }
  const was = sideOf(pair.before, kind, meaning, settings.before)
  const is = sideOf(pair.after, kind, meaning, settings.after)
  const hidden = hiddenIn(was.whole, is.whole)
  if (hidden) return { records: [], notCompared: [{ ...place, ...hidden }] }
  const ids = [...new Set([...was.ids, ...is.ids])]
  const isSample = kind === 'connections'
  const found = ids.map(id => comparedRecord(id, was, is, isSample))
  return {
    records: found.flatMap(one => (one && 'in' in one ? [{ ...place, ...one }] : [])),
    notCompared: found.flatMap(one => (one && 'unknownIn' in one ? [{ ...place, ...one }] : [])),
  }
}

/** What one snapshot says of a kind. */
interface Side {
  readonly whole: Gap | undefined
  /** Of the records, and of those that could not be read. */
  readonly ids: readonly string[]
  readonly gapOf: (id: string) => Gap | undefined
  /** None where there is no record, or one that says nothing. */
  readonly facetsOf: (id: string) => readonly Facet[]
  readonly nameOf: (id: string) => string | undefined
  readonly setting: Setting
}

const sideOf = (world: World, kind: CollectedKind, meaning: Meaning<never>, setting: Setting): Side => {
  const { records, missing, whole } = viewOf(world, kind)
  // A key may be there under several names.
  const idOf = (ref: string): string => (kind === 'keys' ? setting.keyArn(ref) : ref)
  const byId = new Map(Object.entries(records).map(([ref, record]) => [idOf(ref), record]))
  const gaps = new Map([...missing].map(([ref, gap]) => [idOf(ref), gap]))
  return {
    whole,
    ids: [...byId.keys(), ...gaps.keys()],
    gapOf: id => gaps.get(id),
    facetsOf: id => {
      const record = byId.get(id)
      // A kind's meaning is that of its own records.
      return record === undefined ? [] : meaning(record as never, setting)
    },
    nameOf: id => nameOf(byId.get(id), id),
    setting,
  }
}

const nameOf = (record: object | undefined, id: string): string | undefined =>
  record && 'name' in record && typeof record.name === 'string' && record.name !== id
    ? record.name
    : undefined

type Hidden = Pick<NotCompared, 'unknownIn' | 'reason' | 'actions' | 'foreign'>
type Found = Pick<RecordChange, 'id' | 'name' | 'in' | 'fields'> | (Hidden & { readonly id: string })

const hiddenIn = (was: Gap | undefined, is: Gap | undefined): Hidden | undefined => {
  const gap = is ?? was
  if (!gap) return undefined
  const { reason, actions, foreign } = gap
  const unknownIn = was && is ? 'both' : was ? 'before' : 'after'
  return { unknownIn, reason, actions, ...(foreign && { foreign: true as const }) }
}

const comparedRecord = (id: string, was: Side, is: Side, isSample: boolean): Found | undefined => {
  const hidden = hiddenIn(was.gapOf(id), is.gapOf(id))
  if (hidden) return { id, ...hidden }
  const [old, now] = [was.facetsOf(id), is.facetsOf(id)]
  const name = is.nameOf(id) ?? was.nameOf(id)
  const named = { id, ...(name !== undefined && { name }) }
  if (old.length > 0 && now.length > 0) {
    const fields = fieldChanges(old, now, is.setting)
    return fields.length > 0 ? { ...named, in: 'both', fields } : undefined
  }
  if (isSample || old.length + now.length === 0) return undefined
  return { ...named, in: old.length > 0 ? 'before' : 'after', fields: [] }
}
