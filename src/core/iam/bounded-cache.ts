/** Remembers what was made of a text: at most twice `size` texts, the ones not asked for longest go first. */
export const boundedCache = <T>(size: number, make: (text: string) => T): ((text: string) => T) => {
  let young = new Map<string, T>()
  let old = new Map<string, T>()
  return text => {
    const found = young.get(text)
    if (found !== undefined) return found
    const made = old.get(text) ?? make(text)
    if (young.size >= size) {
      old = young
      young = new Map()
    }
    young.set(text, made)
    return made
  }
}
