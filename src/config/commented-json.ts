import {
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser'

/** Where something stands in data: keys and indices from the root. */
export type JsonPath = readonly (string | number)[]

/** JSON that people write: what it says, and where each part of it stands. */
export interface CommentedJson {
  readonly value: unknown
  /** The line, from 1, of what a path leads to, or of the nearest that holds it. */
  lineOf(path: JsonPath): number
  /** The first key that stands twice in one object, and the line of its second place. */
  readonly twice?: { readonly path: JsonPath; readonly line: number }
}

/** What is wrong with a text that is no JSON, and where. */
export interface Malformed {
  readonly problem: string
  readonly line: number
}

/** Reads JSON in which comments and trailing commas may stand. Never throws: hostile text is told of like any other. */
export const readCommentedJson = (text: string): CommentedJson | Malformed => {
  try {
    return read(text)
  } catch (error) {
    // How deep a text nests is the text's choice, and parser and walk recurse.
    if (error instanceof RangeError) return { problem: 'it nests too deeply', line: 1 }
    throw error
  }
}

const read = (text: string): CommentedJson | Malformed => {
  const errors: ParseError[] = []
  const lineAt = linesOf(text)
  const root = parseTree(text, errors, { allowTrailingComma: true })
  if (!root && text.trim() === '') return { problem: 'it is empty', line: 1 }
  const [first] = errors
  if (first || !root)
    return { problem: first ? wordsFor(first) : 'it holds no value', line: lineAt(first?.offset ?? 0) }
  const twice = keyTwice(root)
  return {
    value: getNodeValue(root),
    lineOf: path => lineAt(nearestNode(root, path).offset),
    ...(twice && { twice: { path: twice.path, line: lineAt(twice.key.offset) } }),
  }
}

/** Tells the line, from 1, of an offset. A report has thousands of findings, so the text is gone through once. */
const linesOf = (text: string): ((offset: number) => number) => {
  const starts = [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), ({ 0: end, index }) => index + end.length)]
  return offset => {
    let [low, high] = [0, starts.length]
    while (low + 1 < high) {
      const middle = (low + high) >>> 1
      if ((starts[middle] as number) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}

const nearestNode = (root: Node, path: JsonPath): Node => {
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length))
    if (node) return node
  }
  return root
}

const WORDS: Readonly<Record<string, string>> = {
  PropertyNameExpected: 'a key in double quotes is expected here',
  ValueExpected: 'a value is expected here',
  ColonExpected: 'a colon is expected here',
  CommaExpected: 'a comma is expected here',
  CloseBraceExpected: 'a } is missing',
  CloseBracketExpected: 'a ] is missing',
  EndOfFileExpected: 'something stands behind its end',
  UnexpectedEndOfString: 'a text lacks its closing quote',
  UnexpectedEndOfComment: 'a comment lacks its end',
  UnexpectedEndOfNumber: 'a number is not whole',
  InvalidNumberFormat: 'a number is malformed',
  InvalidUnicode: 'a \\u escape is malformed',
  InvalidEscapeCharacter: 'an escape such as \\n is malformed',
  InvalidCharacter: 'a control character stands in a text',
}

const wordsFor = ({ error }: ParseError): string =>
  WORDS[printParseErrorCode(error)] ?? 'something that is no JSON stands here'

interface KeyTwice {
  readonly path: JsonPath
  readonly key: Node
}

const keyTwice = (node: Node, path: JsonPath = []): KeyTwice | undefined => {
  const seen = new Set<string>()
  for (const [at, child] of (node.children ?? []).entries()) {
    const [key, value] = node.type === 'object' ? (child.children ?? []) : [undefined, child]
    const name: string | number = key ? String(key.value) : at
    const here = [...path, name]
    if (key && seen.has(String(name))) return { path: here, key }
    seen.add(String(name))
    const inside = value && keyTwice(value, here)
    if (inside) return inside
  }
  return undefined
}
