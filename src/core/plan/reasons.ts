import type { Change } from '../changes/change.ts'
import { placeOf } from '../changes/specs.ts'
import type { World } from '../snapshot.ts'
import { lowerWishes, settlesVersions, type Wish } from './lowering.ts'
import type { Reason } from './types.ts'

/** The findings that a change helps to repair. */
export type ReasonsFor = (change: Change) => readonly Reason[]

/** Tells of each change which wishes, each taken by itself, would edit the same thing in the same way. */
export const reasonsFor = (worlds: readonly World[], wishes: readonly Wish[]): ReasonsFor => {
  const byPlace = new Map<string, Reason[]>()
  for (const wish of wishes) {
    const { fingerprint, message } = wish
    for (const place of new Set(changesFor(worlds, wish, wishes).map(placeOf)))
      byPlace.set(place, [...(byPlace.get(place) ?? []), { fingerprint, message }])
  }
  return change => byPlace.get(placeOf(change)) ?? []
}

/** A document of which two versions differ is edited only where another wish settles which of them is meant. */
const changesFor = (worlds: readonly World[], wish: Wish, wishes: readonly Wish[]): readonly Change[] => {
  const { changes } = lowerWishes(worlds, [wish])
  if (changes.length > 0) return changes
  return lowerWishes(worlds, [wish, ...wishes.filter(settlesVersions)]).changes
}
