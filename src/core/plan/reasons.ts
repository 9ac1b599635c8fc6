import type { Change } from '../changes/change.ts'
import { placeOf } from '../changes/specs.ts'
import type { Finding } from '../report.ts'
import type { World } from '../snapshot.ts'
import { lowerWishes, type Wish } from './lowering.ts'
import type { Reason } from './types.ts'

/** The findings that a change helps to repair. */
export type ReasonsFor = (change: Change) => readonly Reason[]

/** Tells of each change which wishes, each taken by itself, would edit the same thing in the same way. */
export const reasonsFor = (
  worlds: readonly World[],
  wishes: readonly Wish[],
  findings: readonly Finding[],
): ReasonsFor => {
  const messages = new Map(findings.map(({ fingerprint, message }) => [fingerprint, message]))
  const byPlace = new Map<string, Reason[]>()
  for (const wish of wishes) {
    const reason = { fingerprint: wish.fingerprint, message: messages.get(wish.fingerprint) ?? '' }
    for (const place of new Set(lowerWishes(worlds, [wish]).changes.map(placeOf)))
      byPlace.set(place, [...(byPlace.get(place) ?? []), reason])
  }
  return change => byPlace.get(placeOf(change)) ?? []
}
