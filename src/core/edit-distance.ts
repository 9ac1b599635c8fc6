/** How many single characters must be inserted, removed or replaced to turn `a` into `b` (Levenshtein). */
export const editDistance = (a: string, b: string): number => {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1)
      const removed = (previous[column] ?? 0) + 1
      const inserted = (current[column - 1] ?? 0) + 1
      current.push(Math.min(replaced, removed, inserted))
    }
    previous = current
  }
  return previous[b.length] ?? 0
}

/** Whether two texts differ in two neighbours alone that have changed places. */
export const isSwap = (a: string, b: string): boolean => {
  const at = Array.from(a).findIndex((character, index) => character !== b[index])
  if (at < 0 || a.length !== b.length) return false
  return a.slice(at, at + 2) === `${b[at + 1]}${b[at]}` && a.slice(at + 2) === b.slice(at + 2)
}

/**
 * The known name that a mistaken one is nearest to.
 * @returns the first of the nearest within `most` edits, or undefined where none is that near.
 */
export const nearestName = (name: string, known: readonly string[], most: number): string | undefined => {
  let best: { readonly name: string; readonly distance: number } | undefined
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) > most) continue
    const distance = editDistance(name, candidate)
    if (distance <= most && (!best || distance < best.distance)) best = { name: candidate, distance }
  }
  return best?.name
}
