import { escapeUnprintable } from '../printable.ts'
import type { HclArguments, HclBlock, HclValue } from './hcl-resource.ts'

/** Something between braces: an argument, which may take several lines, or a block, which stands apart. */
interface Item {
  readonly key?: string
  readonly lines: readonly string[]
}

/** Text in quotes: nothing in it is a template. */
export const hclString = (text: string): string => {
  const quoted = JSON.stringify(text).replaceAll(/\\(?:\\|[bf])/g, one => NUMBERED[one] ?? one)
  return escapeUnprintable(quoted)
    .replaceAll('${', () => '$${')
    .replaceAll('%{', '%%{')
}

/** What JSON has short signs for and Terraform has none. */
const NUMBERED: Readonly<Record<string, string>> = { '\\b': '\\u0008', '\\f': '\\u000c' }

/** Words that mean something between braces even where a key is expected. */
const KEYWORDS: ReadonlySet<string> = new Set(['for', 'in', 'if', 'null', 'true', 'false'])

const isIdentifier = (text: string): boolean => /^[A-Za-z_][A-Za-z0-9_-]*$/.test(text) && !KEYWORDS.has(text)

/** Columns as Terraform counts them to align what is beside each other: what a reader takes for one character is one. */
const columns = (text: string): number =>
  [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].length

const indent = (lines: readonly string[]): readonly string[] =>
  lines.map(line => (line === '' ? line : `  ${line}`))

const isShort = ({ key, lines }: Item): boolean => key !== undefined && lines.length === 1

/** Equals signs of neighbours of one line each stand one under the other. */
const aligned = (items: readonly Item[]): readonly string[] => {
  const widths = items.map(item => (isShort(item) ? columns(item.key as string) : 0))
  return items.flatMap(({ key, lines }, at) => {
    if (key === undefined) return lines
    const [first = '', ...rest] = lines
    const width = widths[at] === 0 ? columns(key) : runWidth(widths, at)
    return [`${key}${' '.repeat(width - columns(key))} = ${first}`, ...rest]
  })
}

/** The widest key of the run of neighbours of one line that an item is in. */
const runWidth = (widths: readonly number[], at: number): number => {
  let [from, to] = [at, at + 1]
  while ((widths[from - 1] ?? 0) > 0) from -= 1
  while ((widths[to] ?? 0) > 0) to += 1
  return Math.max(...widths.slice(from, to))
}

const jsonLines = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return listLines(value.map(jsonLines))
  if (typeof value === 'object' && value !== null) return objectLines(Object.entries(value))
  return [typeof value === 'string' ? hclString(value) : String(value)]
}

const objectLines = (entries: readonly (readonly [string, unknown])[]): readonly string[] => {
  if (entries.length === 0) return ['{}']
  const items = entries.map(([key, value]) => ({
    key: isIdentifier(key) ? key : hclString(key),
    lines: jsonLines(value),
  }))
  return ['{', ...indent(aligned(items)), '}']
}

const listLines = (values: readonly (readonly string[])[]): readonly string[] => {
  const [only, ...others] = values
  if (!only) return ['[]']
  if (others.length === 0 && only.length === 1) return [`[${only.join('')}]`]
  return ['[', ...indent(values.flatMap(lines => [...lines.slice(0, -1), `${lines.at(-1)},`])), ']']
}

const valueLines = (value: HclValue): readonly string[] => {
  if (typeof value === 'string') return [hclString(value)]
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)]
  if ('code' in value) return [value.code]
  if ('json' in value) return wrapped('jsonencode(', jsonLines(JSON.parse(value.json)), ')')
  return listLines(value.map(valueLines))
}

const wrapped = (open: string, lines: readonly string[], close: string): readonly string[] => {
  const last = lines.length - 1
  return lines.map((line, at) => `${at === 0 ? open : ''}${line}${at === last ? close : ''}`)
}

const argumentItems = (given: HclArguments): readonly Item[] =>
  Object.entries(given).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, lines: valueLines(value) }],
  )

/** A block with its arguments, then the blocks in it, as `terraform fmt` leaves it. */
export const hclBlock = (
  head: string,
  given: HclArguments,
  blocks: readonly HclBlock[] = [],
): readonly string[] => {
  const own = aligned(argumentItems(given))
  const inner = blocks.map(({ block, arguments: inside }) => hclBlock(block, inside))
  const parts = [...(own.length > 0 ? [own] : []), ...inner]
  return [`${head} {`, ...indent(parts.flatMap((part, at) => (at === 0 ? part : ['', ...part]))), '}']
}

/** Arguments alone, as they stand in a block. */
export const hclArguments = (given: HclArguments): readonly string[] => aligned(argumentItems(given))
