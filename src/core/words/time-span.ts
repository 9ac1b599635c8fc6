const MINUTE = 60_000
const UNITS = [
  ['day', 24 * 60 * MINUTE],
  ['hour', 60 * MINUTE],
  ['minute', MINUTE],
] as const

/** How long it is from one ISO time to another, in the largest whole unit: `3 days`, `1 hour`, `less than a minute`. */
export const timeSpan = (from: string, to: string): string => {
  const span = Date.parse(to) - Date.parse(from)
  for (const [unit, length] of UNITS) {
    const count = Math.floor(span / length)
    if (count >= 1) return `${count} ${unit}${count === 1 ? '' : 's'}`
  }
  return 'less than a minute'
}
