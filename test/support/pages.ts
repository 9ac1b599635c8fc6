import { readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'vitest'

const UPDATE = process.env['UPDATE_FIXTURES'] === '1'

/** The stored text, after it was written anew where that is asked for. */
export const stored = (file: string, fresh: string): string => {
  if (UPDATE) writeFileSync(file, fresh)
  return readFileSync(file, 'utf8')
}

/** Puts text between two markers of a page. */
export const between = (page: string, name: string, text: string): string => {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const [from, to] = [page.indexOf(open) + open.length, page.indexOf(close)]
  expect(Math.min(from, to), name).toBeGreaterThan(open.length)
  return `${page.slice(0, from)}\n${text.trimEnd()}\n${page.slice(to)}`
}
