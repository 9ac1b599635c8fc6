import { nearestName } from '../edit-distance.ts'

/** `; did you mean X?` where a known name is near, else what is given instead, else nothing. */
export const didYouMean = (name: string, known: readonly string[], otherwise = ''): string => {
  const near = known.find(one => one.endsWith(`/${name}`)) ?? nearestName(name, known, reach(name))
  if (near !== undefined) return `; did you mean ${near}?`
  return otherwise === '' ? '' : `; ${otherwise}`
}

/** A third of the letters may be wrong, and at least two. */
const reach = (name: string): number => Math.max(2, Math.floor(name.length / 3))
