import type { PreferenceEdit } from '../changes/document-change.ts'
import { isObject, kindOf } from './json.ts'

type Json = Record<string, unknown>

/**
 * A document's text with edits made: its other members, known or not, keep their values and their order, and the text
 * its indentation. A text that says all of it already is given back as it is.
 * @throws SyntaxError where the text is no JSON
 * @throws RangeError where it cannot be edited without loss: it is no object, or holds a number that would not be
 *   written as it stands
 */
export const editedText = (text: string, edits: readonly PreferenceEdit[]): string => {
  const document: unknown = JSON.parse(text)
  if (!isObject(document)) throw new RangeError(`it is ${kindOf(document)}, not a JSON object`)
  const number = oddNumber(text)
  if (number !== undefined)
    throw new RangeError(`it holds the number ${number}, which would be written otherwise`)
  const changes = edits.map(({ path, value }) =>
    value === undefined ? remove(document as Json, path) : put(document as Json, path, value),
  )
  if (!changes.includes(true)) return text
  const indent = /\n([ \t]+)\S/.exec(text)?.[1]
  return JSON.stringify(document, undefined, indent) + (/\n$/.exec(text)?.[0] ?? '')
}

/** Whether there was anything to remove. */
const remove = (document: Json, path: readonly string[]): boolean => {
  const [name = '', ...further] = path
  const found = document[name]
  if (!Object.hasOwn(document, name)) return false
  if (further.length > 0) return isObject(found) && remove(found, further)
  delete document[name]
  return true
}

/** Whether something else stood there. */
const put = (document: Json, path: readonly string[], value: string | boolean): boolean => {
  const [name = '', ...further] = path
  const found = Object.hasOwn(document, name) ? document[name] : undefined
  if (further.length === 0) return assign(document, name, value, found !== value)
  if (found !== undefined && found !== null && !isObject(found))
    throw new RangeError(`its ${name} is ${kindOf(found)}, not an object`)
  const holder = isObject(found) ? (found as Json) : {}
  return assign(document, name, holder, put(holder, further, value))
}

const assign = (document: Json, name: string, value: unknown, isNew: boolean): boolean => {
  // A name such as __proto__ is one like any other.
  const member = { value, configurable: true, enumerable: true, writable: true }
  if (isNew) Object.defineProperty(document, name, member)
  return isNew
}

/** Strings are passed over. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g

const oddNumber = (text: string): string | undefined =>
  text.match(TOKENS)?.find(token => !token.startsWith('"') && String(Number(token)) !== token)
