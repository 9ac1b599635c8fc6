const TEXT: unique symbol = Symbol('markup')

/** Text that is HTML already: made by `html` alone, so that no text from outside can pass for it. */
export interface Markup {
  readonly [TEXT]: string
}

/** What may stand in a template: texts are escaped, markup stays, lists are strung together, nothing is left out. */
export type Part = string | number | Markup | undefined | false | readonly Part[]

/**
 * HTML from a template. Every value is escaped, for texts and for attributes alike; line ends with their indentation
 * become one line end.
 * @throws where a value would stand in an attribute without quotes or in the name of an element, and for a script or style
 */
export const html = (template: TemplateStringsArray, ...parts: readonly Part[]): Markup => {
  const [first = '', ...rest] = literalsOf(template)
  return { [TEXT]: rest.reduce((text, literal, at) => text + written(parts[at]) + literal, first) }
}

/** The text of a page. */
export const textOf = (markup: Markup): string => markup[TEXT]

const known = new WeakMap<TemplateStringsArray, readonly string[]>()

const literalsOf = (template: TemplateStringsArray): readonly string[] => {
  const literals = known.get(template) ?? template.map(literal => literal.replaceAll(/\s*\n\s*/g, '\n'))
  if (!known.has(template)) assertSafe(literals)
  known.set(template, literals)
  return literals
}

const assertSafe = (literals: readonly string[]): void => {
  if (literals.some(literal => /<(?:script|style)\b/i.test(literal)))
    throw new Error('a value in a script or a style cannot be escaped: they are made by own alone')
  const open = literals.slice(0, -1).find(literal => /=\s*$|<\/?$/.test(literal))
  if (open !== undefined)
    throw new Error(`a value cannot be escaped behind ${JSON.stringify(open.slice(-20))}`)
}

const written = (part: Part): string => {
  if (part === undefined || part === false) return ''
  if (typeof part === 'string') return escaped(part)
  if (typeof part === 'number') return String(part)
  return isMarkup(part) ? part[TEXT] : part.map(written).join('')
}

const isMarkup = (part: Markup | readonly Part[]): part is Markup => TEXT in part

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, character => ENTITIES[character] as string)

/** An element of the page's own whose content is no HTML: a style or a script that stands in the sources. */
export const own = (name: 'style' | 'script', text: string): Markup => {
  if (/<\/|<!--/.test(text)) throw new Error(`the page's own ${name} would end too early`)
  return { [TEXT]: `<${name}>${text}</${name}>` }
}
