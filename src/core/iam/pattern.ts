/** A text pattern, cut at its `*`: each chunk holds literal characters and, as `undefined`, single wildcards. */
export interface Glob {
  readonly chunks: readonly Chunk[]
  /** The text, where the pattern has no wildcard. */
  readonly literal?: string
}

interface Chunk {
  readonly text: string
  /** Positions in `text` that stand for any one character. */
  readonly any: readonly number[]
}

/** A piece of a pattern: literal text, or a wildcard. */
export type GlobPart = string | typeof ANY_TEXT | typeof ANY_CHARACTER
export const ANY_TEXT = Symbol('*')
export const ANY_CHARACTER = Symbol('?')

/** Compiles a pattern in which `*` is any text and `?` any one character; all else is literal. */
export const compileGlob = (pattern: string): Glob => {
  if (!hasWildcard(pattern)) return { chunks: [{ text: pattern, any: [] }], literal: pattern }
  return { chunks: pattern.split('*').map(chunkOf) }
}

/** Compiles a pattern from its parts: literal parts may hold `*` and `?`, which then mean themselves. */
export const globOf = (parts: readonly GlobPart[]): Glob => {
  const chunks: { text: string; any: number[] }[] = [{ text: '', any: [] }]
  for (const part of parts) {
    const last = chunks.at(-1) as { text: string; any: number[] }
    if (part === ANY_TEXT) chunks.push({ text: '', any: [] })
    else if (part === ANY_CHARACTER) {
      last.any.push(last.text.length)
      last.text += '?'
    } else last.text += part
  }
  const [only] = chunks
  return chunks.length === 1 && only?.any.length === 0 ? { chunks, literal: only.text } : { chunks }
}

export const hasWildcard = (pattern: string): boolean => pattern.includes('*') || pattern.includes('?')

const chunkOf = (text: string): Chunk => ({
  text,
  any: Array.from(text.matchAll(/\?/g), found => found.index),
})

/** Whether a text matches a compiled pattern, in time that grows with the text and not with the pattern's stars. */
export const globTest = ({ chunks, literal }: Glob, text: string): boolean => {
  if (literal !== undefined) return literal === text
  const first = chunks[0] as Chunk
  const last = chunks.at(-1) as Chunk
  if (!chunkAt(first, text, 0)) return false
  if (chunks.length === 1) return first.text.length === text.length
  const end = text.length - last.text.length
  let from = first.text.length
  // The leftmost place for each chunk leaves the most room for the rest: no way back is ever needed.
  for (let index = 1; index < chunks.length - 1; index++) {
    const chunk = chunks[index] as Chunk
    from = findChunk(chunk, text, from, end)
    if (from === -1) return false
    from += chunk.text.length
  }
  return end >= from && chunkAt(last, text, end)
}

/** Whether a text matches a pattern with `*` (any text, also none) and `?` (exactly one character). Case counts. */
export const globMatches = (pattern: string, text: string): boolean => globTest(compileGlob(pattern), text)

const findChunk = (chunk: Chunk, text: string, from: number, end: number): number => {
  if (chunk.any.length === 0) {
    const at = text.indexOf(chunk.text, from)
    return at !== -1 && at + chunk.text.length <= end ? at : -1
  }
  for (let at = from; at + chunk.text.length <= end; at++) if (chunkAt(chunk, text, at)) return at
  return -1
}

const chunkAt = ({ text: wanted, any }: Chunk, text: string, at: number): boolean => {
  if (at < 0 || at + wanted.length > text.length) return false
  if (any.length === 0) return text.startsWith(wanted, at)
  let next = 0
  for (let index = 0; index < wanted.length; index++) {
    if (any[next] === index) next++
    else if (wanted.charCodeAt(index) !== text.charCodeAt(at + index)) return false
  }
  return true
}
