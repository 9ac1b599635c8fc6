import { UNKNOWN, type Ask } from './facts.ts'
import {
  ANY_CHARACTER,
  ANY_TEXT,
  compileGlob,
  globOf,
  globTest,
  type Glob,
  type GlobPart,
} from './pattern.ts'
import { triOf, type Tri } from './tri.ts'

/** A text of a policy: with or without wildcards, with or without policy variables. */
export interface TextPattern {
  readonly written: string
  /** Where the text has no variable. */
  readonly glob?: Glob
  readonly pieces?: readonly Piece[]
  readonly caseless?: boolean
}

/** Whether `*` and `?` stand for other text, and whether case counts. */
export type TextForm = 'literal' | 'wildcards' | 'caseless'

type Piece = GlobPart | Variable

interface Variable {
  readonly key: string
  readonly fallback?: string
}

/**
 * Compiles a text of a policy. Variables exist only in version 2012-10-17.
 *
 * aws: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export const compileText = (written: string, version: string, form: TextForm): TextPattern => {
  const text = form === 'caseless' ? written.toLowerCase() : written
  const common = { written, ...(form === 'caseless' && { caseless: true }) }
  const wildcards = form === 'wildcards'
  if (version !== '2012-10-17' || !text.includes('${'))
    return { ...common, glob: wildcards ? compileGlob(text) : globOf([text]) }
  const pieces = piecesOf(text, wildcards)
  return pieces.some(isVariable) ? { ...common, pieces } : { ...common, glob: globOf(pieces as GlobPart[]) }
}

const isVariable = (piece: Piece): piece is Variable => typeof piece === 'object'

const piecesOf = (text: string, wildcards: boolean): readonly Piece[] => {
  const pieces: Piece[] = []
  let from = 0
  for (;;) {
    const start = text.indexOf('${', from)
    const end = start === -1 ? -1 : text.indexOf('}', start)
    if (end === -1) break
    pieces.push(...plain(text.slice(from, start), wildcards), variable(text.slice(start + 2, end)))
    from = end + 1
  }
  return [...pieces, ...plain(text.slice(from), wildcards)]
}

const plain = (text: string, wildcards: boolean): readonly GlobPart[] => {
  if (!wildcards) return text === '' ? [] : [text]
  const parts = text.split(/([*?])/).filter(part => part !== '')
  return parts.map(part => (part === '*' ? ANY_TEXT : part === '?' ? ANY_CHARACTER : part))
}

const variable = (inside: string): Piece => {
  if (inside === '*' || inside === '?' || inside === '$') return inside
  const comma = inside.indexOf(',')
  if (comma === -1) return { key: inside.trim() }
  const quoted = inside.slice(comma + 1).trim()
  const fallback = quoted.startsWith("'") && quoted.endsWith("'") ? quoted.slice(1, -1) : quoted
  return { key: inside.slice(0, comma).trim(), fallback }
}

/** Whether a text matches. A variable without a value matches nothing: its value is null, and nothing is like null. */
export const matchText = (pattern: TextPattern, written: string, ask: Ask): Tri => {
  const text = pattern.caseless ? written.toLowerCase() : written
  if (pattern.glob) return triOf(globTest(pattern.glob, text))
  const parts: GlobPart[] = []
  const lacking: string[] = []
  for (const piece of pattern.pieces ?? []) {
    const part = isVariable(piece) ? resolve(piece, ask, lacking) : piece
    if (part === undefined) return 'no'
    parts.push(pattern.caseless && typeof part === 'string' ? part.toLowerCase() : part)
  }
  if (!globTest(globOf(parts), text)) return 'no'
  ask.lacking.push(...lacking)
  return lacking.length === 0 ? 'yes' : 'unknown'
}

/** The variable's value; any text where it is not known; undefined where it has none. */
const resolve = ({ key, fallback }: Variable, ask: Ask, lacking: string[]): GlobPart | undefined => {
  const fact = ask.fact(key)
  if (fact === UNKNOWN) {
    lacking.push(key)
    return ANY_TEXT
  }
  // A key with several values has no single value to stand for.
  if (fact === undefined || fact.length !== 1) return fallback
  return fact[0]
}
