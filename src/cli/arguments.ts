import { UsageError } from '../core/errors.ts'
import { didYouMean } from '../core/words/did-you-mean.ts'

/** What yargs made of the command line: every option under its long name. */
export type Argv = Readonly<Record<string, unknown>>

/** All values of an option that may be repeated. */
export const texts = (argv: Argv, name: string): readonly string[] =>
  [argv[name] ?? []].flat().map(value => {
    if (typeof value !== 'string' || value.trim() === '') throw new UsageError(`--${name} needs a value`)
    return value
  })

/** The value of an option that may stand once. */
export const text = (argv: Argv, name: string): string | undefined => {
  const [value, ...others] = texts(argv, name)
  if (others.length > 0) throw new UsageError(`--${name} was given ${others.length + 1} times; give it once`)
  return value
}

export const flag = (argv: Argv, name: string): boolean => argv[name] === true

/** A whole number within bounds. */
export const wholeNumber = (
  argv: Argv,
  name: string,
  bounds: { readonly least: number; readonly most: number; readonly usual: number },
): number => {
  const value = text(argv, name)
  if (value === undefined) return bounds.usual
  const number = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN
  if (number >= bounds.least && number <= bounds.most) return number
  throw new UsageError(
    `reading --${name}: ${JSON.stringify(value)} is not a whole number from ${bounds.least} to ${bounds.most}`,
  )
}

/** Any of some words, as often as given. */
export const choices = <const T extends string>(
  argv: Argv,
  name: string,
  words: readonly T[],
): readonly T[] => [...new Set(texts(argv, name).map(value => oneOf(value, name, words)))]

/** One of some words. */
export const choice = <const T extends string>(
  argv: Argv,
  name: string,
  words: readonly T[],
  usual: T,
): T => {
  const value = text(argv, name)
  return value === undefined ? usual : oneOf(value, name, words)
}

const oneOf = <T extends string>(value: string, name: string, words: readonly T[]): T => {
  const found = words.find(word => word === value)
  if (found !== undefined) return found
  const hint = didYouMean(value, words, `it may be ${words.join(', ')}`)
  throw new UsageError(`reading --${name}: ${JSON.stringify(value)} is not known${hint}`)
}

/** `K=V`, as often as given. */
export const pairs = (argv: Argv, name: string): Readonly<Record<string, string>> => {
  const found = texts(argv, name).map(value => {
    const at = value.indexOf('=')
    if (at < 1) throw new UsageError(`reading --${name}: ${JSON.stringify(value)} is not KEY=VALUE`)
    return [value.slice(0, at), value.slice(at + 1)] as const
  })
  const keys = found.map(([key]) => key)
  const twice = keys.find((key, at) => keys.indexOf(key) !== at)
  if (twice !== undefined)
    throw new UsageError(`reading --${name}: ${twice} was given twice; a node has one value of a tag`)
  return Object.fromEntries(found)
}
