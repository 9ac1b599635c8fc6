/** A clock that goes on a second each time it is asked. */
export const clockFrom = (start: string): (() => string) => {
  let at = Date.parse(start)
  return () => {
    at += 1000
    return new Date(at).toISOString()
  }
}
